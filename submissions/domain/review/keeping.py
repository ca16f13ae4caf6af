"""A contractor's "not private" on a hard kind: a clearance reviewer grants it or not.

Granted, the originals are scrubbed again with it: the new copies are confirmed and
cleared anew, since something comes back that was taken out (decision 1).
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from submissions.domain import edits
from submissions.domain.errors import StaleError
from submissions.domain.review import claims, employers
from submissions.domain.review.errors import SameEmployerError
from submissions.models import RedactionEdit, Submission


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; the contractor's words are a reason code, the value is not shown."""

    id: UUID
    reason: str
    everywhere: bool
    file: int


def asked(submission: Submission) -> list[Asked]:
    """The requests that nobody has answered."""
    waiting = submission.edits.filter(
        asked_at__isnull=False, granted_by__isnull=True, undone_at__isnull=True
    ).select_related("artefact")
    return [
        Asked(row.pk, row.reason, row.everywhere, row.artefact.position if row.artefact else 0)
        for row in waiting
    ]


def answer(edit_id: UUID, reviewer: User, *, granted: bool) -> None:
    """Grant it and scrub again, or refuse it. Raises ``StaleError`` when it was answered."""
    edit = RedactionEdit.objects.select_related("submission").get(pk=edit_id)
    permissions.check_may_clear(reviewer, edit.submission)
    if employers.are_owners(reviewer, edit.submission):
        raise SameEmployerError
    values = {"granted_by": reviewer} if granted else {"undone_at": timezone.now()}
    with audit.transaction():
        open_still = RedactionEdit.objects.filter(
            pk=edit_id, asked_at__isnull=False, granted_by__isnull=True, undone_at__isnull=True
        )
        if not open_still.update(**values):
            raise StaleError
        audit.record(
            f"redaction.{'granted' if granted else 'refused'}",
            programme_id=edit.submission.programme_id,
            actor=reviewer,
            subject=("submission", edit.submission_id),
            facts={"edit": str(edit.pk), "reason": edit.reason},
        )
        if granted:
            edits.apply(edit.submission_id, reviewer, ask_again=True)
            claims.close_open(edit.submission_id)
