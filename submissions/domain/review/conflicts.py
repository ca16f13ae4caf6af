"""Who may not review what: own work, the same vendor or employer, a decision made before.

Roles, own work and vendor are the portal's rules; here they are asked and turned into a
filter; employers, what was let back in and what was decided or declined before are added.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.standing import standing
from submissions.domain.review import employers
from submissions.domain.review.errors import DecidedBeforeError, LetInError, SameEmployerError
from submissions.domain.review.policy import CONFLICT, ReviewPolicy
from submissions.models import Decision, Gate, RedactionEdit, Review, Submission

VERDICTS = (Decision.APPROVE.value, Decision.REJECT.value)
"""Decisions that judge a bundle; a question does not."""


def check_may_take(reviewer: User, submission: Submission, gate: Gate) -> None:
    """Raises the first reason why this person may not review this submission at the gate."""
    match gate:
        case Gate.CLEARANCE:
            permissions.check_may_clear(reviewer, submission)
        case Gate.QUALITY:
            permissions.check_may_grade(reviewer, submission)
    if employers.are_owners(reviewer, submission):
        raise SameEmployerError
    if gate is Gate.CLEARANCE and let_in_by(reviewer).filter(submission=submission).exists():
        raise LetInError
    mine = verdicts_of(reviewer, gate).filter(submission=submission)
    if mine.filter(bundle_sha256=submission.bundle_sha256).exists():
        raise DecidedBeforeError


def without_conflicts(
    rows: QuerySet[Submission],
    reviewer: User,
    programme_id: UUID,
    gate: Gate,
    policy: ReviewPolicy,
) -> QuerySet[Submission]:
    """The same rules as a filter over one programme's submissions."""
    vendors: frozenset[UUID] = frozenset()
    if policy.vendor_conflict:
        vendors = standing(reviewer, programme_id).vendor_ids
    same = {"submission": OuterRef("pk"), "bundle_sha256": OuterRef("bundle_sha256")}
    known = Review.objects.filter(
        reviewer=reviewer, submission=OuterRef("pk"), skip_reason=CONFLICT
    )
    if gate is Gate.CLEARANCE:
        rows = rows.exclude(Exists(let_in_by(reviewer).filter(submission=OuterRef("pk"))))
    return employers.without_theirs(rows, reviewer).exclude(
        Q(contractor=reviewer)
        | Q(vendor__isnull=False, vendor__in=vendors)
        | Q(Exists(verdicts_of(reviewer, gate).filter(**same)))
        | Q(Exists(known))
    )


def let_in_by(reviewer: User) -> QuerySet[RedactionEdit]:
    """What this person called not private or let be called so: another one clears it then."""
    kept = RedactionEdit.objects.filter(action="keep", undone_at__isnull=True)
    return kept.filter(Q(author=reviewer) | Q(granted_by=reviewer))


def verdicts_of(reviewer: User, gate: Gate) -> QuerySet[Review]:
    """What this person has decided at a gate."""
    return Review.objects.filter(reviewer=reviewer, gate=gate.value, decision__in=VERDICTS)
