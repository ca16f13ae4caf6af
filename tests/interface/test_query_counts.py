"""A list asks the database as often for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.programmes import invitations, versions
from portal.programmes.defaults import DEFAULTS
from portal.programmes.models import Membership, Role, SettingKind
from portal.programmes.people import create_programme
from tests.factories import people
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def programme():
    return create_programme("One", "one", None)


@pytest.fixture
def admin(programme):
    return people.member(programme, Role.PROGRAMME_ADMIN, name="admin")


def queries(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def more_people(programme, admin, vendor):
    people.member(programme, Role.CONTRACTOR, vendor=vendor)
    invitations.invite(
        programme, f"n{User.objects.count()}@example.org", [Role.CONTRACTOR], admin, vendor=vendor
    )


def more_versions(programme, admin, vendor):
    cents = programme.setting(SettingKind.RATE)["per_accepted_sample_cents"] + 1
    body = {**DEFAULTS[SettingKind.RATE], "per_accepted_sample_cents": cents}
    versions.publish(programme, SettingKind.RATE, body, admin)


def more_vendors(programme, admin, vendor):
    people.vendor(programme)


def more_programmes(programme, admin, vendor):
    other = people.programme()
    Membership.objects.create(user=admin, programme=other, role=Role.PROGRAMME_ADMIN)


def asks_erasure(programme, admin, vendor):
    user = people.person()
    user.erasure_requested_at = user.date_joined
    user.save()


LISTS = {
    "people": (lambda p, v: "/programmes/one/people/", more_people),
    "vendor": (lambda p, v: f"/vendors/{v.pk}/", more_people),
    "vendors": (lambda p, v: "/programmes/one/vendors/", more_vendors),
    "versions": (lambda p, v: "/programmes/one/settings/rate/", more_versions),
    "programmes": (lambda p, v: "/programmes/", more_programmes),
    "accounts": (lambda p, v: "/platform/accounts/", more_people),
    "platform": (lambda p, v: "/platform/", asks_erasure),
    "platform programmes": (lambda p, v: "/platform/", more_programmes),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_often_for_three_rows_as_for_one(name, programme, admin):
    path_of, more = LISTS[name]
    vendor = people.vendor(programme)
    admin.is_platform_admin = True
    admin.save()
    if name == "programmes":
        more(programme, admin, vendor)
    client = client_of(admin)
    path = path_of(programme, vendor)
    more(programme, admin, vendor)
    one = queries(client, path)
    for _ in range(2):
        more(programme, admin, vendor)
    assert queries(client, path) == one
    assert one <= 15
