"""Files of any length under one key, in chunks that cannot be moved, cut or swapped.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM: the
nonce of each chunk is its number and whether it is the last, so a missing tail, a
repeated or an exchanged chunk does not open. Every file has a key of its own, derived
with a random salt from the header, so nonces never meet. The whole header and what the
caller binds (``aad``) are authenticated with every chunk.
"""

import hashlib
import secrets
import struct
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.vault.errors import Tampered

MAGIC = b"AIRLOCK\x01"
ID_BYTES = 32
SALT_BYTES = 32
HEADER = struct.Struct(f">8s{ID_BYTES}s{SALT_BYTES}sI")
TAG_BYTES = 16
CHUNK_BYTES = 1 << 20
"""Plaintext per chunk. One chunk is held in memory; 1 MiB keeps the cost of a call small."""
MAX_CHUNK_BYTES = 1 << 24


class Source(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class Target(Protocol):
    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Copied:
    """What went through: the plaintext's sha256 (hex) and its length in bytes."""

    sha256: str
    size: int


class Writer:
    """Seals what is written to it, for bytes that come when they come."""

    def __init__(self, key: bytes, key_id: bytes, target: Target, aad: bytes) -> None:
        self._header = HEADER.pack(MAGIC, key_id, secrets.token_bytes(SALT_BYTES), CHUNK_BYTES)
        self._cipher = _file_cipher(key, self._header)
        self._target, self._aad = target, aad
        self._waiting, self._number, self._size = bytearray(), 0, 0
        self._digest = hashlib.sha256()
        target.write(self._header)

    def write(self, data: bytes) -> int:
        """Takes bytes of any length; at most one chunk and one byte wait in memory."""
        self._waiting += data
        # A full chunk waits until a byte follows it: only then is it not the last.
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def finish(self) -> Copied:
        """Seals the last chunk; gives the plaintext's sha256 and size."""
        self._seal(bytes(self._waiting), last=True)
        return Copied(self._digest.hexdigest(), self._size)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._header + self._aad))
        self._digest.update(chunk)
        self._size += len(chunk)
        self._number += 1


def encrypt(key: bytes, key_id: bytes, source: Source, target: Target, aad: bytes) -> Copied:
    """Writes the header and the sealed chunks of everything in ``source``."""
    writer = Writer(key, key_id, target, aad)
    while chunk := source.read(CHUNK_BYTES):
        writer.write(chunk)
    return writer.finish()


def decrypt(key: bytes, key_id: bytes, source: Source, target: Target, aad: bytes) -> Copied:
    """Writes the plaintext chunk by chunk, each checked before it is written.

    Raises ``Tampered``; what was written until then is authentic but not complete, so
    a caller throws the target away when this raises.
    """
    header = read_exactly(source, HEADER.size)
    length = _chunk_bytes(header, key_id) + TAG_BYTES
    cipher = _file_cipher(key, header)
    digest, size, number = hashlib.sha256(), 0, 0
    sealed = read_exactly(source, length)
    while True:
        following = read_exactly(source, length) if len(sealed) == length else b""
        plain = _open(cipher, _nonce(number, last=not following), sealed, header + aad)
        digest.update(plain)
        size += len(plain)
        target.write(plain)
        if not following:
            return Copied(digest.hexdigest(), size)
        sealed, number = following, number + 1


def sealed_size(size: int) -> int:
    """Bytes that ``size`` bytes of plaintext take when sealed."""
    chunks = max(1, -(-size // CHUNK_BYTES))
    return HEADER.size + size + chunks * TAG_BYTES


def read_exactly(source: Source, size: int) -> bytes:
    """``size`` bytes, fewer only at the end: sockets and pipes give less than asked."""
    pieces, missing = [], size
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _chunk_bytes(header: bytes, key_id: bytes) -> int:
    if len(header) != HEADER.size:
        raise Tampered("header")
    magic, named, _salt, chunk = HEADER.unpack(header)
    if magic != MAGIC or named != key_id or not 0 < chunk <= MAX_CHUNK_BYTES:
        raise Tampered("header")
    return int(chunk)


def _file_cipher(key: bytes, header: bytes) -> AESGCM:
    salt = HEADER.unpack(header)[2]
    return AESGCM(HKDF(hashes.SHA256(), 32, salt, b"airlock stream v1").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">QxxxB", number, last)


def _open(cipher: AESGCM, nonce: bytes, sealed: bytes, aad: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, sealed, aad)
    except InvalidTag:
        raise Tampered("chunk") from None
