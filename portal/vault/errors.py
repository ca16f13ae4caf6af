"""Why a key cannot be had. Codes are stable; sentences name no subject."""

from typing import ClassVar


class VaultError(Exception):
    code: ClassVar[str] = "vault_failed"
    sentence: ClassVar[str] = "The key store could not answer."

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class KeyMissing(VaultError):
    code = "key_missing"
    sentence = "There is no key for this. It was never made, or the key store is not restored."


class KeyDestroyed(VaultError):
    code = "key_destroyed"
    sentence = "This was deleted for good: its key was destroyed."


class MasterKeyMissing(VaultError):
    code = "master_key_missing"
    sentence = "A key is wrapped by a master key that AIRLOCK_MASTER_KEYS does not hold."


class Tampered(VaultError):
    """Bytes that do not open: changed, cut, reordered, swapped, or of another key."""

    code = "tampered"
    sentence = "What was stored is not what was written. It is not used."
