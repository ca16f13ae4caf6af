import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.programmes import invitations
from portal.programmes.errors import InvitationRefused
from portal.programmes.invitations import Invited
from portal.programmes.models import Invitation, Membership, Role
from tests.factories import people
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NEWCOMER = Invited("Nia Newcomer", "Europe/Berlin", "four words make it long")
FORM = {
    "display_name": "Nia Newcomer",
    "timezone": "Europe/Berlin",
    "password": "four words make it long",
    "password_again": "four words make it long",
}


@pytest.fixture
def programme(db):
    return people.programme()


def sent_token() -> str:
    found = re.search(r"/invitations/([\w-]+)/", mail.outbox[-1].body)
    assert found
    return found[1]


def invited(programme, *roles, email="nia@example.org", vendor=None) -> str:
    invitations.invite(programme, email, roles or [Role.CONTRACTOR], None, vendor=vendor)
    return sent_token()


def test_token_has_256_bits_and_is_stored_only_hashed(programme):
    token = invited(programme)
    row = Invitation.objects.values().get()
    assert len(token) == 43, "32 bytes in base64url"
    assert token not in str(row)
    assert row["token_sha256"] == invitations.hash_of(token)
    assert token not in str(list(AuditEvent.objects.values()))
    assert "nia@example.org" not in str(list(AuditEvent.objects.values()))


def test_link_is_built_from_the_public_address_alone(programme, settings):
    settings.PUBLIC_URL = "https://portal.example.com/"
    token = invited(programme)
    assert f"https://portal.example.com/invitations/{token}/" in mail.outbox[-1].body


def test_accepting_makes_the_account_with_its_roles_and_a_proved_address(programme):
    vendor = people.vendor(programme)
    token = invited(programme, Role.CONTRACTOR, vendor=vendor)
    user = invitations.accept(token, NEWCOMER)
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.programme, membership.vendor) == (
        Role.CONTRACTOR,
        programme,
        vendor,
    )
    address = user.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == ("nia@example.org", True, True)
    assert user.check_password(NEWCOMER.password)


def test_token_works_once(programme):
    token = invited(programme)
    invitations.accept(token, NEWCOMER)
    with pytest.raises(InvitationRefused):
        invitations.find(token)
    with pytest.raises(InvitationRefused):
        invitations.accept(token, NEWCOMER)
    assert User.objects.count() == 1


def test_token_expires(programme):
    token = invited(programme)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InvitationRefused):
        invitations.accept(token, NEWCOMER)


def test_revoked_and_replaced_invitations_are_dead(programme):
    admin = people.member(programme, Role.PROGRAMME_ADMIN)
    first = invited(programme)
    second = invited(programme)
    with pytest.raises(InvitationRefused):
        invitations.find(first)
    invitations.revoke(invitations.find(second), admin)
    with pytest.raises(InvitationRefused):
        invitations.find(second)


def test_token_is_in_no_log(programme, caplog):
    token = invited(programme)
    client = Client()
    client.get(f"/invitations/{token}/")
    client.post(f"/invitations/{token}/", FORM)
    client.get(f"/invitations/{token}/")
    stderr = next(one for one in logging.root.handlers if type(one) is logging.StreamHandler)
    said = "".join(stderr.format(record) for record in caplog.records)
    assert token in caplog.text, "Django's own warning names the path before it is formatted"
    assert "invitations/<str:token>/" in said, "the requests were logged"
    assert token not in said


def test_every_dead_token_gets_the_same_page_as_a_made_up_one(programme):
    token = invited(programme)
    invitations.accept(token, NEWCOMER)
    client = Client()
    used, made_up = client.get(f"/invitations/{token}/"), client.get("/invitations/nothing/")
    assert used.status_code == made_up.status_code == 410
    assert used.content == made_up.content


def test_invitation_that_cannot_be_sent_was_never_made(programme, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(InvitationRefused, match="mail server"):
        invitations.invite(programme, "nia@example.org", [Role.CONTRACTOR], None)
    assert Invitation.objects.count() == 0


def test_page_only_shows_on_get_and_signs_in_on_post(programme):
    token = invited(programme)
    client = Client()
    for _ in range(3):
        assert client.get(f"/invitations/{token}/").status_code == 200
    assert User.objects.count() == 0
    response = client.post(f"/invitations/{token}/", FORM)
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/accounts/me/second-factor/",
    )
    assert client.get("/accounts/me/").status_code == 200


def test_page_says_what_is_wrong_with_a_password(programme):
    token = invited(programme)
    response = Client().post(
        f"/invitations/{token}/", {**FORM, "password": "short", "password_again": "short"}
    )
    assert response.status_code == 200
    assert b"at least 12 characters" in response.content
    assert User.objects.count() == 0


def test_existing_account_signs_in_first_and_then_joins(programme):
    user = people.person("nia")
    token = invited(programme)
    assert b"already has an account" in Client().get(f"/invitations/{token}/").content
    assert Client().post(f"/invitations/{token}/", FORM).status_code == 200
    assert Membership.objects.count() == 0, "the token alone signs nobody in"
    response = client_of(user).post(f"/invitations/{token}/")
    assert response.status_code == 302
    assert Membership.objects.get().user == user


def test_invitation_of_another_address_is_not_taken(programme):
    token = invited(programme)
    response = client_of(people.person("somebody")).post(f"/invitations/{token}/")
    assert response.status_code == 409
    assert Membership.objects.count() == 0


@pytest.mark.parametrize("roles", [[], [Role.VENDOR_MANAGER]])
def test_invitation_without_a_role_or_a_managers_vendor_is_refused(programme, roles):
    with pytest.raises(InvitationRefused):
        invitations.invite(programme, "nia@example.org", roles, None)


def test_invitation_into_another_programmes_vendor_is_refused(programme):
    vendor = people.vendor(people.programme())
    with pytest.raises(InvitationRefused):
        invitations.invite(programme, "nia@example.org", [Role.CONTRACTOR], None, vendor=vendor)


def test_one_person_invites_only_so_many_a_day(programme, settings):
    settings.INVITATIONS_PER_DAY = 2
    admin = people.member(programme, Role.PROGRAMME_ADMIN)
    for number in range(2):
        invitations.invite(programme, f"n{number}@example.org", [Role.CONTRACTOR], admin)
    with pytest.raises(InvitationRefused, match="2 invitations a day"):
        invitations.invite(programme, "n3@example.org", [Role.CONTRACTOR], admin)
