"""Who may not review what: own work, the same vendor, a decision made before."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User
from portal.programmes.models import Membership, Programme
from submissions.domain.review.errors import (
    DecidedBeforeError,
    OwnWorkError,
    SameVendorError,
)
from submissions.domain.review.policy import ReviewPolicy
from submissions.models import Decision, Gate, Review, Submission

VERDICTS = (Decision.APPROVE, Decision.REJECT)
"""Decisions that judge a bundle; a question does not."""


def vendors_of(reviewer: User, programme: Programme) -> list[object]:
    """The vendors through which a reviewer belongs to the programme."""
    return list(
        Membership.objects.filter(
            user=reviewer, programme=programme, active=True, vendor__isnull=False
        ).values_list("vendor_id", flat=True)
    )


def check_no_conflict(reviewer: User, submission: Submission, gate: Gate, policy: ReviewPolicy) -> None:
    """Raises the first reason why this person may not review this submission at the gate."""
    if submission.contractor_id == reviewer.pk:
        raise OwnWorkError
    if policy.vendor_conflict and submission.vendor_id in vendors_of(reviewer, submission.programme):
        raise SameVendorError
    if _decided(reviewer, gate).filter(
        submission=submission, bundle_sha256=submission.bundle_sha256
    ):
        raise DecidedBeforeError


def without_conflicts(
    rows: QuerySet[Submission], reviewer: User, programme: Programme, gate: Gate, policy: ReviewPolicy
) -> QuerySet[Submission]:
    """The same rules as a filter over one programme's submissions."""
    rows = rows.exclude(contractor=reviewer)
    if policy.vendor_conflict:
        rows = rows.exclude(
            Q(vendor__isnull=False) & Q(vendor__in=vendors_of(reviewer, programme))
        )
    mine = _decided(reviewer, gate).filter(
        submission=OuterRef("pk"), bundle_sha256=OuterRef("bundle_sha256")
    )
    declined = Review.objects.filter(
        reviewer=reviewer, submission=OuterRef("pk"), skip_reason="conflict"
    )
    return rows.exclude(Exists(mine)).exclude(Exists(declined))


def _decided(reviewer: User, gate: Gate) -> QuerySet[Review]:
    return Review.objects.filter(reviewer=reviewer, gate=gate, decision__in=VERDICTS)
