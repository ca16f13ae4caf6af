"""The state tables: which states there are, which moves are allowed, and who makes them.

Pure data that imports nothing of ours. ``domain/transitions.py`` is the only writer of
states; triggers made from these tables refuse every other move in the database; the
diagram in docs/architecture.md is generated from them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class State(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    QUARANTINED = "quarantined"
    SCANNING = "scanning"
    SCRUBBING = "scrubbing"
    CONFIRMING = "confirming"
    CONSENT = "consent"
    CLEARANCE = "clearance"
    QUALITY = "quality"
    APPROVED = "approved"
    RELEASED = "released"
    HELD = "held"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    PURGED = "purged"


class FileState(StrEnum):
    """Where one artefact stands; a submission is as far as its slowest file."""

    UPLOADING = "uploading"
    LANDED = "landed"
    QUARANTINED = "quarantined"
    CHECKED = "checked"
    READ = "read"
    CLEANED = "cleaned"
    HELD = "held"
    REFUSED = "refused"
    REMOVED = "removed"
    PURGED = "purged"


class Mover(StrEnum):
    """Who may make a move."""

    CONTRACTOR = "contractor"
    WORKER = "worker"
    REVIEWER = "reviewer"
    ADMIN = "admin"
    RIGHTS_HOLDER = "rights_holder"
    CLOCK = "clock"


S = TypeVar("S", State, FileState)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One allowed move; ``verb`` ends the audit event's name: ``submission.submitted``."""

    source: S
    target: S
    movers: frozenset[Mover]
    verb: str


CONTRACTOR, WORKER, REVIEWER, ADMIN, RIGHTS_HOLDER, CLOCK = (
    frozenset({mover})
    for mover in (
        Mover.CONTRACTOR,
        Mover.WORKER,
        Mover.REVIEWER,
        Mover.ADMIN,
        Mover.RIGHTS_HOLDER,
        Mover.CLOCK,
    )
)
WITHDRAWERS = CONTRACTOR | RIGHTS_HOLDER | CLOCK
"""Withdrawing is open to the person, the owner, and the end of a grant."""
RECHECKERS = WORKER | CLOCK | ADMIN | RIGHTS_HOLDER | CONTRACTOR
"""Who may have the rules asked again about a sample in use: an owner's no, the register, the
end of a permission, a contractor who ends one purpose."""

MOVES: tuple[Move[State], ...] = (
    Move(State.DRAFT, State.QUARANTINED, CONTRACTOR, "submitted"),
    Move(State.DRAFT, State.PURGED, CONTRACTOR, "discarded"),
    Move(State.QUARANTINED, State.SCANNING, WORKER, "received"),
    Move(State.SCANNING, State.SCRUBBING, WORKER, "checked"),
    Move(State.SCRUBBING, State.CONFIRMING, WORKER, "scrubbed"),
    Move(State.SCRUBBING, State.CONSENT, WORKER, "redacted_more"),
    Move(State.CONFIRMING, State.CONSENT, CONTRACTOR, "confirmed"),
    Move(State.CONFIRMING, State.SCRUBBING, CONTRACTOR, "corrected"),
    Move(State.CONFIRMING, State.QUARANTINED, CONTRACTOR, "files_changed"),
    Move(State.CONSENT, State.CLEARANCE, WORKER, "passed_consent"),
    Move(State.CONSENT, State.HELD, WORKER, "held"),
    Move(State.CONSENT, State.REJECTED, WORKER, "rejected_by_rule"),
    Move(State.QUARANTINED, State.HELD, WORKER, "held"),
    Move(State.SCANNING, State.HELD, WORKER, "held"),
    Move(State.SCRUBBING, State.HELD, WORKER, "held"),
    Move(
        State.HELD,
        State.CONSENT,
        CONTRACTOR | REVIEWER | ADMIN | RIGHTS_HOLDER | CLOCK | WORKER,
        "rechecked",
    ),
    Move(State.HELD, State.QUARANTINED, CONTRACTOR | ADMIN | CLOCK, "files_changed"),
    Move(State.HELD, State.SCRUBBING, CONTRACTOR | ADMIN, "corrected"),
    Move(State.HELD, State.REJECTED, REVIEWER | ADMIN, "rejected"),
    Move(State.CLEARANCE, State.QUALITY, REVIEWER, "cleared"),
    Move(State.CLEARANCE, State.CHANGES_REQUESTED, REVIEWER, "asked"),
    Move(State.CLEARANCE, State.REJECTED, REVIEWER, "rejected"),
    Move(State.CLEARANCE, State.SCRUBBING, REVIEWER, "corrected"),
    Move(State.CLEARANCE, State.CONSENT, RECHECKERS, "rechecked"),
    Move(State.QUALITY, State.APPROVED, REVIEWER, "approved"),
    Move(State.QUALITY, State.CHANGES_REQUESTED, REVIEWER, "asked"),
    Move(State.QUALITY, State.REJECTED, REVIEWER, "rejected"),
    Move(State.QUALITY, State.CONSENT, RECHECKERS, "rechecked"),
    Move(State.CHANGES_REQUESTED, State.QUARANTINED, CONTRACTOR, "files_changed"),
    Move(State.CHANGES_REQUESTED, State.SCRUBBING, CONTRACTOR, "corrected"),
    Move(State.CHANGES_REQUESTED, State.CLEARANCE, CONTRACTOR, "answered"),
    Move(State.CHANGES_REQUESTED, State.CONSENT, RECHECKERS, "rechecked"),
    Move(State.APPROVED, State.RELEASED, ADMIN, "released"),
    Move(State.APPROVED, State.CONSENT, RECHECKERS, "rechecked"),
    Move(State.RELEASED, State.CONSENT, RECHECKERS, "rechecked"),
    # An appeal that was granted; or an owner's yes, a proof, the end of an entry in the register.
    Move(State.REJECTED, State.CONSENT, REVIEWER | ADMIN | RIGHTS_HOLDER, "rechecked"),
    Move(State.REJECTED, State.CLEARANCE, REVIEWER, "appeal_granted"),
    *(
        Move(state, State.WITHDRAWN, WITHDRAWERS, "withdrawn")
        for state in State
        if state not in (State.DRAFT, State.WITHDRAWN, State.PURGED)
    ),
    Move(State.WITHDRAWN, State.PURGED, CLOCK, "purged"),
    Move(State.REJECTED, State.PURGED, CLOCK, "purged"),
)

_LIVE = (
    FileState.LANDED,
    FileState.QUARANTINED,
    FileState.CHECKED,
    FileState.READ,
    FileState.CLEANED,
)

FILE_MOVES: tuple[Move[FileState], ...] = (
    Move(FileState.UPLOADING, FileState.LANDED, CONTRACTOR, "landed"),
    Move(FileState.LANDED, FileState.QUARANTINED, WORKER, "received"),
    Move(FileState.QUARANTINED, FileState.CHECKED, WORKER, "checked"),
    Move(FileState.CHECKED, FileState.READ, WORKER, "read"),
    Move(FileState.READ, FileState.CLEANED, WORKER, "cleaned"),
    # A new run starts again from what was checked: new edits, a file that came later.
    Move(FileState.READ, FileState.CHECKED, CONTRACTOR | REVIEWER | WORKER | ADMIN, "reopened"),
    Move(FileState.CLEANED, FileState.CHECKED, CONTRACTOR | REVIEWER | WORKER | ADMIN, "reopened"),
    Move(FileState.CLEANED, FileState.READ, CONTRACTOR | REVIEWER | WORKER | ADMIN, "reopened"),
    Move(FileState.HELD, FileState.QUARANTINED, CONTRACTOR | ADMIN | CLOCK, "retried"),
    Move(FileState.HELD, FileState.READ, CONTRACTOR | REVIEWER | ADMIN, "corrected"),
    *(Move(state, FileState.HELD, WORKER, "held") for state in _LIVE),
    *(Move(state, FileState.REFUSED, WORKER, "refused") for state in _LIVE),
    *(
        Move(state, FileState.REMOVED, CONTRACTOR | CLOCK, "removed")
        for state in (FileState.UPLOADING, *_LIVE, FileState.HELD, FileState.REFUSED)
    ),
    *(
        Move(state, FileState.PURGED, CLOCK | CONTRACTOR, "purged")
        for state in FileState
        if state is not FileState.PURGED
    ),
)

TERMINAL: frozenset[State] = frozenset({State.PURGED})
GONE: frozenset[FileState] = frozenset({FileState.REMOVED, FileState.PURGED})
"""Files that no longer count for their submission."""
STOPPED: frozenset[FileState] = frozenset({FileState.HELD, FileState.REFUSED})
"""Files that stand until the contractor replaces or removes them."""
EDITABLE: frozenset[State] = frozenset({State.DRAFT, State.CHANGES_REQUESTED})
"""States in which the contractor may change the task's text."""
FILES_CHANGEABLE: frozenset[State] = EDITABLE | {State.CONFIRMING, State.HELD}
WORKING: frozenset[State] = frozenset(
    {State.QUARANTINED, State.SCANNING, State.SCRUBBING, State.CONSENT}
)
"""States in which the next step is the worker's."""


def allowed(source: State, target: State) -> Move[State] | None:
    """The move between two submission states, or None where there is none."""
    return next((m for m in MOVES if (m.source, m.target) == (source, target)), None)


def file_allowed(source: FileState, target: FileState) -> Move[FileState] | None:
    """The move between two file states, or None where there is none."""
    return next((m for m in FILE_MOVES if (m.source, m.target) == (source, target)), None)
