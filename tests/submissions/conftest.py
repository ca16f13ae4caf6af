import base64
import secrets

import pytest

from portal.programmes.roles import Role
from tests.factories import people


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    """Keys, a shred ledger and storages of this test alone."""
    settings.AIRLOCK_MASTER_KEYS = [f"m1:{_key()}"]
    settings.AIRLOCK_PORTAL_KEY = _key()
    settings.AIRLOCK_SIGNING_KEY = f"s1:{_key()}"
    settings.AIRLOCK_SHRED_LEDGER = str(tmp_path / "ledger" / "shredded.jsonl")
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {
                "BACKEND": "portal.storage.PrivateLocalStorage",
                "OPTIONS": {"location": str(tmp_path / name)},
            }
            for name in ("landing", "quarantine", "clean", "evidence", "releases")
        },
    }


@pytest.fixture
def programme(db):
    return people.programme()


@pytest.fixture
def contractor(programme):
    return people.member(programme, Role.CONTRACTOR)


@pytest.fixture
def reviewer(programme):
    return people.member(programme, Role.CLEARANCE_REVIEWER)


@pytest.fixture
def second_reviewer(programme):
    return people.member(programme, Role.CLEARANCE_REVIEWER)


@pytest.fixture
def grader(programme):
    return people.member(programme, Role.QUALITY_REVIEWER)


@pytest.fixture
def admin(programme):
    return people.member(programme, Role.PROGRAMME_ADMIN)
