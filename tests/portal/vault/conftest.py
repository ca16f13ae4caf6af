import base64
import secrets

import pytest


def fresh_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture(autouse=True)
def ring(settings, tmp_path):
    """Master, portal and signing keys, and a ledger file, of this test alone."""
    settings.AIRLOCK_MASTER_KEYS = [f"m1:{fresh_key()}"]
    settings.AIRLOCK_PORTAL_KEY = fresh_key()
    settings.AIRLOCK_SIGNING_KEY = f"s1:{fresh_key()}"
    settings.AIRLOCK_SHRED_LEDGER = str(tmp_path / "ledger" / "shredded.jsonl")
    return settings
