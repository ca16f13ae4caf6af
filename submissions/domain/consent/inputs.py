"""What goes into a verdict, as JSON in one spelling, and the hash that a waiver is bound to."""

import hashlib
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from submissions.domain.sealed import JSON, to_bytes


def plain(value: object) -> JSON:
    """A value of dataclasses, sets and dates as JSON; equal values give equal JSON."""
    match value:
        case dict():
            return {str(k): plain(v) for k, v in value.items()}
        case frozenset():
            return sorted((plain(v) for v in value), key=str)
        case tuple() | list():
            return [plain(v) for v in value]
        case date():
            return value.isoformat()
        case float():
            return str(value)
        case None | bool() | int() | str():
            return value
        case _ if is_dataclass(value) and not isinstance(value, type):
            return plain(asdict(value))
        case _:
            raise TypeError(type(value).__name__)


def fingerprint(*parts: Any) -> str:
    """SHA-256 over the parts as JSON."""
    return hashlib.sha256(to_bytes([plain(part) for part in parts])).hexdigest()
