"""Appeals: a rejection looked at again, by somebody else than who rejected.

Where a rule rejected, the appeal runs the rules again over what was added since. Where
people rejected, another clearance reviewer decides whether it is looked at anew.
"""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from submissions.domain.errors import StaleError
from submissions.domain.retention import purge_date
from submissions.domain.review import thread
from submissions.domain.review.errors import AppealOpenError, NotAppealableError
from submissions.domain.review.policy import policy_of
from submissions.domain.transitions import move
from submissions.models import Appeal, Decision, Review, Submission
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
        if not rejections:
            columns = {"originals_purge_at": None}
            move(submission, State.CONSENT, Mover.CONTRACTOR, contractor, **columns)
            return
        made = Appeal.objects.create(submission=submission, review=rejections[-1], message=message)
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
    return (
        Appeal.objects.filter(submission__programme_id=programme_id, decided_at__isnull=True)
        .exclude(submission__contractor=reviewer)
        .exclude(
            submission__reviews__in=Review.objects.filter(reviewer=reviewer, decision="reject")
        )
        .select_related("submission")
        .order_by("made_at")
    )


def decide_appeal(appeal_id: UUID, reviewer: User, *, granted: bool) -> None:
    """Grant a new look, or let the rejection stand."""
    with audit.transaction():
        made = Appeal.objects.select_related("submission").get(pk=appeal_id)
        submission = Submission.objects.select_for_update().get(pk=made.submission_id)
        against = rejecting(submission)
        permissions.check_may_decide_appeal(
            reviewer, submission, [review.reviewer_id for review in against]
        )
        open_still = Appeal.objects.filter(pk=appeal_id, decided_at__isnull=True)
        now = timezone.now()
        if submission.state != State.REJECTED or not open_still.update(
            decided_by=reviewer, decided_at=now, granted=granted
        ):
            raise StaleError
        made.granted = granted
        _record("appeal.decided", made, reviewer)
        if granted:
            _look_again(submission, reviewer)
        else:
            purge_at = purge_date(submission.programme)
            Submission.objects.filter(pk=submission.pk).update(originals_purge_at=purge_at)


def _look_again(submission: Submission, reviewer: User) -> None:
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
