"""Typed text and everything derived from an upload, encrypted under its owner's key.

The additional data binds each ciphertext to its model, row and column, so that a value
moved to another row or column does not open.
"""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Model

from portal.vault import keys
from portal.vault.keys import KeyKind

JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]


def key_of(submission_id: UUID) -> keys.Key:
    """The submission's key. Raises ``KeyDestroyed`` after a purge."""
    return keys.open(KeyKind.SUBMISSION, submission_id)


def _place(row: Model, column: str) -> bytes:
    return f"{row._meta.label_lower}:{row.pk}:{column}".encode()


def seal(key: keys.Key, row: Model, column: str, value: JSON) -> None:
    """Put a JSON value into a binary column of a row that has its primary key; no save."""
    setattr(row, column, key.seal("text", to_bytes(value), _place(row, column)))


def unseal(key: keys.Key, row: Model, column: str) -> JSON:
    """The JSON value of a sealed column; None where it is empty."""
    data = bytes(getattr(row, column))
    if not data:
        return None
    return from_bytes(key.unseal("text", data, _place(row, column)))


def to_bytes(value: JSON) -> bytes:
    """JSON in one spelling, so that equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def from_bytes(data: bytes) -> JSON:
    """The reverse of ``to_bytes``."""
    value: JSON = json.loads(data)
    return value
