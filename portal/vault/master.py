"""Master keys: they wrap the keys of subjects and open nothing else.

``AIRLOCK_MASTER_KEYS`` holds ``id:base64`` pairs of 32 bytes each. The first wraps;
the others still open what they wrapped until ``manage.py rotate_master_key`` is done.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.vault.errors import MasterKeyMissing, Tampered

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The ring of master keys; ``current`` is the id that wraps."""

    current: str
    by_id: Mapping[str, bytes]

    def wrap(self, key: bytes, about: str) -> bytes:
        """``key`` sealed by the current master key, bound to what it is ``about``."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        aad = f"{self.current}|{about}".encode()
        return nonce + AESGCM(self.by_id[self.current]).encrypt(nonce, key, aad)

    def unwrap(self, wrapped: bytes, about: str, master_id: str) -> bytes:
        """The key inside. Raises ``MasterKeyMissing`` or ``Tampered``."""
        if master_id not in self.by_id:
            raise MasterKeyMissing(master_id)
        aad = f"{master_id}|{about}".encode()
        cipher = AESGCM(self.by_id[master_id])
        try:
            return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], aad)
        except InvalidTag:
            raise Tampered("wrapped key") from None


def master_keys() -> MasterKeys:
    """The ring from the settings, read anew on every call so that tests may rotate."""
    return parse_ring(settings.AIRLOCK_MASTER_KEYS)


def parse_ring(pairs: Sequence[str]) -> MasterKeys:
    """Raises ``ImproperlyConfigured`` on none, a bad length, or an id used twice."""
    keys = [split_pair(pair, "AIRLOCK_MASTER_KEYS") for pair in pairs]
    if not keys:
        raise ImproperlyConfigured("AIRLOCK_MASTER_KEYS is empty: nothing can be stored safely.")
    by_id = dict(keys)
    if len(by_id) != len(keys):
        raise ImproperlyConfigured("AIRLOCK_MASTER_KEYS names one id twice.")
    return MasterKeys(keys[0][0], by_id)


def split_pair(pair: str, setting: str) -> tuple[str, bytes]:
    """``id:base64`` as (id, 32 bytes). The message never repeats the value."""
    name, colon, value = pair.strip().partition(":")
    if not (name and colon):
        raise ImproperlyConfigured(f"{setting} wants id:base64 pairs.")
    return name, decode_key(value, setting)


def decode_key(value: str, setting: str) -> bytes:
    """Base64 of exactly 32 bytes."""
    try:
        key = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured(f"{setting} holds something that is not base64.") from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{setting} wants keys of {KEY_BYTES} bytes.")
    return key
