"""Appeals: a rejection looked at again, by somebody else than who rejected.

Where a rule rejected, a clearance reviewer sees its word and what it rests on, and upholds
or lifts it. Where people rejected, another clearance reviewer decides whether it is looked at
anew.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.errors import PermissionRefused
from portal.programmes.standing import standing
from submissions.domain.consent import lifting
from submissions.domain.consent.lifting import Word
from submissions.domain.errors import StaleError
from submissions.domain.retention import purge_date
from submissions.domain.review import employers, thread
from submissions.domain.review.errors import (
    AppealOpenError,
    NotAppealableError,
    SameEmployerError,
)
from submissions.domain.review.policy import policy_of
from submissions.domain.transitions import move
from submissions.models import Appeal, Decision, Review, RuleDecision, Submission
from submissions.states import Mover, State


def check_may_appeal(submission: Submission) -> None:
    """Raises why the rejection cannot be appealed now; once per rejection."""
    if submission.state != State.REJECTED or submission.originals_purged_at:
        raise NotAppealableError
    if submission.appeals.filter(decided_at__isnull=True).exists():
        raise AppealOpenError
    since = submission.appeals.filter(made_at__gte=submission.state_since, granted=False)
    if since.exists():
        raise NotAppealableError("This was appealed and decided. The decision stands.")


def appeal(submission_id: UUID, contractor: User, words: str) -> None:
    """Object to a rejection. The purge clock stops until the appeal is decided."""
    with audit.transaction():
        submission = Submission.objects.select_for_update().get(
            pk=submission_id, contractor=contractor
        )
        check_may_appeal(submission)
        message = thread.write(submission, contractor, words)
        rejections = rejecting(submission)
        review = rejections[-1] if rejections else None
        made = Appeal.objects.create(submission=submission, review=review, message=message)
        Submission.objects.filter(pk=submission.pk).update(originals_purge_at=None)
        _record("appeal.made", made, contractor)


def rejecting(submission: Submission) -> list[Review]:
    """The standing rejections of the present bundle, oldest first."""
    return list(
        Review.objects.filter(
            submission=submission,
            bundle_sha256=submission.bundle_sha256,
            decision=Decision.REJECT.value,
            superseded_at__isnull=True,
        ).order_by("closed_at")
    )


def waiting(reviewer: User, programme_id: UUID) -> QuerySet[Appeal]:
    """Appeals of a programme that this person may decide, oldest first."""
    kept = employers.without_theirs(
        Submission.objects.filter(programme=programme_id, state=State.REJECTED), reviewer
    )
    return (
        Appeal.objects.filter(submission__in=kept, decided_at__isnull=True)
        .exclude(submission__contractor=reviewer)
        .exclude(submission__vendor__in=standing(reviewer, programme_id).vendor_ids)
        .exclude(
            submission__reviews__in=Review.objects.filter(reviewer=reviewer, decision="reject")
        )
        .exclude(Q(review__isnull=True) & (Exists(_judged(reviewer)) | Exists(_decided(reviewer))))
        .select_related("submission")
        .order_by("made_at")
    )


def _judged(reviewer: User) -> QuerySet[Review]:
    """Any verdict of this person about the sample of an appeal against a rule."""
    verdicts = ["approve", "reject"]
    return Review.objects.filter(
        reviewer=reviewer, submission=OuterRef("submission"), decision__in=verdicts
    )


def _decided(reviewer: User) -> QuerySet[RuleDecision]:
    return RuleDecision.objects.filter(decided_by=reviewer, submission=OuterRef("submission"))


def check_may_decide_appeal(reviewer: User, made: Appeal) -> None:
    """Raises why this person may not: who judged the sample before decides no appeal of it."""
    submission = made.submission
    if employers.are_owners(reviewer, submission):
        raise PermissionRefused(SameEmployerError.sentence)
    before = (
        [review.reviewer_id for review in rejecting(submission)]
        if made.review_id
        else lifting.former(submission)
    )
    permissions.check_may_decide_appeal(reviewer, submission, before)


def decide_appeal(
    appeal_id: UUID, reviewer: User, *, granted: bool, reason: str = "", inputs_sha256: str = ""
) -> None:
    """Grant a new look, or let the rejection stand.

    Against a rule it takes a reason, and the hash of what the page showed.
    """
    with audit.transaction():
        made = Appeal.objects.select_related("submission").get(pk=appeal_id)
        submission = Submission.objects.select_for_update().get(pk=made.submission_id)
        check_may_decide_appeal(reviewer, made)
        open_still = Appeal.objects.filter(pk=appeal_id, decided_at__isnull=True)
        now = timezone.now()
        if submission.state != State.REJECTED or not open_still.update(
            decided_by=reviewer, decided_at=now, granted=granted
        ):
            raise StaleError
        made.granted = granted
        _record("appeal.decided", made, reviewer)
        if made.review_id is None:
            word = Word(lift=granted, reason=reason, inputs_sha256=inputs_sha256)
            lifting.decide_appeal_rules(submission, made, reviewer, word)
        elif granted:
            look_again(submission, reviewer)
        if not granted:
            purge_at = purge_date(submission.programme, submission.held_rule)
            Submission.objects.filter(pk=submission.pk).update(originals_purge_at=purge_at)


def look_again(submission: Submission, reviewer: User) -> None:
    """Back into the queue: what was decided about the present bundle holds no slot any more."""
    Submission.objects.filter(pk=submission.pk).update(originals_purge_at=None)
    Review.objects.filter(
        submission=submission,
        bundle_sha256=submission.bundle_sha256,
        superseded_at__isnull=True,
        decision__in=[Decision.APPROVE.value, Decision.REJECT.value],
    ).update(superseded_at=timezone.now())
    due = policy_of(submission.programme_id).due_from(timezone.now())
    move(submission, State.CLEARANCE, Mover.REVIEWER, reviewer, due_at=due)


def _record(event: str, made: Appeal, actor: User) -> None:
    audit.record(
        event,
        programme_id=made.submission.programme_id,
        actor=actor,
        subject=("submission", made.submission_id),
        facts={"appeal": str(made.pk), "granted": made.granted},
    )
