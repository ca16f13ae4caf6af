"""The shred ledger: which keys were destroyed, kept where no restore brings them back.

A line per destroyed key in an append-only file beside the key store, and a row in its
table. The file is the one that counts: a restored database holds the rows of its day,
the file is never restored over (``restore_keys`` merges into it). It holds kinds, ids
and reasons of ours, nothing secret, so it may be copied anywhere, often.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from portal.vault.models import KeyKind

Subject = tuple[KeyKind, UUID]


@dataclass(frozen=True, slots=True)
class Entry:
    kind: KeyKind
    subject: UUID
    reason: str
    at: datetime


_read: dict[Path, tuple[tuple[int, int], frozenset[Subject]]] = {}
"""Per file: its length and time when it was read last, and what stood in it."""


def path() -> Path:
    """Where the ledger is: ``AIRLOCK_SHRED_LEDGER``, else beside the key store."""
    named = getattr(settings, "AIRLOCK_SHRED_LEDGER", "")
    return Path(named) if named else Path(settings.VAR_DIR) / "keys" / "shredded.jsonl"


def append(entry: Entry) -> None:
    """Adds a line that is on the disk when this returns."""
    file = path()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, _line(entry))
        os.fsync(handle)
    finally:
        os.close(handle)


def entries(file: Path | None = None) -> list[Entry]:
    """Every entry of the ledger, or of a copy of it.

    A line that a crash cut is passed over: nothing was destroyed by it.
    """
    file = file or path()
    if not file.exists():
        return []
    found = (_parsed(line) for line in file.read_bytes().split(b"\n") if line)
    return [one for one in found if one]


def holds(kind: KeyKind, subject: UUID) -> bool:
    """Whether the key was destroyed. Reads the file only when it has changed."""
    file = path()
    try:
        status = file.stat()
    except FileNotFoundError:
        return False
    stamp = (status.st_size, status.st_mtime_ns)
    known = _read.get(file)
    if known is None or known[0] != stamp:
        known = (stamp, frozenset((entry.kind, entry.subject) for entry in entries()))
        _read[file] = known
    return (kind, subject) in known[1]


def words(entry: Entry) -> dict[str, str]:
    """An entry as JSON words."""
    return {
        "kind": entry.kind.value,
        "subject": str(entry.subject),
        "reason": entry.reason,
        "at": entry.at.isoformat(),
    }


def from_words(given: dict[str, str]) -> Entry:
    """The reverse of ``words``."""
    return Entry(
        KeyKind(given["kind"]),
        UUID(given["subject"]),
        given["reason"],
        datetime.fromisoformat(given["at"]),
    )


def _line(entry: Entry) -> bytes:
    """A leading newline ends a line that a crash had cut; empty lines are skipped."""
    return b"\n" + json.dumps(words(entry)).encode() + b"\n"


def _parsed(line: bytes) -> Entry | None:
    try:
        return from_words(json.loads(line))
    except json.JSONDecodeError:
        return None
