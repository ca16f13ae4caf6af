"""A claim that is no longer the caller's decides, renews and ends nothing."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.accounts.models import User
from portal.programmes.errors import PermissionRefused
from portal.programmes.roles import Role
from submissions.domain.errors import LeaseLostError, StaleError
from submissions.domain.review import claims, deciding, slots
from submissions.domain.review.deciding import Ruling
from submissions.domain.review.policy import CONFLICT
from submissions.models import Decision, Gate, Review, Submission
from submissions.states import State
from tests.factories import people, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REJECT = Ruling(Decision.REJECT, "confidential", "It names a price list.")


@pytest.fixture
def sample(programme, contractor):
    return samples.submission(programme, contractor)


@pytest.fixture
def review(sample, reviewer):
    return claims.claim(reviewer, sample.pk, Gate.CLEARANCE)


def _is_untouched(review: Review) -> bool:
    now = Review.objects.get(pk=review.pk)
    return (now.closed_at, now.decision, now.lease_until) == (None, "", review.lease_until)


def test_another_token_decides_renews_and_ends_nothing(review, reviewer):
    wrong = uuid.uuid4()
    for use in (
        lambda: deciding.decide(review.pk, reviewer, wrong, REJECT),
        lambda: claims.renew(review.pk, reviewer, wrong),
        lambda: claims.give_back(review.pk, reviewer, wrong),
        lambda: claims.skip(review.pk, reviewer, wrong, CONFLICT),
    ):
        with pytest.raises(LeaseLostError):
            use()
    assert _is_untouched(review)


def test_another_reviewer_ends_no_claim_with_its_token(review, second_reviewer):
    with pytest.raises(LeaseLostError):
        claims.give_back(review.pk, second_reviewer, review.lease_token)
    with pytest.raises(Review.DoesNotExist):
        deciding.decide(review.pk, second_reviewer, review.lease_token, REJECT)
    assert _is_untouched(review)


def test_claim_that_was_given_back_decides_nothing(review, reviewer, sample):
    claims.give_back(review.pk, reviewer, review.lease_token)
    with pytest.raises(LeaseLostError):
        deciding.decide(review.pk, reviewer, review.lease_token, REJECT)
    with pytest.raises(LeaseLostError):
        claims.renew(review.pk, reviewer, review.lease_token)
    sample.refresh_from_db()
    assert sample.state == State.CLEARANCE


def test_claim_on_a_sample_that_left_the_gate_decides_nothing(review, reviewer, sample):
    Submission.objects.filter(pk=sample.pk).update(state=State.CHANGES_REQUESTED)
    with pytest.raises(StaleError):
        deciding.decide(review.pk, reviewer, review.lease_token, REJECT)
    assert _is_untouched(review)


def test_reviewer_who_lost_the_role_decides_nothing(review, reviewer, programme):
    programme.memberships.filter(user=reviewer).update(is_active=False)
    with pytest.raises(PermissionRefused):
        deciding.decide(review.pk, User.objects.get(pk=reviewer.pk), review.lease_token, REJECT)
    assert _is_untouched(review)


@pytest.mark.parametrize("state", [State.CONSENT, State.QUALITY, State.APPROVED])
def test_sample_that_stands_at_no_clearance_is_not_claimed(programme, contractor, reviewer, state):
    row = samples.submission(programme, contractor, state)
    with pytest.raises(StaleError):
        claims.claim(reviewer, row.pk, Gate.CLEARANCE)
    assert Review.objects.count() == 0


def test_claim_that_ran_out_is_closed_and_another_may_be_had(review, reviewer, programme):
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert claims.open_of(reviewer) is None
        again = claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE)
    assert again.pk != review.pk
    review.refresh_from_db()
    assert review.skip_reason == claims.EXPIRED


def test_sample_skipped_for_a_conflict_is_never_offered_again(review, reviewer, programme):
    claims.skip(review.pk, reviewer, review.lease_token, CONFLICT)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) is None
        other = people.member(programme, Role.CLEARANCE_REVIEWER)
        assert claims.claim_next(other, programme.pk, Gate.CLEARANCE) is not None


def test_verdict_on_another_bundle_does_not_count(review, reviewer, sample):
    Review.objects.filter(pk=review.pk).update(
        closed_at=timezone.now(), decision=Decision.APPROVE.value
    )
    assert [r.pk for r in slots.standing(sample, Gate.CLEARANCE)] == [review.pk]
    sample.bundle_sha256 = "1" * 64
    assert slots.standing(sample, Gate.CLEARANCE) == []
