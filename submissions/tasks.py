"""Thin tasks. ``advance`` is the only one that works on a submission; the others are the beat's."""

from uuid import UUID

from portal.audit import checkpoints
from portal.queue import Queue, enqueue, idempotent_task
from portal.work import wipe_stale_work
from submissions.domain import holds, leftovers, stalled, withdrawal
from submissions.domain.asking import sending
from submissions.domain.consent import engagements, expiry, proofs
from submissions.domain.intake import reap_stale_uploads
from submissions.domain.scrubbing import take_step


@idempotent_task(queue=Queue.SCRUB)
def advance(submission_id: str) -> None:
    """Do one piece of work for a submission, then ask for the next.

    Run twice at once, the second finds the first's claim and does another piece or
    nothing.
    """
    if take_step(UUID(submission_id)):
        enqueue(advance, submission_id)


@idempotent_task(queue=Queue.SCRUB)
def check_evidence(evidence_id: str) -> None:
    """Check one file that proves a right; twice, the second finds it done."""
    proofs.check(UUID(evidence_id))


@idempotent_task(queue=Queue.DEFAULT)
def resume_stalled() -> None:
    """Wake what stands: expired leases, lost messages, a scanner that is back."""
    proofs.resume()
    stalled.retry_held()
    stalled.resume()


@idempotent_task(queue=Queue.DEFAULT)
def ask_owners() -> None:
    """Mail what may be mailed to owners, remind them, end what nobody answered."""
    sending.keep_up()


@idempotent_task(queue=Queue.DEFAULT)
def sweep_leftovers() -> None:
    """Delete stored objects that nothing needs or names: looks at every object there is."""
    leftovers.sweep_all()


@idempotent_task(queue=Queue.DEFAULT)
def keep_house() -> None:
    """End permissions that are over, purge what is due, take stale uploads away, sign heads."""
    engagements.tell_forms_apart()
    expiry.look()
    holds.recheck_begun()
    withdrawal.purge_due()
    proofs.sweep()
    withdrawal.purge_originals_due()
    reap_stale_uploads()
    leftovers.sweep()
    wipe_stale_work()
    checkpoints.keep_all()
