"""Claims: one reviewer, one submission, a lease. Two who press at once: one wins.

A row lock (``SKIP LOCKED`` where the database has it) spreads reviewers over the queue;
the unique slot of a bundle is what decides when two meet all the same.
"""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from submissions.domain.errors import LeaseLostError, StaleError
from submissions.domain.review import skills, slots
from submissions.domain.review.conflicts import check_may_take, without_conflicts
from submissions.domain.review.errors import BusyError, ReasonMissingError, TakenError
from submissions.domain.review.policy import SKIP_REASONS, ReviewPolicy, policy_of
from submissions.models import Gate, Review, Submission

TRIES = 5
"""How often the queue is looked at anew when everything seen in it was taken meanwhile."""
WINDOW = 100
"""Skill chooses among so many that are due first."""
SOON = timedelta(hours=12)
SKIPPED_FOR = timedelta(hours=24)
"""How long a skipped submission is not offered to the same person again."""
RELEASED, EXPIRED, MOVED_ON = "released", "expired", "moved_on"
"""Why a claim ended without a decision, beside the reasons a reviewer may choose."""


def claim_next(reviewer: User, programme_id: UUID, gate: Gate) -> Review | None:
    """The claim on what is due first; the open one if there is one; None for an empty queue."""
    permissions.check_may_take_from_queue(reviewer, programme_id)
    if mine := open_of(reviewer):
        return mine
    policy = policy_of(programme_id)
    for _ in range(TRIES):
        seen = _in_order(reviewer, programme_id, gate, policy)
        if not seen:
            return None
        for submission_id in seen:
            try:
                with audit.transaction():
                    free = _locked(submission_id, gate)
                    if free is not None:
                        return _take(reviewer, free, gate, policy)
            except (IntegrityError, TakenError):
                continue
    return None


def claim(reviewer: User, submission_id: UUID, gate: Gate) -> Review:
    """The claim on this one. Raises ``TakenError``, ``BusyError`` or why this person may not."""
    submission = Submission.objects.get(pk=submission_id)
    check_may_take(reviewer, submission, gate)
    mine = open_of(reviewer)
    if mine and (mine.submission_id, mine.gate) == (submission.pk, gate.value):
        return mine
    if mine:
        raise BusyError
    try:
        with audit.transaction():
            locked = Submission.objects.select_for_update().get(pk=submission_id)
            if locked.state != gate.value:
                raise StaleError
            return _take(reviewer, locked, gate, policy_of(locked.programme_id))
    except IntegrityError:
        raise TakenError from None


def open_of(reviewer: User) -> Review | None:
    """The reviewer's one open claim. What ran out or was overtaken is closed on the way."""
    mine = (
        Review.objects.select_related("submission", "submission__programme")
        .filter(reviewer=reviewer, closed_at__isnull=True)
        .first()
    )
    if mine is None:
        return None
    if mine.lease_until <= timezone.now():
        _close(mine, EXPIRED)
        return None
    if not is_current(mine):
        _close(mine, MOVED_ON)
        return None
    return mine


def is_current(review: Review) -> bool:
    """Whether the submission still stands where and as it was claimed."""
    submission = review.submission
    return (submission.state, submission.bundle_sha256) == (review.gate, review.bundle_sha256)


def renew(review_id: UUID, reviewer: User, token: UUID) -> datetime:
    """The new end of the lease. Raises ``LeaseLostError`` when it ran out before."""
    review = Review.objects.select_related("submission").get(pk=review_id, reviewer=reviewer)
    until = timezone.now() + policy_of(review.submission.programme_id).lease
    if not held(review_id, reviewer, token).update(lease_until=until):
        raise LeaseLostError
    return until


def give_back(review_id: UUID, reviewer: User, token: UUID) -> None:
    """Close the claim without a word; the submission is free again."""
    _end(review_id, reviewer, token, RELEASED)


def skip(review_id: UUID, reviewer: User, token: UUID, reason: str) -> None:
    """Close the claim with a reason; the same person is not offered it again for a while."""
    if reason not in SKIP_REASONS:
        raise ReasonMissingError("Choose why you skip it.")
    _end(review_id, reviewer, token, reason)


def close_open(submission_id: UUID, why: str = MOVED_ON) -> None:
    """End every open claim on a submission that leaves the gate."""
    for review in Review.objects.filter(submission_id=submission_id, closed_at__isnull=True):
        _close(review, why)


def held(review_id: UUID, reviewer: User, token: UUID) -> QuerySet[Review]:
    """The claim while it is open, the caller's, and its lease has not run out."""
    return Review.objects.filter(
        pk=review_id,
        reviewer=reviewer,
        lease_token=token,
        closed_at__isnull=True,
        lease_until__gt=timezone.now(),
    )


def offered(
    reviewer: User, programme_id: UUID, gate: Gate, policy: ReviewPolicy
) -> QuerySet[Submission]:
    """What this person could claim now in one programme."""
    rows = Submission.objects.filter(programme_id=programme_id, state=gate.value)
    rows = without_conflicts(rows, reviewer, programme_id, gate, policy)
    return slots.with_free_slot(rows, gate, policy)


def _in_order(reviewer: User, programme_id: UUID, gate: Gate, policy: ReviewPolicy) -> list[UUID]:
    """What could be claimed, by policy: how pressing it is, whom it suits, how long it waits."""
    skipped = Review.objects.filter(
        reviewer=reviewer,
        skip_reason__in=SKIP_REASONS,
        closed_at__gt=timezone.now() - SKIPPED_FOR,
    )
    rows = (
        offered(reviewer, programme_id, gate, policy)
        .exclude(pk__in=skipped.values("submission_id"))
        .order_by(F("due_at").asc(nulls_last=True), "created_at", "id")
        .only("pk", "due_at", "domain", "category", "language")[:WINDOW]
    )
    theirs, now = skills.of(reviewer, programme_id, gate), timezone.now()
    return [row.pk for row in sorted(rows, key=lambda r: (_pressing(r, now), -theirs.match(r)))]


def _pressing(submission: Submission, now: datetime) -> int:
    """0 overdue, 1 due soon, 2 later: within each of them skill comes before hours."""
    if submission.due_at is None:
        return 2
    return (submission.due_at > now) + (submission.due_at > now + SOON)


def _locked(submission_id: UUID, gate: Gate) -> Submission | None:
    """The row for this transaction alone; nothing where somebody else is at it, or it moved on."""
    rows = Submission.objects.filter(pk=submission_id, state=gate.value)
    return rows.select_for_update(skip_locked=True).first()


def _take(reviewer: User, submission: Submission, gate: Gate, policy: ReviewPolicy) -> Review:
    ran_out = Q(lease_until__lte=timezone.now())
    for old in Review.objects.filter(ran_out, submission=submission, closed_at__isnull=True):
        _close(old, EXPIRED)
    slot = slots.free_slot(submission, gate, policy)
    if slot is None or submission.current_run_id is None:
        raise TakenError
    review = Review.objects.create(
        submission=submission,
        contractor_id=submission.contractor_id,
        run_id=submission.current_run_id,
        bundle_sha256=submission.bundle_sha256,
        gate=gate.value,
        reviewer=reviewer,
        lease_token=uuid.uuid4(),
        lease_until=timezone.now() + policy.lease,
        slot=slot,
        adjudicates=slot == slots.ADJUDICATION,
    )
    _record("review.claimed", review)
    return review


def _end(review_id: UUID, reviewer: User, token: UUID, why: str) -> None:
    with audit.transaction():
        if not held(review_id, reviewer, token).update(closed_at=timezone.now(), skip_reason=why):
            raise LeaseLostError
        _record("review.closed", Review.objects.select_related("submission").get(pk=review_id))


def _close(review: Review, why: str) -> None:
    with audit.transaction():
        rows = Review.objects.filter(pk=review.pk, closed_at__isnull=True)
        if rows.update(closed_at=timezone.now(), skip_reason=why):
            review.skip_reason = why
            _record("review.closed", review)


def _record(event: str, review: Review) -> None:
    audit.record(
        event,
        programme_id=review.submission.programme_id,
        actor=review.reviewer_id,
        subject=("submission", review.submission_id),
        facts={"review": str(review.pk), "gate": review.gate, "why": review.skip_reason},
    )
