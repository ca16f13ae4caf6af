"""Claim the next step, do it without holding a lock, keep the outcome only if still ours."""

from collections.abc import Callable
from uuid import UUID

import structlog

from portal.vault.errors import KeyDestroyed
from scrubbing.engine.errors import SandboxUnavailable, ScrubError
from submissions.domain import steps, work
from submissions.domain.consent import conditions
from submissions.domain.errors import LeaseLostError, StaleError
from submissions.domain.malware import ScannerUnavailable
from submissions.domain.review import thread
from submissions.domain.scrubbing import first, second, whole
from submissions.domain.steps import Step, Work
from submissions.domain.transitions import move_file
from submissions.domain.work import Claim
from submissions.models import Artefact, Submission
from submissions.states import FileState, Mover, State

log = structlog.get_logger(__name__)

FILE_STEPS: dict[Step, Callable[[Artefact, Claim], None]] = {
    Step.RECEIVE: first.receive,
    Step.CHECK: first.check,
    Step.READ: first.read,
    Step.CLEAN: second.clean,
}
WHOLE_STEPS: dict[Step, Callable[[Submission, Claim], None]] = {
    Step.SCAN: whole.scan,
    Step.SCRUB: whole.scrub,
    Step.STOP: whole.stop,
    Step.MERGE: second.merge,
    Step.FINISH: second.finish,
    Step.RULE: whole.rule,
    Step.TALK: second.talk,
}


def take_step(submission_id: UUID) -> bool:
    """Do one piece of work; False when there is none that is free."""
    submission = (
        Submission.objects.select_related("programme", "engagement", "contractor")
        .filter(pk=submission_id)
        .first()
    )
    if submission is None or State(submission.state) in (State.WITHDRAWN, State.PURGED):
        return False
    files = list(submission.artefacts.select_related("submission__programme"))
    run_open = submission.runs.filter(finished_at=None, voided_at=None).exists()
    messages = bool(thread.unscrubbed(submission) or conditions.unscrubbed(submission))
    for candidate in steps.candidates(submission, files, run_open=run_open, messages=messages):
        claim = work.claim(candidate.row)
        if claim is not None:
            _perform(candidate, claim)
            return True
    return False


def _perform(candidate: Work, claim: Claim) -> None:
    """One step under its lease. What goes wrong inside is a state, never a lost message.

    An exception's message may hold text of an upload, so only its type is logged.
    """
    row = candidate.row
    try:
        with work.kept(claim):
            if isinstance(row, Artefact):
                FILE_STEPS[candidate.step](row, claim)
            else:
                WHOLE_STEPS[candidate.step](row, claim)
    except (LeaseLostError, StaleError, KeyDestroyed):
        log.info("step_overtaken", step=candidate.step.value, submission_id=_owner(row))
        claim.done()
    except SandboxUnavailable:
        log.error("sandbox_unavailable", submission_id=_owner(row))  # noqa: TRY400 - says it all
        claim.pause()
    except ScrubError as error:
        _stop_file(row, claim, error)
    except ScannerUnavailable:
        _stop_file(row, claim, None)
    except Exception as error:  # noqa: BLE001 - the border of the task: a bug must not lose a file
        log.error(  # noqa: TRY400 - a traceback could quote an upload
            "step_failed",
            step=candidate.step.value,
            submission_id=_owner(row),
            exception=type(error).__name__,
        )
        claim.pause()


def _owner(row: Artefact | Submission) -> str:
    return str(row.submission_id if isinstance(row, Artefact) else row.pk)


def _stop_file(row: Artefact | Submission, claim: Claim, error: ScrubError | None) -> None:
    """A file that cannot be cleaned is refused for good or held for the contractor."""
    if not isinstance(row, Artefact):
        claim.pause()
        return
    code = error.code if error is not None else "scanner_unavailable"
    target = FileState.REFUSED if error is not None and error.final else FileState.HELD
    try:
        move_file(
            row,
            target,
            Mover.WORKER,
            token=claim.token,
            code=code,
            detail=error.detail[:200] if error is not None else "",
        )
    except (LeaseLostError, StaleError):
        log.info("step_overtaken", step="stop", submission_id=_owner(row))
