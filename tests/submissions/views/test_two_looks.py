"""Two independent clearances: hidden from each other until both are in, settled by a third."""

import pytest
from django.urls import reverse

from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from portal.programmes.versions import current, publish
from submissions.domain import edits, queries
from submissions.domain.review import claims, deciding
from submissions.domain.review.deciding import Ruling
from submissions.domain.review.errors import NotAppliedError
from submissions.models import Decision, Gate
from submissions.states import State
from tests.factories import people, rights, samples
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "It names the heron price list."
ALL_YES = dict.fromkeys(
    ["malware", "personal", "confidential", "rights", "markings", "metadata"], "yes"
)


@pytest.fixture(autouse=True)
def two_clearances(programme):
    body = dict(current(programme.pk, SettingKind.REVIEW).body)
    publish(programme, SettingKind.REVIEW, {**body, "clearances": 2}, None)


@pytest.fixture
def sample(programme, contractor):
    row = samples.submission(programme, contractor)
    rights.all_clear(row)
    return row


def opened(reviewer, sample):
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    page = client_of(reviewer).get(reverse("submissions:review", args=[review.pk]))
    assert page.status_code == 200
    return review, page.content.decode()


def say(review, decision):
    reasons = {} if decision is Decision.APPROVE else {"reason": "confidential", "words": WORDS}
    ruling = Ruling(decision, checklist=ALL_YES, **reasons)
    return deciding.decide(review.pk, review.reviewer, review.lease_token, ruling)


@pytest.mark.slow
def test_looks_are_hidden_until_both_are_in_and_shown_to_who_settles(
    sample, programme, contractor, admin, reviewer, second_reviewer
):
    first, _page = opened(reviewer, sample)
    assert say(first, Decision.REJECT) is State.CLEARANCE
    second, page = opened(second_reviewer, sample)
    assert "heron" not in page
    assert "What the others said" not in page
    queue = client_of(second_reviewer).get(reverse("submissions:queue")).content.decode()
    assert "heron" not in queue
    own = client_of(contractor).get(reverse("submissions:submission", args=[sample.pk]))
    assert "heron" not in own.content.decode()
    assert "In review" in own.content.decode()
    assert queries.figures(programme.pk).twice_cleared == 0
    again = client_of(reviewer).get(reverse("submissions:review", args=[first.pk]))
    assert "This review is closed" in again.content.decode()

    assert say(second, Decision.APPROVE) is State.CLEARANCE
    assert queries.figures(programme.pk).twice_cleared == 1
    third = people.member(programme, Role.CLEARANCE_REVIEWER)
    settling, page = opened(third, sample)
    assert settling.adjudicates
    assert "Two reviewers differed" in page
    assert page.count(WORDS) == 1
    assert say(settling, Decision.REJECT) is State.REJECTED
    own = client_of(contractor).get(reverse("submissions:submission", args=[sample.pk]))
    assert WORDS in own.content.decode()


def test_decision_sent_twice_counts_once(sample, reviewer):
    review, _page = opened(reviewer, sample)
    browser = client_of(reviewer)
    address = reverse("submissions:decide", args=[review.pk])
    data = {"token": review.lease_token, "decision": "approve"}
    data |= {f"check_{name}": "yes" for name in ALL_YES}
    answers = [browser.post(address, data), browser.post(address, data)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert sample.reviews.filter(decision="approve").count() == 1
    sample.refresh_from_db()
    assert sample.state == State.CLEARANCE


def test_copies_that_lack_a_change_are_not_approved(sample, reviewer, second_reviewer):
    """What one reviewer marked and did not scrub again must not leave by another's word."""
    first, _page = opened(reviewer, sample)
    edit = sample.edits.create(author=reviewer, artefact=sample.artefacts.get(), action="add")
    with pytest.raises(NotAppliedError):
        say(first, Decision.APPROVE)
    claims.give_back(first.pk, reviewer, first.lease_token)
    second, page = opened(second_reviewer, sample)
    assert "Scrub again with my changes" in page
    with pytest.raises(NotAppliedError):
        say(second, Decision.APPROVE)
    edits.undo(edit.pk, reviewer)
    assert say(second, Decision.APPROVE) is State.CLEARANCE
