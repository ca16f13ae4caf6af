import base64
import secrets
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal.vault import signing
from portal.vault.registers import portal_digest, portal_subkey
from portal.vault.signing import Signature


def seed(name: str) -> str:
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def test_signature_verifies_for_these_bytes_only():
    signature = signing.sign(b"manifest")
    assert (signature.key_id, len(signature.value)) == ("s1", 64)
    assert signing.verify(b"manifest", signature)
    assert not signing.verify(b"manifesto", signature)
    assert not signing.verify(b"manifest", Signature("s9", signature.value))


def test_signature_of_a_retired_key_still_verifies(settings):
    signature = signing.sign(b"release 1")
    printed = StringIO()
    call_command("signing_keys", stdout=printed)
    settings.AIRLOCK_SIGNING_KEY = f"{seed('s2')},{printed.getvalue().strip()}"
    assert signing.verify(b"release 1", signature)
    assert signing.sign(b"release 2").key_id == "s2"
    assert list(signing.public_keys()) == ["s2", "s1"]


def test_signing_with_public_keys_alone_is_refused(settings):
    printed = StringIO()
    call_command("signing_keys", stdout=printed)
    settings.AIRLOCK_SIGNING_KEY = printed.getvalue().strip()
    with pytest.raises(ImproperlyConfigured):
        signing.sign(b"release")


def test_signing_key_ids_are_unique(settings):
    settings.AIRLOCK_SIGNING_KEY = f"{seed('s1')},{seed('s1')}"
    with pytest.raises(ImproperlyConfigured):
        signing.public_keys()


def test_portal_digest_depends_on_purpose_value_and_key(settings):
    first = portal_digest("domain", "example.com")
    assert portal_digest("domain", "example.com") == first
    others = {portal_digest("name", "example.com"), portal_digest("domain", "example.org")}
    settings.AIRLOCK_PORTAL_KEY = base64.b64encode(secrets.token_bytes(32)).decode()
    others.add(portal_digest("domain", "example.com"))
    assert len(others - {first}) == 3
    assert len(portal_subkey("shingles")) == 32
