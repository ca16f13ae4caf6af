"""Ed25519 signatures for releases, receipts and audit heads.

``AIRLOCK_SIGNING_KEY`` holds entries separated by commas. ``id:base64`` is a seed of 32
bytes; the first signs. ``id:public:base64`` is a retired key: its seed is gone, what it
signed still verifies. Rotate by putting a new seed in front and turning the old one
into its public form (``manage.py signing_keys`` prints it).
"""

import base64
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.vault.master import decode_key, split_pair

SETTING = "AIRLOCK_SIGNING_KEY"
PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Signature:
    """Which key signed, and its 64 bytes."""

    key_id: str
    value: bytes

    @property
    def base64(self) -> str:
        return base64.b64encode(self.value).decode()


def sign(data: bytes) -> Signature:
    """Signed by the current key."""
    for entry in _entries():
        if not _is_public(entry):
            key_id, seed = split_pair(entry, SETTING)
            return Signature(key_id, Ed25519PrivateKey.from_private_bytes(seed).sign(data))
    raise ImproperlyConfigured(f"{SETTING} holds no seed: nothing can be signed.")


def verify(data: bytes, signature: Signature) -> bool:
    """Whether a key of ours, current or retired, signed exactly this."""
    raw = public_keys().get(signature.key_id)
    if raw is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature.value, data)
    except InvalidSignature:
        return False
    return True


def public_keys() -> dict[str, bytes]:
    """32 raw bytes per key id, the current first. Safe to publish."""
    keys = dict(_public(entry) for entry in _entries())
    if len(keys) != len(_entries()):
        raise ImproperlyConfigured(f"{SETTING} names one id twice.")
    return keys


def _entries() -> list[str]:
    entries = [entry.strip() for entry in settings.AIRLOCK_SIGNING_KEY.split(",")]
    return [entry for entry in entries if entry]


def _is_public(entry: str) -> bool:
    return entry.split(":")[1:2] == [PUBLIC]


def _public(entry: str) -> tuple[str, bytes]:
    if _is_public(entry):
        key_id, _word, value = entry.split(":", 2)
        return key_id, decode_key(value, SETTING)
    key_id, seed = split_pair(entry, SETTING)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return key_id, public.public_bytes(Encoding.Raw, PublicFormat.Raw)
