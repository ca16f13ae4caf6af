"""A subject's open key: what can be done with it, never the key itself."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.vault import stream
from portal.vault.errors import Tampered
from portal.vault.models import KeyKind
from portal.vault.stream import Copied, Source, Target, Writer

SEALED_V1 = b"\x01"
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Key:
    """Everything is done under a subkey for a purpose, so two uses never share a key.

    A purpose is a word of ours ("originals", "typed text"). ``aad`` binds what is
    stored to the place it belongs to (an artefact's id), so that two values of one
    subject cannot be exchanged on disk.
    """

    kind: KeyKind
    subject: UUID
    _material: bytes = field(repr=False)

    def subkey(self, purpose: str) -> bytes:
        """32 bytes by HKDF-SHA256; the same for the same purpose."""
        info = b"airlock subkey v1|" + purpose.encode()
        return HKDF(hashes.SHA256(), 32, None, info).derive(self._material)

    def digest(self, purpose: str, text: str) -> str:
        """HMAC-SHA256 in hex: equal texts are found equal, nobody else can guess them."""
        return hmac.new(self.subkey(f"digest|{purpose}"), text.encode(), "sha256").hexdigest()

    def seal(self, purpose: str, data: bytes, aad: bytes = b"") -> bytes:
        """A short value (up to some megabytes), encrypted and authenticated."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = AESGCM(self.subkey(f"seal|{purpose}"))
        return SEALED_V1 + nonce + cipher.encrypt(nonce, data, self._bound(aad))

    def unseal(self, purpose: str, sealed: bytes, aad: bytes = b"") -> bytes:
        """What ``seal`` was given. Raises ``Tampered``."""
        version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if version != SEALED_V1 or len(nonce) != NONCE_BYTES:
            raise Tampered("sealed value")
        cipher = AESGCM(self.subkey(f"seal|{purpose}"))
        try:
            return cipher.decrypt(nonce, body, self._bound(aad))
        except InvalidTag:
            raise Tampered("sealed value") from None

    def encrypt(self, purpose: str, source: Source, target: Target, aad: bytes = b"") -> Copied:
        """Streams a file of any length; gives the plaintext's sha256 and size."""
        return stream.encrypt(self._stream_key(purpose), self.id, source, target, aad)

    def writer(self, purpose: str, target: Target, aad: bytes = b"") -> Writer:
        """Like ``encrypt``, for bytes that are handed over piece by piece."""
        return Writer(self._stream_key(purpose), self.id, target, aad)

    def decrypt(self, purpose: str, source: Source, target: Target, aad: bytes = b"") -> Copied:
        """The reverse. On ``Tampered`` the caller throws the target away."""
        return stream.decrypt(self._stream_key(purpose), self.id, source, target, aad)

    @property
    def id(self) -> bytes:
        """32 bytes that name the key in a file's header without naming the subject."""
        return hashlib.sha256(f"airlock key|{about(self.kind, self.subject)}".encode()).digest()

    def _stream_key(self, purpose: str) -> bytes:
        return self.subkey(f"stream|{purpose}")

    def _bound(self, aad: bytes) -> bytes:
        return SEALED_V1 + self.id + aad


def about(kind: KeyKind, subject: UUID) -> str:
    """What a wrapped key is bound to."""
    return f"{kind.value}:{subject}"
