"""Steps of the submission as a whole that only look and move."""

from typing import Any

from django.utils import timezone

from portal import audit
from submissions.domain import drafts
from submissions.domain.consent import verdicts
from submissions.domain.retention import purge_date
from submissions.domain.transitions import move
from submissions.domain.work import Claim
from submissions.models import Submission
from submissions.states import Mover, State


def scan(submission: Submission, claim: Claim) -> None:
    """Every file has arrived."""
    move(submission, State.SCANNING, Mover.WORKER, token=claim.token)


def scrub(submission: Submission, claim: Claim) -> None:
    """Every file is what it says and was scanned."""
    move(submission, State.SCRUBBING, Mover.WORKER, token=claim.token)


def stop(submission: Submission, claim: Claim) -> None:
    """A file cannot go on: the contractor replaces or removes it."""
    with audit.transaction():
        submission.runs.filter(finished_at=None, voided_at=None).update(voided_at=timezone.now())
        move(
            submission,
            State.HELD,
            Mover.WORKER,
            token=claim.token,
            held_rule="R13",
            held_party="contractor",
            held_code="file_not_checked",
        )


TARGETS = {"pass": State.CLEARANCE, "hold": State.HELD, "reject": State.REJECTED}


def rule(submission: Submission, claim: Claim) -> None:
    """Ask the rules; their verdict and the move are one transaction."""
    with audit.transaction():
        verdict = verdicts.store(submission, drafts.read_task(submission))
        target = TARGETS[verdict.result]
        columns: dict[str, Any] = {"verdict_sha256": verdict.bundle_sha256}
        if target is not State.CLEARANCE:
            columns |= _held(verdict.rulings[0])
        if target is State.REJECTED:
            columns["originals_purge_at"] = purge_date(submission.programme, verdict.rule)
        move(
            submission,
            target,
            Mover.WORKER,
            token=claim.token,
            **columns,
        )


def _held(ruling: dict[str, str]) -> dict[str, str]:
    return {
        "held_rule": ruling["rule"],
        "held_party": ruling["party"],
        "held_code": ruling["code"],
    }
