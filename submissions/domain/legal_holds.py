"""Placing and lifting legal holds. They never delay that use stops, only that a key ends."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from submissions.domain.errors import Refused
from submissions.models import LegalHold, Submission
from submissions.states import State


class NoReferenceError(Refused):
    code = "reference_missing"
    sentence = "Say which letter or file number the hold rests on."


class AlreadyHeldError(Refused):
    code = "legal_hold_stands"
    sentence = "A legal hold stands already on this sample."


class AlreadyPurgedError(Refused):
    code = "already_purged"
    sentence = "This sample was purged: there is nothing left to hold."


def place(submission_id: UUID, actor: User, reference: str) -> LegalHold:
    """Keep a sample's key from being destroyed until the hold is lifted."""
    said = " ".join(reference.split())[:80]
    if not said:
        raise NoReferenceError
    with audit.transaction():
        submission = Submission.objects.select_for_update().get(pk=submission_id)
        if submission.state == State.PURGED:
            raise AlreadyPurgedError
        if standing().filter(submission=submission).exists():
            raise AlreadyHeldError
        hold = LegalHold.objects.create(submission=submission, reference=said, placed_by=actor)
        _note("legal_hold.placed", hold, actor)
    return hold


def lift(hold_id: UUID, actor: User) -> None:
    """From now on the sample is purged when it is due. Lifted twice, it stays lifted."""
    with audit.transaction():
        hold = LegalHold.objects.select_related("submission").get(pk=hold_id)
        rows = LegalHold.objects.filter(pk=hold.pk, lifted_at=None)
        if rows.update(lifted_at=timezone.now(), lifted_by=actor):
            _note("legal_hold.lifted", hold, actor)


def standing() -> QuerySet[LegalHold]:
    """Those that are not lifted."""
    return LegalHold.objects.filter(lifted_at=None)


def _note(event: str, hold: LegalHold, actor: User) -> None:
    audit.record(
        event,
        programme_id=hold.submission.programme_id,
        actor=actor,
        subject=("submission", hold.submission_id),
        facts={"legal_hold": str(hold.pk)},
    )
