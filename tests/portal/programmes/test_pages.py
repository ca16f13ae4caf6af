"""Pages of programmes, vendors and the platform: what they show, and what they change."""

import json

import pytest

from portal.accounts import erasure
from portal.accounts.erasure import ErasureRefused
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.programmes.models import Membership, Programme, Role, SettingVersion, Vendor
from portal.programmes.people import create_programme
from submissions.states import State
from tests.factories import people, samples
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def programme():
    return create_programme("One", "one", None)


@pytest.fixture
def admin(programme):
    return people.member(programme, Role.PROGRAMME_ADMIN)


@pytest.fixture
def operator():
    return User.objects.create_superuser("root@example.org", "a long pass phrase")


def events(prefix: str) -> list[str]:
    found = AuditEvent.objects.filter(event__startswith=prefix).order_by("chain", "number")
    return list(found.values_list("event", flat=True))


# The first page


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.CONTRACTOR, "/submissions/"),
        (Role.QUALITY_REVIEWER, "/review/"),
        (Role.VENDOR_MANAGER, "/vendors/"),
    ],
)
def test_home_leads_to_the_only_place_a_person_has(programme, role, place):
    vendor = people.vendor(programme) if role == Role.VENDOR_MANAGER else None
    user = people.member(programme, role, vendor=vendor)
    assert client_of(user).get("/").headers["Location"] == place


def test_home_offers_the_places_of_somebody_with_several(programme, admin):
    page = client_of(admin).get("/").content.decode()
    assert "What do you want to do?" in page
    assert ">Programmes</a>" in page
    assert ">Releases</a>" in page
    assert ">Review</a>" not in page


def test_somebody_without_a_programme_reads_what_to_do():
    page = client_of(people.person()).get("/").content.decode()
    assert "You are in no programme yet" in page


# The vendor's page


def test_vendor_page_counts_samples_and_shows_none_of_their_text(programme):
    vendor = people.vendor(programme)
    contractor = people.member(programme, Role.CONTRACTOR, vendor=vendor)
    manager = people.member(programme, Role.VENDOR_MANAGER, vendor=vendor)
    for _ in range(2):
        sample = samples.submission(programme, contractor, State.CLEARANCE, vendor=vendor)
    own = client_of(contractor).get(f"/submissions/{sample.pk}/").content.decode()
    assert samples.CANARY_ORIGINAL in own, "the contractor's own page holds it"
    page = client_of(manager).get(f"/vendors/{vendor.pk}/").content.decode()
    assert "2 clearance" in page
    assert samples.CANARY_ORIGINAL not in page


def test_vendor_manager_invites_into_their_own_vendor(programme, mailoutbox):
    vendor = people.vendor(programme)
    manager = people.member(programme, Role.VENDOR_MANAGER, vendor=vendor)
    client_of(manager).post(f"/vendors/{vendor.pk}/invite/", {"email": "nia@example.org"})
    invitation = vendor.invitations.get()
    assert (invitation.roles, invitation.programme) == (["contractor"], programme)
    assert [mail.to for mail in mailoutbox] == [["nia@example.org"]]


# The admin's pages


def test_saving_a_setting_makes_the_next_version_and_shows_what_changed(programme, admin):
    client = client_of(admin)
    url = "/programmes/one/settings/rate/edit/"
    client.post(url, {"currency": "EUR", "per_accepted_sample_cents": "12000", "note": ""})
    version = SettingVersion.objects.get(kind="rate", number=2)
    assert (version.body["per_accepted_sample_cents"], version.created_by) == (12000, admin)
    page = client.get("/programmes/one/settings/rate/2/").content.decode()
    assert "<del>0</del><ins>12,000</ins>" in page.replace("</del>, ", "</del>")


def test_wrong_setting_is_not_saved_and_each_mistake_is_a_sentence(programme, admin):
    page = client_of(admin).post(
        "/programmes/one/settings/rate/edit/",
        {"currency": "euro", "per_accepted_sample_cents": "-1"},
    )
    assert b"at most 3 characters" in page.content
    assert not SettingVersion.objects.filter(kind="rate", number=2).exists()


def test_text_of_the_terms_is_escaped(programme, admin):
    client = client_of(admin)
    sent = {"locale_0": "en", "title_0": "<b>Terms</b>", "text_0": "<script>alert(1)</script>"}
    client.post("/programmes/one/settings/terms/edit/", {"material": "on", **sent})
    for path in ("/programmes/one/settings/terms/", "/programmes/one/settings/terms/2/"):
        page = client.get(path).content
        assert b"<script>alert" not in page
        assert b"&lt;script&gt;alert" in page or b"&lt;" in page


def test_unknown_kind_of_setting_is_not_there(programme, admin):
    assert client_of(admin).get("/programmes/one/settings/nothing/").status_code == 404


def test_role_is_ended_and_taken_up_again_with_an_event_each(programme, admin):
    user = people.member(programme, Role.CONTRACTOR)
    membership = Membership.objects.get(user=user)
    client = client_of(admin)
    for on, event in (("no", "membership.ended"), ("yes", "membership.granted")):
        client.post(f"/programmes/one/people/{membership.pk}/", {"on": on})
        membership.refresh_from_db()
        assert membership.is_active is (on == "yes")
        assert events("membership")[-1] == event


def test_nobody_changes_their_own_role(programme, admin):
    own = Membership.objects.get(user=admin)
    response = client_of(admin).post(f"/programmes/one/people/{own.pk}/", {"on": "no"})
    assert response.status_code == 403
    assert b"Nobody changes their own roles" in response.content
    own.refresh_from_db()
    assert own.is_active


def test_role_of_another_programme_is_not_there(programme, admin):
    other = people.member(people.programme(), Role.CONTRACTOR)
    membership = Membership.objects.get(user=other)
    response = client_of(admin).post(f"/programmes/one/people/{membership.pk}/", {"on": "no"})
    assert response.status_code == 404


def test_vendor_name_is_taken_once(programme, admin):
    client = client_of(admin)
    client.post("/programmes/one/vendors/", {"name": "Acme Example"})
    page = client.post("/programmes/one/vendors/", {"name": "acme example"})
    assert b"already has a vendor" in page.content
    assert Vendor.objects.count() == 1


# The platform admin's pages


def test_new_programme_has_its_first_admin_invited(operator, mailoutbox):
    client_of(operator).post(
        "/platform/programmes/new/",
        {"name": "Two", "slug": "two", "storage_region": "AT", "admin": "first@example.org"},
    )
    made = Programme.objects.get(slug="two")
    assert made.storage_region == "AT"
    assert made.invitations.get().roles == ["programme_admin"]
    assert made.versions.count() == 8
    assert mailoutbox[0].to == ["first@example.org"]


@pytest.mark.parametrize(
    ("what", "event"),
    [
        ("switch_off", "account.switched_off"),
        ("make_admin", "account.platform_admin_made"),
        ("reset_factors", "account.factors_reset"),
        ("erase", "account.erased"),
    ],
)
def test_account_is_changed_with_an_event(operator, what, event):
    user = people.person()
    erasure.ask(user)
    url = f"/platform/accounts/{user.pk}/change/"
    client_of(operator).post(url, {"what": what})
    assert event in events("account.")
    assert (
        client_of(operator, reauthenticated=False)
        .post(url)
        .headers["Location"]
        .startswith("/accounts/reauthenticate/")
    )


def test_nobody_is_erased_who_did_not_ask(operator):
    user = people.person()
    client = client_of(operator)
    page = client.post(f"/platform/accounts/{user.pk}/change/", {"what": "erase"}, follow=True)
    assert b"has not asked" in page.content
    user.refresh_from_db()
    assert user.is_active


def test_nobody_changes_their_own_account(operator):
    url = f"/platform/accounts/{operator.pk}/change/"
    assert client_of(operator).post(url, {"what": "switch_off"}).status_code == 403
    operator.refresh_from_db()
    assert operator.is_active


def test_accounts_are_searched_by_the_beginning_of_the_address(operator):
    people.person("anna")
    people.person("bert")
    page = client_of(operator).get("/platform/accounts/?q=ANN").content
    assert b"anna@example.org" in page
    assert b"bert@example.org" not in page


def test_audit_page_says_that_the_log_is_whole(operator):
    page = client_of(operator).post("/platform/audit/").content
    assert b"Every row is as it was written" in page


# A contractor who leaves


def test_contractor_with_samples_in_use_withdraws_them_first(programme, operator):
    user = people.member(programme, Role.CONTRACTOR)
    sample = samples.submission(programme, user, State.CLEARANCE)
    erasure.ask(user)
    with pytest.raises(ErasureRefused, match="in use: 1"):
        erasure.erase(user, operator)
    user.refresh_from_db()
    assert user.is_active
    assert Membership.objects.get(user=user).is_active, "what came before it is undone"
    samples.walk(sample, State.WITHDRAWN, samples.MOVES)
    erasure.erase(user, operator)
    user.refresh_from_db()
    assert user.erased_at is not None


def test_export_names_the_persons_own_samples(programme):
    user = people.member(programme, Role.CONTRACTOR)
    samples.submission(programme, user)
    found = json.loads(client_of(user).post("/accounts/me/export/").content)
    assert [(s["number"], s["state"]) for s in found["submissions"]] == [(1, "clearance")]
    assert samples.CANARY_ORIGINAL in found["submissions"][0]["title"]
