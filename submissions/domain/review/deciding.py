"""Decisions: approve, ask, reject. Each names the bundle that was seen, and binds it.

A decision counts only while its claim is open, its lease runs, and the submission still
stands where and as it was claimed; otherwise nothing is written.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from submissions.domain import confirming, sealed
from submissions.domain.errors import ChangedBundleError, LeaseLostError, StaleError
from submissions.domain.grading import Grade, check_grades, mean
from submissions.domain.retention import purge_date
from submissions.domain.review import claims, slots, thread
from submissions.domain.review.checklist import check_complete, check_seen
from submissions.domain.review.conflicts import check_may_take
from submissions.domain.review.errors import (
    NotAppliedError,
    QualityTooLowError,
    ReasonMissingError,
)
from submissions.domain.review.policy import (
    ASK_REASONS,
    REJECT_REASONS,
    ReviewPolicy,
    policy_of,
)
from submissions.domain.transitions import move
from submissions.models import Decision, Gate, Review, Submission
from submissions.states import Mover, State

MAX_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a reviewer says. ``checklist`` maps points to yes or no; grades go with quality."""

    decision: Decision
    reason: str = ""
    words: str = ""
    checklist: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, int] = field(default_factory=dict)
    point_reasons: Mapping[str, str] = field(default_factory=dict)


def decide(review_id: UUID, reviewer: User, token: UUID, ruling: Ruling) -> State:
    """Write the decision and what follows from it; gives where the submission stands now.

    Raises ``LeaseLostError``, ``StaleError``, ``ChangedBundleError``, or what is missing.
    """
    with audit.transaction():
        submission = Submission.objects.select_for_update().get(reviews__pk=review_id)
        review = Review.objects.get(pk=review_id, reviewer=reviewer)
        check_may_take(reviewer, submission, Gate(review.gate))
        _check_current(review, submission)
        policy = policy_of(submission.programme_id)
        grades = _check_ruling(ruling, Gate(review.gate), policy)
        if ruling.decision is Decision.APPROVE:
            check_seen(submission)
            if confirming.waiting(submission):
                raise NotAppliedError
        _write(review, token, ruling, grades, policy)
        _follow(submission, review, ruling, reviewer, policy)
        return State(submission.state)


def words_of(review: Review) -> dict[str, Any]:
    """The reviewer's words and the reasons of the grades; for who may see them."""
    value = sealed.unseal(sealed.key_of(review.submission_id), review, "words_sealed")
    return value if isinstance(value, dict) else {"words": "", "grades": {}}


def _check_current(review: Review, submission: Submission) -> None:
    if submission.state != review.gate:
        raise StaleError
    if submission.bundle_sha256 != review.bundle_sha256:
        raise ChangedBundleError


def _check_ruling(ruling: Ruling, gate: Gate, policy: ReviewPolicy) -> tuple[Grade, ...]:
    match ruling.decision:
        case Decision.ASK:
            _check_reason(ruling, ASK_REASONS)
        case Decision.REJECT:
            _check_reason(ruling, REJECT_REASONS)
        case Decision.APPROVE if gate is Gate.CLEARANCE:
            check_complete(ruling.checklist, policy.checklist)
        case Decision.APPROVE:
            return _check_quality(ruling, policy)
    return ()


def _check_reason(ruling: Ruling, reasons: Mapping[str, str]) -> None:
    if ruling.reason not in reasons or not ruling.words.strip():
        raise ReasonMissingError
    if len(ruling.words) > MAX_WORDS:
        raise ReasonMissingError("Keep it under 10,000 characters.")


def _check_quality(ruling: Ruling, policy: ReviewPolicy) -> tuple[Grade, ...]:
    grades = check_grades(ruling.points, ruling.point_reasons)
    if mean(grades) < policy.quality_minimum:
        raise QualityTooLowError(
            f"The mean grade is {mean(grades):.1f}; this programme takes samples from "
            f"{policy.quality_minimum} on. Ask or reject instead."
        )
    return grades


def _write(
    review: Review, token: UUID, ruling: Ruling, grades: tuple[Grade, ...], policy: ReviewPolicy
) -> None:
    reasons = {grade.criterion.value: grade.reason for grade in grades}
    key = sealed.key_of(review.submission_id)
    sealed.seal(key, review, "words_sealed", {"words": ruling.words.strip(), "grades": reasons})
    rejected = ruling.decision is Decision.REJECT
    values = {
        "closed_at": timezone.now(),
        "decision": ruling.decision.value,
        "reason": ruling.reason if ruling.decision is not Decision.APPROVE else "",
        "words_sealed": review.words_sealed,
        "checklist": {name: str(ruling.checklist.get(name, "")) for name in policy.checklist},
        "grades": {grade.criterion.value: grade.points for grade in grades},
        "audit_sample": rejected and secrets.randbelow(100) < policy.audit_percent,
    }
    if not claims.held(review.pk, review.reviewer, token).update(**values):
        raise LeaseLostError
    for name, value in values.items():
        setattr(review, name, value)


def _follow(
    submission: Submission, review: Review, ruling: Ruling, reviewer: User, policy: ReviewPolicy
) -> None:
    audit.record(
        "review.decided",
        programme_id=submission.programme_id,
        actor=reviewer,
        subject=("submission", submission.pk),
        facts={
            "review": str(review.pk),
            "gate": review.gate,
            "slot": review.slot,
            "decision": review.decision,
            "reason": review.reason,
            "bundle": review.bundle_sha256,
        },
    )
    gate = Gate(review.gate)
    if ruling.decision is Decision.ASK:
        thread.ask(submission, review, reviewer, ruling.words)
        _move(submission, State.CHANGES_REQUESTED, reviewer, policy)
        return
    match slots.outcome(slots.standing(submission, gate), slots.wanted(gate, policy)):
        case Decision.APPROVE:
            _pass_gate(submission, gate, reviewer, policy)
        case Decision.REJECT:
            purge_at = purge_date(submission.programme)
            _move(submission, State.REJECTED, reviewer, policy, originals_purge_at=purge_at)
        case _:
            pass  # one more look is needed


def _pass_gate(submission: Submission, gate: Gate, reviewer: User, policy: ReviewPolicy) -> None:
    if gate is Gate.CLEARANCE:
        seen = submission.bundle_sha256
        _move(submission, State.QUALITY, reviewer, policy, cleared_sha256=seen)
    if gate is Gate.QUALITY or not policy.quality_gate:
        _move(submission, State.APPROVED, reviewer, policy)


def _move(
    submission: Submission, target: State, reviewer: User, policy: ReviewPolicy, **columns: Any
) -> None:
    due = policy.due_from(timezone.now())
    move(submission, target, Mover.REVIEWER, reviewer, due_at=due, **columns)
    claims.close_open(submission.pk)
