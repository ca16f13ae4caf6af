"""Encrypted objects in a named storage: written once under a server-made key, read back whole.

The purpose and the owner's id are bound into the ciphertext, so that two objects cannot
be exchanged on disk.
"""

import io
import uuid
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import storages

from portal.vault.keys import Key
from portal.vault.stream import Copied


def new_key() -> str:
    """A storage key that says nothing: two levels of folders and a random name."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name[2:4]}/{name}"


def put_file(alias: str, key: Key, purpose: str, owner: UUID, path: Path) -> tuple[str, Copied]:
    """Encrypt a file into a storage; gives its storage key, and the plaintext's hash and size."""
    sealed_path = path.with_name(f"{path.name}.{uuid.uuid4().hex}.sealed")
    try:
        with path.open("rb") as source, sealed_path.open("xb") as target:
            copied = key.encrypt(purpose, source, target, owner.bytes)
        with sealed_path.open("rb") as sealed:
            return storages[alias].save(new_key(), File(sealed)), copied
    finally:
        sealed_path.unlink(missing_ok=True)


def put_bytes(alias: str, key: Key, purpose: str, owner: UUID, data: bytes) -> str:
    """Encrypt bytes into a storage; gives the storage key."""
    target = io.BytesIO()
    key.encrypt(purpose, io.BytesIO(data), target, owner.bytes)
    target.seek(0)
    return str(storages[alias].save(new_key(), File(target)))


def get_file(
    alias: str, key: Key, purpose: str, owner: UUID, *, storage_key: str, path: Path
) -> Copied:
    """Decrypt an object into a new file. Raises ``Tampered`` and removes the file again."""
    try:
        with storages[alias].open(storage_key, "rb") as source, path.open("xb") as target:
            return key.decrypt(purpose, source, target, owner.bytes)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def get_bytes(alias: str, key: Key, purpose: str, owner: UUID, storage_key: str) -> bytes:
    """Decrypt an object into memory."""
    target: BinaryIO = io.BytesIO()
    with storages[alias].open(storage_key, "rb") as source:
        key.decrypt(purpose, source, target, owner.bytes)
    target.seek(0)
    return target.read()


def remove(alias: str, storage_key: str) -> None:
    """Delete an object if it is there; deleting twice changes nothing."""
    if storage_key:
        storages[alias].delete(storage_key)
