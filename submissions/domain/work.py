"""Claims on work: a lease with a fencing token, renewed while its worker lives.

Claim (short transaction) → work (no lock held) → complete only if the token is still
ours. A worker that is killed stops renewing; after ``LEASE`` the next one may claim.
"""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.utils import timezone

from portal import audit
from submissions.models import Artefact, Submission

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
"""A step that died this often is a poison: it waits for an operator."""
BACK_OFF = timedelta(seconds=15)
"""How long a step that failed for an outside reason waits before the next try."""


def lease_length() -> timedelta:
    """How long a claim holds without renewal."""
    return timedelta(seconds=getattr(settings, "AIRLOCK_LEASE_SECONDS", 30))


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's claim on one row."""

    model: type[Submission] | type[Artefact]
    pk: UUID
    token: UUID

    def renew(self) -> bool:
        """Extend the lease; False when another worker took over."""
        rows = self.model.objects.filter(pk=self.pk, lease_token=self.token)
        return bool(rows.update(lease_until=timezone.now() + lease_length()))

    def done(self) -> None:
        """Give the row back after a step that succeeded without a move."""
        self.model.objects.filter(pk=self.pk, lease_token=self.token).update(
            lease_token=None, lease_until=None, attempts=0
        )

    def pause(self) -> None:
        """Give the row back after a fault from outside; the next try comes a little later."""
        self.release(after=min(BACK_OFF, lease_length()))

    def release(self, after: timedelta = timedelta(0)) -> None:
        """Give the row back; the next claim may come after ``after``."""
        if after:
            self.model.objects.filter(pk=self.pk, lease_token=self.token).update(
                lease_until=timezone.now() + after
            )
        else:
            self.model.objects.filter(pk=self.pk, lease_token=self.token).update(
                lease_token=None, lease_until=None
            )


def free_now() -> Q:
    """Rows that nobody has claimed, or whose claim ran out, and that are not poison."""
    return (Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())) & Q(
        needs_operator=False
    )


def claim(row: Submission | Artefact) -> Claim | None:
    """Claim a row in the state it was read in; None when it is taken, moved on or poison.

    The attempt is counted before the work begins, so that a step that kills its worker
    counts too. The row that reaches the cap is marked for an operator.
    """
    model = type(row)
    token = uuid.uuid4()
    rows = model.objects.filter(free_now(), pk=row.pk, state=row.state)
    if row.attempts >= MAX_ATTEMPTS:
        _hand_to_operator(row)
        return None
    claimed = rows.filter(attempts__lt=MAX_ATTEMPTS).update(
        lease_token=token,
        lease_until=timezone.now() + lease_length(),
        attempts=F("attempts") + 1,
    )
    if not claimed:
        return None
    row.refresh_from_db()
    return Claim(model, row.pk, token)


def _hand_to_operator(row: Submission | Artefact) -> None:
    is_file = isinstance(row, Artefact)
    submission = row.submission if isinstance(row, Artefact) else row
    with audit.transaction():
        marked = (
            type(row)
            .objects.filter(free_now(), pk=row.pk, state=row.state)
            .update(needs_operator=True, lease_token=None, lease_until=None)
        )
        if marked:
            audit.record(
                "file.needs_operator" if is_file else "submission.needs_operator",
                programme_id=submission.programme_id,
                subject=("artefact" if is_file else "submission", row.pk),
                facts={"state": row.state, "attempts": row.attempts},
            )


@contextmanager
def kept(claim: Claim) -> Iterator[None]:
    """Renew a claim from a thread of its own while the block runs."""
    stop = threading.Event()
    every = lease_length().total_seconds() / 3

    def beat() -> None:
        try:
            while not stop.wait(every):
                try:
                    if not claim.renew():
                        return
                except DatabaseError as error:
                    log.warning("lease_renewal_failed", exception=type(error).__name__)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
