"""What stands too long: leases that ran out, messages that were lost, a scanner that is back."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from portal import audit
from submissions.domain import work
from submissions.domain.consent import conditions
from submissions.domain.transitions import move, move_file
from submissions.domain.wakeup import wake
from submissions.models import Artefact, Submission
from submissions.states import WORKING, FileState, Mover, State

RETRY_CODES = ("scanner_unavailable",)
"""Holds that lift by themselves once the outside cause is gone."""
BATCH = 200


def resume() -> int:
    """Wake every submission that has work nobody does; gives how many.

    Waking one that has none costs one look at its state, so that it is enough to be
    roughly right here.
    """
    found: set[UUID] = set()
    files = Artefact.objects.filter(work.free_now(), submission__state__in=_LIVE)
    ready = Q(state__in=[FileState.LANDED, FileState.QUARANTINED]) | Q(
        state__in=[FileState.CHECKED, FileState.READ], submission__state=State.SCRUBBING
    )
    found.update(files.filter(ready).values_list("submission_id", flat=True)[:BATCH])
    whole = Submission.objects.filter(work.free_now(), state__in=WORKING)
    found.update(whole.order_by("state_since").values_list("pk", flat=True)[:BATCH])
    said = Submission.objects.filter(
        work.free_now(),
        state__in=_LIVE,
        current_run__isnull=False,
        messages__by_contractor=True,
        messages__shown_sealed=b"",
    )
    found.update(said.values_list("pk", flat=True)[:BATCH])
    worded = conditions.waiting().filter(work.free_now())
    found.update(worded.values_list("pk", flat=True)[:BATCH])
    for submission_id in found:
        wake(submission_id)
    return len(found)


_LIVE = [state for state in State if state not in (State.WITHDRAWN, State.PURGED, State.REJECTED)]


def retry_held() -> int:
    """Try again what was held because a scanner did not answer; gives how many."""
    held = Artefact.objects.filter(state=FileState.HELD, code__in=RETRY_CODES)
    waiting = list(held.select_related("submission")[:BATCH])
    for artefact in waiting:
        with audit.transaction():
            move_file(artefact, FileState.QUARANTINED, Mover.CLOCK)
            # Read anew: another file of the same sample may have moved it a moment ago.
            submission = Submission.objects.get(pk=artefact.submission_id)
            if submission.state == State.HELD and submission.held_rule == "R13":
                move(submission, State.QUARANTINED, Mover.CLOCK)
    return len(waiting)


def clear_marks(submission_id: UUID) -> bool:
    """An operator mended what a step died of three times; False where nothing waits."""
    fresh: dict[str, Any] = {"needs_operator": False, "attempts": 0}
    with audit.transaction():
        submission = Submission.objects.filter(pk=submission_id).first()
        if submission is None:
            return False
        marked = submission.artefacts.filter(needs_operator=True).update(**fresh)
        marked += Submission.objects.filter(pk=submission_id, needs_operator=True).update(**fresh)
        if marked:
            audit.record(
                "submission.resumed_by_operator",
                programme_id=submission.programme_id,
                subject=("submission", submission_id),
                facts={"rows": marked},
            )
            wake(submission_id)
    return bool(marked)
