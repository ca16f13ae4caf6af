"""Rejections drawn at random and looked at again by somebody else, who says if they were right.

Whoever looks says whether they agree. Where they do not, the sample goes back into the
queue, and its contractor need not have appealed.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.errors import PermissionRefused
from portal.programmes.standing import standing
from submissions.domain.errors import StaleError
from submissions.domain.review import appeals, employers
from submissions.domain.review.errors import SameEmployerError
from submissions.models import Appeal, Decision, Review, Submission
from submissions.states import State


def waiting(reviewer: User, programme_id: UUID) -> QuerySet[Review]:
    """Drawn rejections that this person may look at, oldest first."""
    mine = Review.objects.filter(reviewer=reviewer, decision=Decision.REJECT.value)
    kept = employers.without_theirs(
        Submission.objects.filter(programme=programme_id, state=State.REJECTED), reviewer
    )
    return (
        _undecided()
        .filter(submission__in=kept)
        .exclude(submission__contractor=reviewer)
        .exclude(submission__vendor__in=standing(reviewer, programme_id).vendor_ids)
        .exclude(submission__reviews__in=mine)
        .select_related("submission")
        .order_by("closed_at")
    )


def check_may_look(reviewer: User, drawn: Review) -> None:
    """Raises why this person may not: who rejected it does not judge the rejection."""
    if employers.are_owners(reviewer, drawn.submission):
        raise PermissionRefused(SameEmployerError.sentence)
    rejected_by = [review.reviewer_id for review in appeals.rejecting(drawn.submission)]
    permissions.check_may_decide_appeal(
        reviewer, drawn.submission, {*rejected_by, drawn.reviewer_id}
    )


def decide(review_id: UUID, reviewer: User, *, agrees: bool) -> None:
    """Keep whether the rejection was right; where not, the sample is reviewed anew."""
    with audit.transaction():
        drawn = Review.objects.select_related("submission__programme").get(pk=review_id)
        check_may_look(reviewer, drawn)
        rows = _undecided().filter(pk=review_id)
        if not rows.update(
            second_look_by=reviewer, second_look_at=timezone.now(), second_look_agrees=agrees
        ):
            raise StaleError
        audit.record(
            "review.looked_at_again",
            programme_id=drawn.submission.programme_id,
            actor=reviewer,
            subject=("submission", drawn.submission_id),
            facts={"review": str(drawn.pk), "agrees": agrees},
        )
        if not agrees:
            appeals.look_again(drawn.submission, reviewer)


def _undecided() -> QuerySet[Review]:
    """Still standing, still rejected, not appealed meanwhile, nothing purged."""
    appealed = Appeal.objects.filter(submission=OuterRef("submission"), decided_at__isnull=True)
    return Review.objects.filter(
        ~Exists(appealed),
        audit_sample=True,
        decision=Decision.REJECT.value,
        second_look_at__isnull=True,
        superseded_at__isnull=True,
        submission__state=State.REJECTED,
        submission__originals_purged_at__isnull=True,
    )
