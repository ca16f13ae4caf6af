"""What a move of a submission means to the people who should hear of it."""

from collections.abc import Mapping
from typing import Any

from portal.notices import telling
from portal.notices.kinds import Kind
from submissions.models import Submission
from submissions.states import Mover, State

SAID: Mapping[State, tuple[Kind, str]] = {
    State.CONFIRMING: (Kind.YOUR_TURN, "confirming"),
    State.CHANGES_REQUESTED: (Kind.YOUR_TURN, "asked"),
    State.APPROVED: (Kind.DECISION, "approved"),
    State.REJECTED: (Kind.DECISION, "rejected"),
    State.RELEASED: (Kind.DECISION, "released"),
}
TAKEN_BY: Mapping[Mover, str] = {Mover.RIGHTS_HOLDER: "owner_withdrew", Mover.CLOCK: "ended"}


def after_move(
    submission: Submission, target: State, mover: Mover, columns: Mapping[str, Any]
) -> None:
    """Leave the contractor a notice, where the move is news for them.

    What they do themselves is none, and ends the notice that asked them for it.
    """
    if mover is Mover.CONTRACTOR:
        telling.settled(submission.contractor_id, submission.pk, Kind.YOUR_TURN)
        return
    found = SAID.get(target)
    if target is State.HELD and columns.get("held_party") == "contractor":
        found = (Kind.YOUR_TURN, "held")
    if target is State.WITHDRAWN and mover in TAKEN_BY:
        found = (Kind.TAKEN_BACK, TAKEN_BY[mover])
    if found is None:
        return
    kind, code = found
    telling.tell(
        submission.contractor_id,
        kind,
        code,
        programme_id=submission.programme_id,
        subject_id=submission.pk,
        number=submission.number,
    )
