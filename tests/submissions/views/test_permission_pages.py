import pytest
from django.urls import reverse

from portal.programmes.roles import Role
from submissions.models import RecordState, RightsGrant, Submission
from submissions.states import State
from tests.factories import people, rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ISSUER = "Zebulon Quackenbush, head of sales"


@pytest.fixture
def held(programme, contractor):
    sample = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(sample)
    rights.answer(sample, owner="client")
    hold = {"held_rule": "R2", "held_party": "rights_holder", "held_code": "no_grant"}
    Submission.objects.filter(pk=sample.pk).update(state=State.HELD.value, **hold)
    sample.refresh_from_db()
    return sample


def add_grant(browser, sample):
    data = {"kind": "grant", "grant-issuer": ISSUER, "grant-purposes": ["training", "evaluation"]}
    return browser.post(reverse("submissions:permission", args=[sample.pk]), data)


def test_permission_is_added_sealed_and_accepted_by_a_reviewer(
    signed_in, contractor, reviewer, held
):
    owner, clearer = signed_in(contractor), signed_in(reviewer)
    url = reverse("submissions:permission", args=[held.pk])
    assert owner.get(url).status_code == 200
    assert add_grant(owner, held).status_code == 302
    grant = RightsGrant.objects.get()
    assert ISSUER.encode() not in bytes(grant.issuer_sealed)
    waiting = clearer.get(reverse("submissions:permissions")).content.decode()
    assert ISSUER in waiting
    assert "Northwind Example" in waiting
    decide = reverse("submissions:decide_permission", args=["grant", grant.pk])
    clearer.post(decide, {"accept": "yes"})
    grant.refresh_from_db()
    held.refresh_from_db()
    assert (grant.state, held.state) == (RecordState.GIVEN, State.CONSENT)
    assert "Nothing to decide" in clearer.get(reverse("submissions:permissions")).content.decode()


def test_release_names_the_document(signed_in, contractor, held):
    owner = signed_in(contractor)
    document = held.artefacts.get().sha256
    data = {"kind": "release", "release-document": document}
    owner.post(reverse("submissions:permission", args=[held.pk]), data)
    assert held.engagement.confidentiality_releases.get().document_sha256 == document


def test_permission_with_a_wrong_end_says_so(signed_in, contractor, held):
    data = {
        "kind": "grant",
        "grant-issuer": ISSUER,
        "grant-purposes": ["training"],
        "grant-starts_on": "2026-02-01",
        "grant-ends_on": "2026-01-01",
    }
    url = reverse("submissions:permission", args=[held.pk])
    said = signed_in(contractor).post(url, data).content.decode()
    assert "The last day is before the first." in said
    assert not RightsGrant.objects.exists()


def test_permissions_are_hidden_from_others(signed_in, programme, contractor, admin, grader, held):
    add_grant(signed_in(contractor), held)
    grant = RightsGrant.objects.get()
    decide = reverse("submissions:decide_permission", args=["grant", grant.pk])
    elsewhere = people.member(people.programme(), Role.CLEARANCE_REVIEWER)
    for stranger in (contractor, admin, grader, elsewhere):
        assert signed_in(stranger).post(decide, {"accept": "yes"}).status_code == 404
    for stranger in (contractor, admin, grader):
        page = signed_in(stranger).get(reverse("submissions:permissions"))
        assert page.status_code == 404
    assert RightsGrant.objects.get().state == RecordState.REQUESTED


def test_reviewer_decides_nothing_about_own_work(signed_in, programme):
    both = people.member(programme, Role.CONTRACTOR, Role.CLEARANCE_REVIEWER)
    sample = samples.submission(programme, both, State.CONSENT)
    rights.all_clear(sample)
    browser = signed_in(both)
    add_grant(browser, sample)
    decide = reverse("submissions:decide_permission", args=["grant", RightsGrant.objects.get().pk])
    assert browser.post(decide, {"accept": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_permissions_ask_the_database_as_often_for_many_rows(
    signed_in, programme, contractor, reviewer, rows, django_assert_num_queries
):
    owner, clearer = signed_in(contractor), signed_in(reviewer)
    for _ in range(rows):
        sample = samples.submission(programme, contractor, State.CONFIRMING)
        rights.all_clear(sample)
        add_grant(owner, sample)
    clearer.get(reverse("submissions:permissions"))
    with django_assert_num_queries(15):
        clearer.get(reverse("submissions:permissions"))
