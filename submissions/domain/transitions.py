"""The only writer of states: checks the table and the mover, sets, and writes the audit event.

Both functions are a compare-and-set in the caller's audit transaction (one is opened
where there is none): state, audit event and follow-up message are written together or not at
all. The instance handed in is brought up to date.
"""

from typing import Any
from uuid import UUID

from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from submissions.domain import telling
from submissions.domain.errors import IllegalMoveError, LeaseLostError, StaleError
from submissions.domain.wakeup import wake
from submissions.models import Artefact, Submission
from submissions.states import (
    GONE,
    WORKING,
    FileState,
    Mover,
    State,
    allowed,
    file_allowed,
)

FREE: dict[str, Any] = {"lease_token": None, "lease_until": None, "attempts": 0}


@audit.transaction()
def move(
    submission: Submission,
    target: State,
    mover: Mover,
    actor: User | None = None,
    *,
    token: UUID | None = None,
    **columns: Any,
) -> None:
    """Move a submission and write ``columns`` with it.

    ``token`` is the worker's fencing token: with it the move happens only while the
    lease is still the caller's.

    Raises:
        IllegalMoveError: the table has no such move for this mover.
        StaleError: the row is no longer in the state the caller saw.
        LeaseLostError: another worker took over.
    """
    source = State(submission.state)
    found = allowed(source, target)
    if found is None or mover not in found.movers:
        raise IllegalMoveError
    values = {"state": target.value, "state_since": timezone.now(), **FREE, **columns}
    if target is not State.HELD:
        values = {"held_rule": "", "held_party": "", "held_code": "", **values}
    rows = Submission.objects.filter(pk=submission.pk, state=source.value)
    if token is not None:
        rows = rows.filter(lease_token=token)
    if rows.update(**values) == 0:
        raise LeaseLostError if token is not None else StaleError
    for name, value in values.items():
        setattr(submission, name, value)
    audit.record(
        f"submission.{found.verb}",
        programme_id=submission.programme_id,
        actor=actor,
        subject=("submission", submission.pk),
        facts={
            "from": source.value,
            "to": target.value,
            "mover": mover.value,
            "rule": values.get("held_rule", ""),
            "code": values.get("held_code", ""),
        },
    )
    telling.after_move(submission, target, mover, values)
    if target in WORKING:
        wake(submission.pk, submission.artefacts.exclude(state__in=GONE).count())


@audit.transaction()
def move_file(
    artefact: Artefact,
    target: FileState,
    mover: Mover,
    actor: User | None = None,
    *,
    token: UUID | None = None,
    **columns: Any,
) -> None:
    """Move one file; the same contract as ``move``."""
    source = FileState(artefact.state)
    found = file_allowed(source, target)
    if found is None or mover not in found.movers:
        raise IllegalMoveError
    values = {"state": target.value, "state_since": timezone.now(), **FREE, **columns}
    if target not in (FileState.HELD, FileState.REFUSED):
        values = {"code": "", "detail": "", **values}
    rows = Artefact.objects.filter(pk=artefact.pk, state=source.value)
    if token is not None:
        rows = rows.filter(lease_token=token)
    if rows.update(**values) == 0:
        raise LeaseLostError if token is not None else StaleError
    for name, value in values.items():
        setattr(artefact, name, value)
    audit.record(
        f"file.{found.verb}",
        programme_id=artefact.submission.programme_id,
        actor=actor,
        subject=("artefact", artefact.pk),
        facts={
            "from": source.value,
            "to": target.value,
            "mover": mover.value,
            "code": values.get("code", ""),
        },
    )
    wake(artefact.submission_id)
