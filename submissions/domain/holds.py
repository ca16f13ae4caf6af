"""Holds that the contractor, a reviewer or the owner can lift: ask the rules again."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain import bundles
from submissions.domain.consent import verdicts
from submissions.domain.consent.rules import Result
from submissions.domain.errors import Refused
from submissions.domain.review import claims
from submissions.domain.transitions import move
from submissions.models import (
    Appeal,
    Engagement,
    Outcome,
    RecordState,
    Review,
    RightsGrant,
    Submission,
)
from submissions.states import Mover, State


class NotHeldError(Refused):
    code = "not_held"
    sentence = "Nothing is held here. Reload the page."


class HeldByFileError(Refused):
    code = "held_by_file"
    sentence = "Replace or remove the file that could not be checked; the rest goes on by itself."


def recheck(submission_id: UUID, actor: User) -> None:
    """The contractor changed an answer, added a permission or agreed anew: rule again.

    Other files, or other names that must vanish, are scrubbed and confirmed anew first.
    """
    submission = Submission.objects.get(pk=submission_id, contractor=actor)
    if submission.state != State.HELD:
        raise NotHeldError
    if submission.held_rule == "R13":
        raise HeldByFileError
    if not bundles.has_same_files(submission):
        move(submission, State.QUARANTINED, Mover.CONTRACTOR, actor)
    elif not bundles.has_same_names(submission):
        move(submission, State.SCRUBBING, Mover.CONTRACTOR, actor)
    else:
        move(submission, State.CONSENT, Mover.CONTRACTOR, actor)


def recheck_engagement(engagement: Engagement, actor: User | None, mover: Mover) -> int:
    """Something about the owner changed: every sample of theirs that waits is ruled on again.

    One that its contractor changed meanwhile waits for them to hand it in again. One that a
    rule rejected goes on by itself where no rule does any more.
    """
    held = Submission.objects.filter(engagement=engagement, state=State.HELD).exclude(
        held_rule="R13"
    )
    waiting = [s for s in held if bundles.has_same_files(s) and bundles.has_same_names(s)]
    with audit.transaction():
        for submission in waiting:
            move(submission, State.CONSENT, mover, actor)
        return len(waiting) + _reopen(engagement, actor, mover)


def _reopen(engagement: Engagement, actor: User | None, mover: Mover) -> int:
    open_appeal = Appeal.objects.filter(submission=OuterRef("pk"), decided_at__isnull=True)
    rejected = Submission.objects.filter(
        ~Exists(open_appeal),
        engagement=engagement,
        state=State.REJECTED,
        originals_purged_at=None,
    )
    found = [s for s in rejected if _rejected_by_rule(s) and not _rejects_still(s)]
    for submission in found:
        move(submission, State.CONSENT, mover, actor, originals_purge_at=None)
    return len(found)


def _rejected_by_rule(submission: Submission) -> bool:
    """No person had a part in it, whose decision would stand."""
    verdict = verdicts.latest(submission)
    if verdict is None or verdict.result != Result.REJECT:
        return False
    since = submission.rule_decisions.filter(decided_at__gte=verdict.at)
    return not since.exclude(outcome=Outcome.LIFTED).exists()


def _rejects_still(submission: Submission) -> bool:
    from submissions.domain import drafts  # it imports the records, and they this module

    if not (bundles.has_same_files(submission) and bundles.has_same_names(submission)):
        return True
    try:
        ruling, _all = verdicts.evaluate(submission, drafts.read_task(submission))
    except (KeyDestroyed, KeyMissing):
        return True
    return ruling.result is Result.REJECT


def recheck_begun() -> int:
    """Samples that waited for the first day of a permission, on that day or after it.

    One that is held again waits anew, so that nothing is asked twice for one beginning.
    """
    today = timezone.now().date()
    begun = RightsGrant.objects.filter(
        state__in=[RecordState.GIVEN, RecordState.RENEWED], starts_on__lte=today
    )
    held = Submission.objects.filter(state=State.HELD, engagement__grants__in=begun)
    asked = 0
    for row in held.exclude(held_rule="R13").distinct():
        since = row.state_since.date()
        again = begun.filter(engagement=row.engagement, starts_on__gt=since).exists()
        if again and bundles.has_same_files(row) and bundles.has_same_names(row):
            move(row, State.CONSENT, Mover.CLOCK)
            asked += 1
    return asked


def take_from_review(submission: Submission) -> None:
    """Claims end; a clearance that let it out of the gate has to be given again."""
    claims.close_open(submission.pk)
    if submission.state in (State.QUALITY, State.APPROVED, State.RELEASED):
        Review.objects.filter(
            submission=submission,
            bundle_sha256=submission.bundle_sha256,
            superseded_at__isnull=True,
            decision__in=["approve", "reject"],
        ).update(superseded_at=timezone.now())
