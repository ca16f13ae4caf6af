"""A backup of the key store: wrapped keys and the shred ledger in one signed file.

The keys in it are still wrapped, so it is worth nothing without a master key. Keep it
short: what was destroyed after it was taken is kept out by the ledger alone.
"""

import base64
import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from portal.vault import keys, ledger
from portal.vault.errors import MasterKeyMissing, Tampered
from portal.vault.master import master_keys
from portal.vault.models import KeyKind, Shred, WrappedKey
from portal.vault.router import KEY_STORE

VERSION = 1


@dataclass(frozen=True, slots=True)
class Restored:
    """How many keys came back, and how many stayed destroyed."""

    keys: int
    destroyed: int


def write(file: Path) -> int:
    """Writes a new file of mode 0600; gives the number of keys. Never overwrites."""
    rows = [_key_words(row) for row in WrappedKey.objects.order_by("pk").iterator()]
    body = {"version": VERSION, "keys": rows, "shreds": _shred_words()}
    ring = master_keys()
    text = json.dumps(body, sort_keys=True)
    whole = {"master_id": ring.current, "mac": _mac(ring.by_id[ring.current], text), "body": text}
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        json.dump(whole, target)
        target.flush()
        os.fsync(target.fileno())
    return len(rows)


def restore(file: Path, ledgers: Sequence[Path] = ()) -> Restored:
    """Brings back the keys in ``file`` that nothing says were destroyed.

    ``ledgers`` are copies of the shred ledger kept elsewhere. The backup's own shreds,
    the copies and what is here are merged, then replayed before this returns.
    Raises ``Tampered`` or ``MasterKeyMissing``.
    """
    body = _checked(json.loads(file.read_text(encoding="utf-8")))
    for entry in [*map(ledger.from_words, body["shreds"]), *_copied(ledgers)]:
        if not ledger.holds(entry.kind, entry.subject):
            ledger.append(entry)
    with transaction.atomic(using=KEY_STORE):
        back = sum(_bring_back(words) for words in body["keys"])
    return Restored(keys=back, destroyed=len(body["keys"]) - back + keys.replay_shreds())


def _bring_back(words: dict[str, str]) -> bool:
    kind, subject = KeyKind(words["kind"]), UUID(words["subject"])
    if keys.is_destroyed(kind, subject):
        return False
    WrappedKey.objects.update_or_create(
        kind=kind,
        subject=subject,
        defaults={
            "master_id": words["master_id"],
            "wrapped": base64.b64decode(words["wrapped"], validate=True),
        },
    )
    return True


def _checked(whole: dict[str, str]) -> dict[str, Any]:
    ring = master_keys()
    if whole["master_id"] not in ring.by_id:
        raise MasterKeyMissing(whole["master_id"])
    if not hmac.compare_digest(_mac(ring.by_id[whole["master_id"]], whole["body"]), whole["mac"]):
        raise Tampered("key backup")
    body: dict[str, Any] = json.loads(whole["body"])
    if body["version"] != VERSION:
        raise Tampered("key backup of another version")
    return body


def _mac(master: bytes, text: str) -> str:
    key = HKDF(hashes.SHA256(), 32, None, b"airlock key backup v1").derive(master)
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def _key_words(row: WrappedKey) -> dict[str, str]:
    return {
        "kind": row.kind,
        "subject": str(row.subject),
        "master_id": row.master_id,
        "wrapped": base64.b64encode(bytes(row.wrapped)).decode(),
    }


def _shred_words() -> list[dict[str, str]]:
    rows = Shred.objects.order_by("pk").iterator()
    entries = (ledger.Entry(KeyKind(row.kind), row.subject, row.reason, row.at) for row in rows)
    return [ledger.words(entry) for entry in entries]


def _copied(files: Sequence[Path]) -> list[ledger.Entry]:
    return [entry for file in files for entry in ledger.entries(file)]
