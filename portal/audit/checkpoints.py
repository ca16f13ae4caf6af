"""Signed copies of each chain's head, outside the database.

Whoever cuts the tail off a chain, in the database or by restoring an old backup, would
have to cut these files too and could not sign new ones. ``head`` is rewritten after every
commit; ``manage.py checkpoint_audit`` adds a line to the history that is worth copying to
another machine.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from portal.audit.canonical import canonical
from portal.vault import signing


@dataclass(frozen=True, slots=True)
class Checkpoint:
    chain: str
    number: int
    hash: str
    key: str = ""
    signature: str = ""
    """Base64 of the Ed25519 signature over the three columns above."""

    @property
    def signed_bytes(self) -> bytes:
        return canonical(
            {
                "type": "airlock audit head",
                "chain": self.chain,
                "number": self.number,
                "hash": self.hash,
            }
        )


def signed(chain: str, number: int, head: str) -> Checkpoint:
    bare = Checkpoint(chain, number, head)
    signature = signing.sign(bare.signed_bytes)
    return Checkpoint(chain, number, head, signature.key_id, signature.base64)


def folder() -> Path:
    return Path(settings.VAR_DIR) / "audit"


def remember(chain: str, number: int, head: str) -> None:
    """Replaces the chain's head file unless it already names a later row."""
    with _locked(chain):
        file = folder() / f"{chain}.head"
        if file.exists() and _read(file.read_text()).number >= number:
            return
        aside = file.with_suffix(".new")
        aside.write_text(_line(signed(chain, number, head)))
        aside.replace(file)


def keep(chain: str, number: int, head: str) -> Checkpoint:
    """Adds the head to the chain's history, durably; once for each head."""
    known = [one for one in _history(chain) if (one.number, one.hash) == (number, head)]
    if known:
        return known[0]
    checkpoint = signed(chain, number, head)
    with _locked(chain), (folder() / f"{chain}.history").open("a") as history:
        history.write(_line(checkpoint))
        history.flush()
        os.fsync(history.fileno())
    return checkpoint


def _history(chain: str) -> list[Checkpoint]:
    file = folder() / f"{chain}.history"
    return [_read(line) for line in file.read_text().splitlines()] if file.exists() else []


def stored(place: Path | None = None) -> list[Checkpoint]:
    """Every checkpoint in the folder, heads and histories."""
    files = sorted(place.glob("*.*")) if (place := place or folder()).is_dir() else []
    return [
        _read(line)
        for file in files
        if file.suffix in {".head", ".history"}
        for line in file.read_text().splitlines()
    ]


def _line(checkpoint: Checkpoint) -> str:
    return json.dumps(asdict(checkpoint)) + "\n"


def _read(line: str) -> Checkpoint:
    return Checkpoint(**json.loads(line))


@contextmanager
def _locked(chain: str) -> Iterator[None]:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / f"{chain}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep_all() -> None:
    """Sign the head of every chain and keep it outside the database."""
    from portal.audit.models import AuditHead  # this module is loaded before the models are

    for head in AuditHead.objects.order_by("chain"):
        keep(head.chain, head.number, head.hash)
