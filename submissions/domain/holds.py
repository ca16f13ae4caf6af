"""Holds that the contractor, a reviewer or the owner can lift: ask the rules again."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from submissions.domain import bundles
from submissions.domain.errors import Refused
from submissions.domain.review import claims
from submissions.domain.transitions import move
from submissions.models import Engagement, Review, Submission
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


def recheck_engagement(engagement: Engagement, actor: User, mover: Mover) -> int:
    """A permission was accepted: every sample of the engagement that waits is ruled on again.

    One that its contractor changed meanwhile waits for them to hand it in again.
    """
    held = Submission.objects.filter(engagement=engagement, state=State.HELD).exclude(
        held_rule="R13"
    )
    waiting = [s for s in held if bundles.has_same_files(s) and bundles.has_same_names(s)]
    with audit.transaction():
        for submission in waiting:
            move(submission, State.CONSENT, mover, actor)
    return len(waiting)


REVIEWED = (State.CLEARANCE.value, State.QUALITY.value, State.APPROVED.value)


def recheck_everything(engagements: Iterable[Engagement], actor: User | None, mover: Mover) -> int:
    """An owner said no: their samples that are not released are ruled on again, gives how many.

    Those in review are too. What still comes past the rules by itself is left alone.
    """
    wanted = [State.HELD.value, State.CHANGES_REQUESTED.value, *REVIEWED]
    found = Submission.objects.filter(engagement__in=list(engagements), state__in=wanted)
    again = [row for row in found.exclude(held_rule="R13") if _may_be_asked(row)]
    with audit.transaction():
        for submission in again:
            take_from_review(submission)
            move(submission, State.CONSENT, mover, actor)
    return len(again)


def _may_be_asked(submission: Submission) -> bool:
    if submission.state in REVIEWED:
        return True
    same = bundles.has_same_files(submission) and bundles.has_same_names(submission)
    return same and submission.confirmed_sha256 == submission.bundle_sha256


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
