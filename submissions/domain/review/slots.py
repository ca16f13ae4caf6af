"""How many looks a bundle needs, which are taken, and what they come to together.

A slot is one look: 1; 2 where the programme wants two clearances; 3 to adjudicate where
the two differ. A slot is taken while a claim on it lives or once it has a verdict; the
database lets nobody take it twice.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from submissions.domain.review.conflicts import VERDICTS
from submissions.domain.review.policy import ReviewPolicy
from submissions.models import Decision, Gate, Review, Submission

ADJUDICATION = 3


def wanted(gate: Gate, policy: ReviewPolicy) -> int:
    """Looks that a bundle needs when nobody disagrees."""
    return policy.clearances if gate is Gate.CLEARANCE else 1


def standing(submission: Submission, gate: Gate) -> list[Review]:
    """The verdicts that count for the submission's present bundle, by slot."""
    return list(
        Review.objects.filter(
            submission=submission,
            gate=gate.value,
            bundle_sha256=submission.bundle_sha256,
            decision__in=VERDICTS,
            superseded_at__isnull=True,
        ).order_by("slot")
    )


def outcome(verdicts: Iterable[Review], looks: int) -> Decision | None:
    """What the verdicts come to; None while one more is needed."""
    said = {review.slot: Decision(review.decision) for review in verdicts}
    if ADJUDICATION in said:
        return said[ADJUDICATION]
    if len(said) < looks or len(set(said.values())) > 1:
        return None
    return next(iter(said.values()))


def free_slot(submission: Submission, gate: Gate, policy: ReviewPolicy) -> int | None:
    """The lowest slot that somebody may take now; None when all are taken."""
    looks = wanted(gate, policy)
    verdicts = standing(submission, gate)
    taken = {review.slot for review in verdicts} | set(
        alive(submission, gate).values_list("slot", flat=True)
    )
    differ = len(verdicts) == looks and len({review.decision for review in verdicts}) > 1
    slots = [ADJUDICATION] if differ else range(1, looks + 1)
    return next((slot for slot in slots if slot not in taken), None)


def alive(submission: Submission, gate: Gate) -> QuerySet[Review]:
    """Open claims whose lease has not run out."""
    return Review.objects.filter(
        submission=submission,
        gate=gate.value,
        closed_at__isnull=True,
        lease_until__gt=timezone.now(),
    )


def with_free_slot(
    rows: QuerySet[Submission], gate: Gate, policy: ReviewPolicy
) -> QuerySet[Submission]:
    """Only submissions that have a free slot: the same arithmetic as ``free_slot``.

    Written with EXISTS alone, because a grouped query cannot lock its rows.
    """
    looks = wanted(gate, policy)
    counted = Review.objects.filter(
        submission=OuterRef("pk"),
        gate=gate.value,
        bundle_sha256=OuterRef("bundle_sha256"),
        superseded_at__isnull=True,
    )
    living = Q(closed_at__isnull=True, lease_until__gt=timezone.now())
    taken = counted.filter(Q(decision__in=VERDICTS) | living)
    free = Q()
    for slot in range(1, looks + 1):
        free |= ~Q(Exists(taken.filter(slot=slot)))
    if looks > 1:
        free |= (
            Q(Exists(counted.filter(decision=Decision.APPROVE.value)))
            & Q(Exists(counted.filter(decision=Decision.REJECT.value)))
            & ~Q(Exists(taken.filter(slot=ADJUDICATION)))
        )
    return rows.filter(free)
