"""Keyed digests for registers that outlive a submission (decision 18).

Under a portal key kept outside the database: a salted hash of a domain can be guessed,
an HMAC under a key that is not there cannot.
"""

import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from portal.vault.master import decode_key


def portal_digest(purpose: str, value: str) -> str:
    """HMAC-SHA256 in hex; the same for the same purpose and value across the portal."""
    return hmac.new(portal_subkey(purpose), value.encode(), "sha256").hexdigest()


def portal_subkey(purpose: str) -> bytes:
    """32 bytes for one purpose, for keyed shingles and the like."""
    key = decode_key(settings.AIRLOCK_PORTAL_KEY, "AIRLOCK_PORTAL_KEY")
    info = b"airlock portal v1|" + purpose.encode()
    return HKDF(hashes.SHA256(), 32, None, info).derive(key)
