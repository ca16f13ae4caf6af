"""What there is to do for a submission now: pure choice from its state and its files' states.

``advance`` asks for candidates, claims the first that is free, and does it. The state in
the database is the only truth, so that it does not matter which message woke it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from submissions.models import Artefact, Submission
from submissions.states import GONE, STOPPED, FileState, State


class Step(StrEnum):
    """One piece of work. The first four are about a file, the others about the whole."""

    RECEIVE = "receive"
    CHECK = "check"
    READ = "read"
    CLEAN = "clean"
    SCAN = "scan"
    SCRUB = "scrub"
    STOP = "stop"
    MERGE = "merge"
    FINISH = "finish"
    RULE = "rule"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Work:
    """A step and the row it is about."""

    step: Step
    row: Submission | Artefact


def candidates(
    submission: Submission,
    files: Sequence[Artefact],
    *,
    run_open: bool,
    messages: bool = False,
) -> Iterator[Work]:
    """Everything that could be done now, files first, in the order of their positions.

    ``messages`` says that somebody wrote something that others cannot read yet.
    """
    counted = [f for f in files if FileState(f.state) not in GONE]
    for file in counted:
        step = _file_step(State(submission.state), FileState(file.state), run_open=run_open)
        if step is not None:
            yield Work(step, file)
    states = [FileState(f.state) for f in counted]
    whole = _whole_step(State(submission.state), states, run_open=run_open)
    if whole is not None:
        yield Work(whole, submission)
    if messages and submission.current_run_id is not None:
        yield Work(Step.TALK, submission)


def _file_step(state: State, file: FileState, *, run_open: bool) -> Step | None:
    # Files are received and checked while the submission is still a draft, so that the
    # contractor hears at once when one cannot be used.
    match file:
        case FileState.LANDED:
            return Step.RECEIVE
        case FileState.QUARANTINED:
            return Step.CHECK
        case FileState.CHECKED if state is State.SCRUBBING:
            return Step.READ
        case FileState.READ if state is State.SCRUBBING and run_open:
            return Step.CLEAN
        case _:
            return None


def _whole_step(state: State, files: Sequence[FileState], *, run_open: bool) -> Step | None:
    moving = [f for f in files if f not in STOPPED]
    stopped = len(moving) < len(files)
    match state:
        case State.QUARANTINED if not _any(moving, FileState.UPLOADING, FileState.LANDED):
            return Step.SCAN
        case State.SCANNING if not _any(moving, FileState.QUARANTINED):
            return Step.STOP if stopped or not files else Step.SCRUB
        case State.SCRUBBING if _all(moving, FileState.CLEANED) and run_open:
            return Step.STOP if stopped else Step.FINISH
        case State.SCRUBBING if not run_open and _all(moving, FileState.READ, FileState.CLEANED):
            return Step.STOP if stopped else Step.MERGE
        case State.CONSENT:
            return Step.RULE
        case _:
            return None


def _any(states: Sequence[FileState], *wanted: FileState) -> bool:
    return any(state in wanted for state in states)


def _all(states: Sequence[FileState], *wanted: FileState) -> bool:
    return all(state in wanted for state in states)
