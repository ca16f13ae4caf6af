"""Sends ``advance`` for a submission. The queue is a hint: losing the message loses nothing."""

from uuid import UUID

from portal.celery import app
from portal.queue import enqueue


def wake(submission_id: UUID, times: int = 1) -> None:
    """Enqueue ``advance`` on commit, once per piece of work that may run side by side."""
    task = app.tasks["submissions.tasks.advance"]
    for _ in range(max(1, min(times, 8))):
        enqueue(task, submission_id)
