"""Asking an owner: the contractor's pages, the second person's, holds, appeals, the register."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from portal.programmes.roles import Role
from submissions.domain import declining
from submissions.domain.consent import lifting
from submissions.models import (
    Asking,
    AskingState,
    ConfidentialityRelease,
    Evidence,
    NameKind,
    RegisterEntry,
    RuleDecision,
)
from submissions.states import State
from tests.factories import askings, people, rights, samples
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

CANARY = "Zebulon Quackenbush"


@pytest.fixture
def sample(programme, contractor):
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    askings.owned_by_client(row)
    assert work(row) is State.HELD
    return row


def shown(response):
    return response.content.decode()


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


@pytest.mark.slow
def test_contractor_asks_reads_approves_and_a_second_person_sends_it(
    signed_in, sample, contractor, reviewer
):
    owner, second = signed_in(contractor), signed_in(reviewer)
    held = shown(owner.get(reverse("submissions:submission", args=[sample.pk])))
    ask = reverse("submissions:ask_owner", args=[sample.pk])
    assert ask in held
    assert owner.get(ask).status_code == 200
    refused = owner.post(ask, {"address": "me@gmail.com", "signed": askings.SIGNED})
    assert "address_free_mail" in shown(refused)
    made = owner.post(ask, {"address": askings.ADDRESS, "signed": askings.SIGNED})
    page = shown(owner.get(made["Location"]))
    assert "[link]" in page
    assert askings.SIGNED in page
    approve = {"message": hidden(page, "message")}
    url = made["Location"] + "approve/"
    owner.post(url, {"message": "0" * 64})
    assert Asking.objects.get().state == AskingState.DRAFTED
    owner.post(url, approve)
    assert mail.outbox == []
    waiting = shown(second.get(reverse("submissions:addresses")))
    assert "norvale.example" in waiting
    assert "head.of.sales" not in waiting
    decide = reverse("submissions:decide_address", args=[Asking.objects.get().pk])
    second.post(decide, {"confirmed": "yes"})
    assert len(mail.outbox) == 1
    assert "They can answer until" in shown(owner.get(made["Location"]))
    assert "Nothing to confirm" in shown(second.get(reverse("submissions:addresses")))
    owner.post(made["Location"] + "stop/")
    assert Asking.objects.get().state == AskingState.STOPPED


def test_owner_of_another_sample_sees_no_question(signed_in, sample, programme):
    asking = askings.drafted(sample)
    stranger = people.member(programme, Role.CONTRACTOR)
    theirs = samples.submission(programme, stranger, State.CONFIRMING)
    rights.all_clear(theirs)
    browser = signed_in(stranger)
    for name in ("asking", "approve_asking", "stop_asking", "reply_asking"):
        url = reverse(f"submissions:{name}", args=[theirs.pk, asking.pk])
        ask = browser.get if name == "asking" else browser.post
        assert ask(url).status_code == 404
    assert Asking.objects.get().state == AskingState.DRAFTED


@pytest.fixture
def held(programme, contractor):
    """Held by R8 with a name in its place that must not be shown."""
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    rights.answer(row, organisation=CANARY)
    Evidence.objects.create(
        artefact=row.artefacts.get(),
        cross_check="X1",
        name="copyright_holder",
        digest="d" * 64,
        weight=0.9,
        relation="other",
        locator=CANARY,
        place={"part": f"word/{CANARY}.xml", "line": 4},
    )
    assert work(row) is State.HELD
    return row


@pytest.mark.slow
def test_reviewer_sees_rule_facts_and_findings_and_lifts(signed_in, held, reviewer, admin):
    browser = signed_in(reviewer)
    assert f"No. {held.number}" in shown(browser.get(reverse("submissions:holds")))
    url = reverse("submissions:hold", args=[held.pk])
    page = shown(browser.get(url))
    for text in ("R8", "copyright holder", "line 4", "a name that was not declared"):
        assert text in page
    for text in (CANARY, held.contractor.display_name, held.contractor.email):
        assert text not in page
    inputs = hidden(page, "inputs")
    assert browser.post(url, {"inputs": inputs, "lift": "yes", "reason": ""}).status_code == 422
    stale = browser.post(url, {"inputs": "0" * 64, "lift": "yes", "reason": "Fine."})
    assert stale.status_code == 422
    browser.post(url, {"inputs": inputs, "lift": "yes", "reason": "A trade name."})
    assert work(held) is State.CLEARANCE
    assert "Nothing waits for you" in shown(browser.get(reverse("submissions:holds")))
    assert browser.get(url).status_code == 404


def test_admin_sees_no_finding_of_a_file(signed_in, held, admin):
    type(held).objects.filter(pk=held.pk).update(held_party="admin", held_rule="R6")
    page = shown(signed_in(admin).get(reverse("submissions:hold", args=[held.pk])))
    assert "copyright holder" not in page


def test_rejected_hold_tells_the_contractor_why(signed_in, held, contractor, reviewer):
    browser = signed_in(reviewer)
    url = reverse("submissions:hold", args=[held.pk])
    inputs = hidden(shown(browser.get(url)), "inputs")
    browser.post(url, {"inputs": inputs, "lift": "no", "reason": "It names another owner."})
    held.refresh_from_db()
    assert held.state == State.REJECTED
    page = signed_in(contractor).get(reverse("submissions:submission", args=[held.pk]))
    assert "It names another owner." in shown(page)


@pytest.mark.slow
def test_appeal_against_a_rule_shows_what_was_added_and_is_lifted(
    signed_in, programme, contractor, reviewer
):
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    rights.answer(row, agreement="nda")
    assert work(row) is State.REJECTED
    owner, clearer = signed_in(contractor), signed_in(reviewer)
    add = {"kind": "release", "release-document": "all"}
    owner.post(reverse("submissions:permission", args=[row.pk]), add)
    owner.post(reverse("submissions:appeal", args=[row.pk]), {"words": "Here is a release."})
    row.refresh_from_db()
    assert row.state == State.REJECTED
    url = reverse("submissions:appeal_decision", args=[row.appeals.get().pk])
    page = shown(clearer.get(url))
    assert "R3" in page
    assert "Release from confidentiality" in page
    release = ConfidentialityRelease.objects.get()
    decide = reverse("submissions:decide_permission", args=["release", release.pk])
    back = clearer.post(decide, {"accept": "yes", "next": url})
    assert back["Location"] == url
    data = {"granted": "yes", "inputs": hidden(shown(clearer.get(url)), "inputs"), "reason": "Ok."}
    clearer.post(url, data)
    assert work(row) is State.CLEARANCE
    assert RuleDecision.objects.get().outcome == "asked_again"


def test_next_page_of_a_decision_is_ours(signed_in, programme, contractor, reviewer):
    row = samples.submission(programme, contractor, State.CONFIRMING)
    rights.all_clear(row)
    release = ConfidentialityRelease.objects.create(engagement=row.engagement)
    decide = reverse("submissions:decide_permission", args=["release", release.pk])
    data = {"accept": "yes", "next": "https://evil.example/"}
    there = signed_in(reviewer).post(decide, data)["Location"]
    assert there == reverse("submissions:permissions")


def test_register_answers_about_a_name_and_shows_none(signed_in, programme, admin):
    declining.enter(NameKind.ORGANISATION, "Norvale Logistics GmbH", programme.pk, admin)
    browser, url = signed_in(admin), reverse("submissions:register", args=[programme.slug])
    page = shown(browser.get(url))
    assert "orvale" not in page
    found = shown(browser.post(url, {"what": "look", "text": "NORVALE LOGISTICS"}))
    assert "Yes, as organisation" in found
    entry = hidden(found, "entry")
    browser.post(url, {"what": "end", "entry": entry, "reason": "mistake"})
    assert RegisterEntry.objects.get().end_reason == "mistake"
    not_there = shown(browser.post(url, {"what": "look", "text": "Norvale Logistics"}))
    assert "Yes, as" not in not_there
    browser.post(url, {"what": "add", "kind": "domain", "text": "norvale.example"})
    assert RegisterEntry.objects.filter(ended_at=None, kind="domain").count() == 1
    assert "nothing_to_enter" in shown(
        browser.post(url, {"what": "add", "kind": "domain", "text": "co.uk"}, follow=True)
    )


def test_platform_register_is_apart_from_a_programmes(signed_in, programme, admin):
    operator = people.person()
    operator.is_platform_admin = True
    operator.save()
    browser = signed_in(operator)
    url = reverse("submissions:platform_register")
    browser.post(url, {"what": "add", "kind": "organisation", "text": "Norvale"})
    entry = RegisterEntry.objects.get()
    assert entry.programme is None
    own = reverse("submissions:register", args=[programme.slug])
    assert "1 more entries" in shown(signed_in(admin).get(own))
    signed_in(admin).post(own, {"what": "end", "entry": entry.pk, "reason": "mistake"})
    assert RegisterEntry.objects.get().ended_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_holds_ask_the_database_as_often_for_many_rows(
    signed_in, programme, contractor, reviewer, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        sample = samples.submission(programme, contractor, State.CONSENT)
        hold = {"held_rule": "R8", "held_party": "reviewer", "held_code": "other_owner_seen"}
        type(sample).objects.filter(pk=sample.pk).update(state=State.HELD.value, **hold)
    browser = signed_in(reviewer)
    browser.get(reverse("submissions:holds"))
    with django_assert_max_num_queries(12):
        assert len(browser.get(reverse("submissions:holds")).context["rows"]) == rows
    assert lifting.waiting(reviewer).count() == rows
