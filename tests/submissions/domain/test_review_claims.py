import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.programmes.errors import PermissionRefused
from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from portal.programmes.versions import current, publish
from submissions.domain.errors import ChangedBundleError, LeaseLostError
from submissions.domain.review import claims, deciding, queue
from submissions.domain.review.deciding import Ruling
from submissions.domain.review.errors import BusyError, DecidedBeforeError, TakenError
from submissions.models import Decision, Gate, Review
from submissions.states import State
from tests.factories import people, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ALL_YES = dict.fromkeys(
    ["malware", "personal", "confidential", "rights", "markings", "metadata"], "yes"
)
REJECT = Ruling(Decision.REJECT, "confidential", "It names a price list.")


def test_claim_next_takes_what_is_due_first(programme, contractor, reviewer):
    late = samples.submission(programme, contractor)
    first = samples.submission(programme, contractor)
    now = timezone.now()
    for row, days in ((late, 3), (first, 1)):
        row.due_at = now + timedelta(days=days)
        row.save()
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE).submission == first


def test_claim_next_gives_the_open_claim_again(programme, contractor, reviewer):
    samples.submission(programme, contractor)
    samples.submission(programme, contractor)
    first = claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE)
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) == first
    assert Review.objects.count() == 1


def test_claim_next_never_gives_own_work(programme, reviewer):
    samples.submission(programme, reviewer)
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) is None


def test_claim_next_never_gives_work_of_the_reviewers_vendor(programme):
    vendor = people.vendor(programme)
    contractor = people.member(programme, Role.CONTRACTOR, vendor=vendor)
    reviewer = people.member(programme, Role.CLEARANCE_REVIEWER)
    programme.memberships.create(user=reviewer, role=Role.CONTRACTOR, vendor=vendor)
    sample = samples.submission(programme, contractor, vendor=vendor)
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) is None
    with pytest.raises(PermissionRefused):
        claims.claim(reviewer, sample.pk, Gate.CLEARANCE)


def test_claim_of_a_taken_sample_is_refused(programme, contractor, reviewer, second_reviewer):
    sample = samples.submission(programme, contractor)
    claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    with pytest.raises(TakenError):
        claims.claim(second_reviewer, sample.pk, Gate.CLEARANCE)
    assert claims.claim_next(second_reviewer, programme.pk, Gate.CLEARANCE) is None


def test_claim_of_a_second_sample_is_refused(programme, contractor, reviewer):
    one, two = (samples.submission(programme, contractor) for _ in range(2))
    claims.claim(reviewer, one.pk, Gate.CLEARANCE)
    with pytest.raises(BusyError):
        claims.claim(reviewer, two.pk, Gate.CLEARANCE)


def test_database_refuses_the_same_slot_twice(programme, contractor, reviewer, second_reviewer):
    sample = samples.submission(programme, contractor)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    copy = Review.objects.get(pk=review.pk)
    copy.pk, copy.reviewer, copy._state.adding = uuid.uuid4(), second_reviewer, True
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_quality_reviewer_cannot_clear(programme, contractor, grader):
    sample = samples.submission(programme, contractor)
    with pytest.raises(PermissionRefused):
        claims.claim(grader, sample.pk, Gate.CLEARANCE)
    assert queue.gates_of(grader, programme.pk) == [Gate.QUALITY]


def test_lease_that_ran_out_decides_nothing(programme, contractor, reviewer, second_reviewer):
    sample = samples.submission(programme, contractor)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        with pytest.raises(LeaseLostError):
            deciding.decide(review.pk, reviewer, review.lease_token, REJECT)
        taken = claims.claim_next(second_reviewer, programme.pk, Gate.CLEARANCE)
        assert taken.submission == sample
        with pytest.raises(LeaseLostError):
            deciding.decide(review.pk, reviewer, review.lease_token, REJECT)
    sample.refresh_from_db()
    assert sample.state == State.CLEARANCE


def test_renewed_lease_still_decides(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    with time_machine.travel(timezone.now() + timedelta(minutes=40)):
        claims.renew(review.pk, reviewer, review.lease_token)
    with time_machine.travel(timezone.now() + timedelta(minutes=80)):
        assert deciding.decide(review.pk, reviewer, review.lease_token, REJECT) is State.REJECTED


def test_skipped_sample_is_not_offered_again_and_others_get_it(
    programme, contractor, reviewer, second_reviewer
):
    sample = samples.submission(programme, contractor)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    claims.skip(review.pk, reviewer, review.lease_token, "language")
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) is None
    assert claims.claim_next(second_reviewer, programme.pk, Gate.CLEARANCE).submission == sample


def test_given_back_sample_is_free_at_once(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    claims.give_back(review.pk, reviewer, review.lease_token)
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE).submission == sample


def test_claim_on_an_overtaken_bundle_is_closed(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    sample.bundle_sha256 = sample.confirmed_sha256 = sample.verdict_sha256 = "f" * 64
    sample.save()
    with pytest.raises(ChangedBundleError):
        deciding.decide(review.pk, reviewer, uuid.uuid4(), REJECT)
    assert claims.open_of(reviewer) is None
    review.refresh_from_db()
    assert review.skip_reason == claims.MOVED_ON


def _approve(reviewer, sample):
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    ruling = Ruling(Decision.APPROVE, checklist=ALL_YES)
    return deciding.decide(review.pk, reviewer, review.lease_token, ruling)


def _reject(reviewer, sample):
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    return deciding.decide(review.pk, reviewer, review.lease_token, REJECT)


@pytest.fixture
def two_clearances(programme):
    body = dict(current(programme.pk, SettingKind.REVIEW).body)
    publish(programme, SettingKind.REVIEW, {**body, "clearances": 2}, None)


def test_two_clearances_must_agree(
    programme, contractor, reviewer, second_reviewer, two_clearances
):
    sample = samples.submission(programme, contractor)
    assert _approve(reviewer, sample) is State.CLEARANCE
    with pytest.raises(DecidedBeforeError):
        claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) is None
    assert _approve(second_reviewer, sample) is State.QUALITY


def test_two_reviewers_look_at_the_same_time(
    programme, contractor, reviewer, second_reviewer, two_clearances
):
    sample = samples.submission(programme, contractor)
    taken = [
        claims.claim_next(person, programme.pk, Gate.CLEARANCE).slot
        for person in (reviewer, second_reviewer)
    ]
    third = people.member(programme, Role.CLEARANCE_REVIEWER)
    assert taken == [1, 2]
    assert claims.claim_next(third, programme.pk, Gate.CLEARANCE) is None
    assert sample.reviews.count() == 2


@pytest.mark.parametrize(("judge", "end"), [(_approve, State.QUALITY), (_reject, State.REJECTED)])
def test_differing_clearances_are_adjudicated_by_a_third(
    programme, contractor, reviewer, second_reviewer, two_clearances, judge, end
):
    sample = samples.submission(programme, contractor)
    assert _approve(reviewer, sample) is State.CLEARANCE
    assert _reject(second_reviewer, sample) is State.CLEARANCE
    third = people.member(programme, Role.CLEARANCE_REVIEWER)
    review = claims.claim_next(third, programme.pk, Gate.CLEARANCE)
    assert (review.submission, review.adjudicates) == (sample, True)
    assert judge(third, sample) is end


def test_queue_page_shows_what_can_be_claimed_and_counts_no_further(
    programme, contractor, reviewer, django_assert_num_queries
):
    for _ in range(3):
        samples.submission(programme, contractor)
    samples.submission(programme, reviewer)
    page = queue.page(reviewer, programme.pk, Gate.CLEARANCE, queue.Filters())
    assert [row.number for row in page.rows] == [1, 2, 3]
    assert (page.count, page.capped, page.after) == (3, False, None)
    assert page.rows[0].removed == 1


def test_queue_pages_by_key(programme, contractor, reviewer, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    for _ in range(3):
        samples.submission(programme, contractor)
    first = queue.page(reviewer, programme.pk, Gate.CLEARANCE, queue.Filters())
    second = queue.page(reviewer, programme.pk, Gate.CLEARANCE, queue.Filters(), first.after)
    assert [row.number for row in first.rows + second.rows] == [1, 2, 3]
    assert second.after is None
