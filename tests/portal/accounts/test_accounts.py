import io
import json
import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from portal import audit
from portal.accounts import erasure, rights
from portal.accounts.models import User
from portal.accounts.signing_in import with_proved_address
from portal.audit.models import AuditEvent
from portal.programmes import invitations
from portal.programmes.models import Invitation, Membership, Role
from portal.vault import keys
from portal.vault.keys import KeyKind
from tests.factories import people
from tests.factories.sign_in import TOTP_SECRET, client_of, give_second_factor

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PASSWORD = "a long pass phrase"


@pytest.fixture(autouse=True)
def clean_cache():
    """Rate limits of the tests before."""
    from django.core.cache import cache

    cache.clear()


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("event", flat=True))


def sign_in(client, email, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


# The account


def test_address_is_kept_in_lower_case_by_code_and_database():
    user = User.objects.create_user("Mira@Example.ORG", PASSWORD)
    assert user.email == "mira@example.org"
    assert User.objects.get_by_natural_key("MIRA@example.org") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Mira@example.org")


def test_password_is_hashed_by_argon2_in_real_settings():
    from portal.settings import base

    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_unknown_time_zone_is_refused():
    user = User(email="mira@example.org", timezone="Mars/Olympus", password="x")
    with pytest.raises(ValidationError, match="not a time zone"):
        user.full_clean()


@pytest.mark.parametrize(
    ("perm", "answer"),
    [
        ("accounts.view_user", True),
        ("accounts.change_user", False),
        ("audit.delete_auditevent", False),
        ("submissions.add_submission", False),
    ],
)
def test_stock_admin_lets_platform_admins_look_and_nothing_more(perm, answer):
    admin = User.objects.create_superuser("root@example.org", PASSWORD)
    assert admin.has_perm(perm) is answer
    assert people.person().has_perm(perm) is False


def test_stock_admin_signs_nobody_in():
    """Its own page would ask for the password alone."""
    admin = User.objects.create_superuser("root@example.org", PASSWORD)
    with_proved_address(admin)
    give_second_factor(admin)
    client = Client()
    sent = {"username": "root@example.org", "password": PASSWORD}
    for answer in (client.get("/admin/login/?next=/admin/"), client.post("/admin/login/", sent)):
        assert answer.headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    assert client.get("/admin/").status_code == 302
    assert events() == []
    assert client_of(admin).post("/admin/login/", sent).headers["Location"] == "/admin/"
    assert client_of(people.person()).get("/admin/login/").status_code == 403


def test_stock_admin_shows_no_password_and_no_authenticator_secret():
    admin = User.objects.create_superuser("root@example.org", PASSWORD)
    client = client_of(admin)
    body = client.get(f"/admin/accounts/user/{admin.pk}/change/").content
    assert b"root@example.org" in body
    assert admin.password.encode() not in body
    assert client.get("/admin/mfa/authenticator/").status_code == 404


# Signing in


def test_sign_in_and_its_failures_are_audited_without_addresses():
    with_proved_address(people.person("mira"))
    client = Client()
    sign_in(client, "mira@example.org", "wrong")
    sign_in(client, "nobody@example.org", "wrong")
    sign_in(client, "mira@example.org")
    client.post("/accounts/logout/")
    assert events() == [
        "account.sign_in_failed",
        "account.sign_in_failed",
        "account.signed_in",
        "account.signed_out",
    ]
    assert [json.loads(e.facts) for e in AuditEvent.objects.order_by("number")][:2] == [
        {"known": True},
        {"known": False},
    ]
    everything = str(list(AuditEvent.objects.values()))
    assert "example.org" not in everything
    assert str(User.objects.get().pk) not in everything


def test_sign_up_is_closed():
    response = Client().post(
        "/accounts/signup/",
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert b"By invitation only" in response.content
    assert User.objects.count() == 0


def test_sign_in_is_rate_limited_per_address():
    people.person("mira")
    client = Client()
    answers = [sign_in(client, "mira@example.org", "wrong") for _ in range(6)]
    assert b"Too many failed" in answers[-1].content
    assert b"Too many failed" in sign_in(client, "mira@example.org").content, "even when right"


def test_account_switched_off_is_signed_out_and_stays_out():
    user, admin = people.person("mira"), people.person()
    with_proved_address(user)
    client = Client()
    assert sign_in(client, "mira@example.org").status_code == 302
    rights.switch(user, admin, on=False)
    assert client.get("/accounts/me/").status_code == 302
    assert sign_in(client, "mira@example.org").headers.get("Location") != "/"
    assert "account.switched_off" in events()


def test_address_nobody_has_proved_signs_nobody_in():
    people.person("mira")
    client = Client()
    assert sign_in(client, "mira@example.org").headers["Location"] == "/accounts/confirm-email/"
    assert client.get("/accounts/me/").status_code == 302


def test_command_makes_the_first_platform_admin(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="at least 12"):
        call_command("make_platform_admin", "root@example.org", "--password-stdin")
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    call_command("make_platform_admin", "Root@example.org", "--password-stdin")
    client = Client()
    sign_in(client, "root@example.org")
    assert client.get("/platform/").headers["Location"] == "/accounts/me/second-factor/"
    assert "account.platform_admin_made" in events()


# The second factor


@pytest.mark.parametrize(
    ("role", "sent"),
    [(role, role != Role.CONTRACTOR) for role in Role],
    ids=str,
)
def test_people_with_duties_set_up_a_second_factor_first(role, sent):
    programme = people.programme()
    vendor = people.vendor(programme) if role == Role.VENDOR_MANAGER else None
    user = people.member(programme, role, vendor=vendor)
    client = client_of(user, second_factor=False)
    response = client.get("/programmes/")
    assert (response.headers.get("Location") == "/accounts/me/second-factor/") is sent
    give_second_factor(user)
    assert client.get("/programmes/").headers.get("Location") != "/accounts/me/second-factor/"


def test_platform_admin_without_second_factor_cannot_act():
    admin = User.objects.create_superuser("root@example.org", PASSWORD)
    client = client_of(admin, second_factor=False)
    for path in ("/platform/", "/admin/", "/programmes/"):
        assert client.get(path).headers["Location"] == "/accounts/me/second-factor/"
    assert client.post("/platform/audit/").headers["Location"] == "/accounts/me/second-factor/"


def test_fragment_request_is_sent_on_as_a_whole_page():
    user = people.member(people.programme(), Role.PROGRAMME_ADMIN)
    client = client_of(user, second_factor=False)
    response = client.get("/programmes/", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == "/accounts/me/second-factor/"


def test_recovery_codes_alone_are_no_second_factor():
    user = people.member(people.programme(), Role.PROGRAMME_ADMIN)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    client = client_of(user, second_factor=False)
    assert client.get("/programmes/").headers["Location"] == "/accounts/me/second-factor/"


def test_contractor_is_asked_but_not_made_to():
    user = people.member(people.programme(), Role.CONTRACTOR)
    client = client_of(user, second_factor=False)
    page = client.get("/accounts/me/second-factor/").content
    assert b"Not now" in page
    assert b"protected by a password alone" in client.get("/").content
    assert client.get("/").headers["Location"] == "/submissions/", "asked once per session"


def test_sign_in_with_a_second_factor_asks_for_the_code():
    user = people.person("mira")
    with_proved_address(user)
    give_second_factor(user)
    client = Client()
    response = sign_in(client, "mira@example.org")
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/me/").status_code == 302
    assert events() == []
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    code = format_hotp_value(hotp_value(TOTP_SECRET, next(iter(yield_hotp_counters_from_time()))))
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/accounts/me/").status_code == 200
    assert events() == ["account.factor_failed", "account.factor_used", "account.signed_in"]


def test_secret_of_an_authenticator_is_sealed_in_the_database():
    user = people.person()
    give_second_factor(user)
    assert TOTP_SECRET not in str(Authenticator.objects.values().get())


def test_last_factor_of_somebody_with_duties_cannot_be_removed():
    admin = people.member(people.programme(), Role.PROGRAMME_ADMIN)
    contractor = people.member(people.programme(), Role.CONTRACTOR)
    for user, left in ((admin, 1), (contractor, 0)):
        client_of(user).post("/accounts/2fa/totp/deactivate/")
        assert Authenticator.objects.filter(user=user).count() == left


def test_sensitive_pages_ask_again():
    client = client_of(people.person(), reauthenticated=False)
    for path in ("/accounts/me/export/", "/accounts/me/erase/"):
        location = client.post(path).headers["Location"]
        assert location.startswith("/accounts/reauthenticate/")


# Time zone


def test_times_are_shown_in_the_persons_zone_with_utc_in_the_title():
    user = people.person()
    User.objects.filter(pk=user.pk).update(
        timezone="Asia/Tokyo", erasure_requested_at="2026-03-01T20:00:00Z"
    )
    body = client_of(user).get("/accounts/me/").content.decode()
    assert 'title="1 March 2026 20:00 UTC">2 Mar 2026 05:00</time>' in body


def test_zone_that_left_the_system_falls_back_to_utc():
    user = people.person()
    User.objects.filter(pk=user.pk).update(timezone="Gone/Zone")
    assert "Times are shown in UTC" in client_of(user).get("/accounts/me/").content.decode()


# One's own data


def test_export_holds_account_roles_and_factors():
    programme = people.programme("one")
    user = people.member(programme, Role.CONTRACTOR, name="mira")
    found = json.loads(client_of(user).post("/accounts/me/export/").content)
    assert found["account"]["email"] == "mira@example.org"
    assert [(m["programme"], m["role"]) for m in found["memberships"]] == [("One", "contractor")]
    assert found["second_factors"] == ["totp"]
    assert "account.exported" in events()


def test_asking_for_erasure_twice_is_asking_once():
    user = people.person()
    client = client_of(user)
    for _ in range(2):
        assert client.post("/accounts/me/erase/").status_code == 302
    assert events().count("account.erasure_asked") == 1


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_erasing_takes_the_person_out_of_everything_and_keeps_the_chain_whole():
    from portal.audit import source
    from portal.audit.verify import faults

    programme = people.programme()
    invitations.invite(programme, "mira@example.org", [Role.CONTRACTOR], None)
    user = people.member(programme, Role.CONTRACTOR, name="mira")
    give_second_factor(user)
    operator = User.objects.create_superuser("root@example.org", PASSWORD)
    before = audit.person(user)
    audit.record("something.happened", actor=user)
    erasure.ask(user)
    erasure.erase(user, operator)
    user.refresh_from_db()
    assert (user.email, user.display_name, user.is_active) == (
        f"{user.pk}@erased.invalid",
        "",
        False,
    )
    assert not user.has_usable_password()
    assert Authenticator.objects.count() == 0
    assert Membership.objects.filter(user=user, is_active=True).count() == 0
    assert Invitation.objects.get().email == f"{user.pk}@erased.invalid"
    assert keys.is_destroyed(KeyKind.ACCOUNT, user.pk)
    assert AuditEvent.objects.filter(actor=before).exists(), "the row stays, nobody can say whose"
    assert audit.person(user) == "erased"
    assert not sign_in(Client(), "mira@example.org").wsgi_request.user.is_authenticated
    rights.switch(user, operator, on=True)
    user.refresh_from_db()
    assert not user.is_active, "an erased account stays off"
    assert [f.chain for f in faults(source.from_database()) if f.chain == str(programme.pk)] == []


def test_nobody_in_particular_has_no_roles():
    from portal.programmes.permissions import has_duties
    from portal.programmes.standing import standing

    assert standing(AnonymousUser(), uuid.uuid4()).roles == frozenset()
    assert not has_duties(AnonymousUser())
