"""From landing into quarantine, and out of it only into the folder of a lease."""

from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import storages

from portal.storage import new_key
from portal.vault.errors import Tampered
from portal.vault.stream import Copied
from portal.work import wipe_stale_work, work_folder
from submissions.domain import landing, sealed, vaulted
from submissions.models import Artefact

__all__ = ["Received", "open_plaintext", "receive", "wipe_stale_work", "work_folder"]

STORAGE = "quarantine"
PURPOSE = "original"


@dataclass(frozen=True, slots=True)
class Received:
    """The encrypted original: its storage key, and the plaintext's sha256 and size."""

    storage_key: str
    sha256: str
    size: int


def receive(artefact: Artefact, work_dir: Path) -> Received:
    """Copies what landed into quarantine, hashed while it is encrypted, and reads it back.

    Only ciphertext touches ``work_dir``. The landing stays as it is: the caller deletes
    it once the copy is recorded. A repeat makes another copy under another key. Raises
    ``Tampered`` when what can be read back is not what was written.
    """
    key = sealed.key_of(artefact.submission_id)
    sealed_path = work_dir / "original.sealed"
    with landing.opened(artefact) as source, sealed_path.open("xb") as target:
        written = key.encrypt(PURPOSE, source, target, artefact.pk.bytes)
    with sealed_path.open("rb") as file:
        storage_key = storages[STORAGE].save(new_key(), File(file))
    sealed_path.unlink()
    if _read_back(artefact, storage_key) != written:
        vaulted.remove(STORAGE, storage_key)
        raise Tampered("quarantine copy")
    return Received(storage_key, written.sha256, written.size)


def open_plaintext(artefact: Artefact, folder: Path) -> Path:
    """The original, decrypted into the folder of a lease; nowhere else is it readable.

    Raises ``Tampered`` when it is not what was received.
    """
    path = folder / "input"
    key = sealed.key_of(artefact.submission_id)
    copied = vaulted.get_file(
        STORAGE, key, PURPOSE, artefact.pk, storage_key=artefact.quarantine_key, path=path
    )
    if copied.sha256 != artefact.sha256:
        path.unlink()
        raise Tampered("quarantine object")
    return path


class _Nowhere:
    """Takes everything and keeps nothing: decrypting into it is a check."""

    def write(self, data: bytes) -> int:
        return len(data)


def _read_back(artefact: Artefact, storage_key: str) -> Copied:
    key = sealed.key_of(artefact.submission_id)
    with storages[STORAGE].open(storage_key, "rb") as source:
        return key.decrypt(PURPOSE, source, _Nowhere(), artefact.pk.bytes)
