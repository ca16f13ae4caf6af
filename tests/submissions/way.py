"""A submission brought to a point of its way by the real steps, without Celery's loop."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from django.test import Client

from portal.accounts.models import User
from submissions.domain import confirming, drafts
from submissions.domain.scrubbing import take_step
from submissions.models import Submission
from submissions.states import State
from tests.factories import rights

TASK = {
    "title": "A letter",
    "request": "Write a letter.",
    "context": "A shop.",
    "rubric": [{"criterion": "polite", "points": 1}],
    "category": "technical writing",
    "domain": "business",
    "occupation": "43-6014.00",
    "relation": "freelance",
    "hours_spent": "1",
    "month_done": "2024-01",
    "difficulty": "1",
    "representativeness": "3",
    "authenticity": "real",
    "ai_assistance": "none",
    "language": "en",
    "redoable_by_stranger": "yes",
}


def work(submission: Submission) -> State:
    """Every step there is, one after the other; gives where it ended."""
    while take_step(submission.pk):
        pass
    submission.refresh_from_db()
    return State(submission.state)


def draft(contractor: User, programme, **task: object) -> Submission:
    """A complete draft without files."""
    row = drafts.create(contractor, programme)
    rights.all_clear(row)
    drafts.save_task(row.pk, contractor, {**TASK, **task})
    return Submission.objects.get(pk=row.pk)


def send(submission: Submission, name: str, data: bytes, **more: str) -> None:
    """One file over the real upload."""
    client = Client()
    client.force_login(submission.contractor)
    start = client.post(
        f"/api/submissions/{submission.pk}/uploads",
        {"name": name, "size": len(data), "shape": "file", **more},
        content_type="application/json",
    ).json()
    numbers = {"numbers": list(range(1, start["part_count"] + 1))}
    signed = client.post(start["sign_url"], numbers, content_type="application/json").json()
    at = 0
    for part in signed["parts"]:
        client.put(
            part["url"],
            data[at : at + part["size"]],
            content_type="application/octet-stream",
            headers=part["headers"],
        )
        at += part["size"]
    done = client.post(start["complete_url"], {}, content_type="application/json")
    assert done.status_code == 200


def scrubbed(contractor: User, programme, files: dict[str, bytes], **task: object) -> Submission:
    """Submitted and scrubbed; the contractor has not confirmed yet."""
    row = draft(contractor, programme, **task)
    for name, data in files.items():
        send(row, name, data)
    work(row)
    drafts.submit(row.pk, contractor, "My Name")
    assert work(row) == State.CONFIRMING
    return row


def in_review(contractor: User, programme, files: dict[str, bytes]) -> Submission:
    """Confirmed, ruled on, waiting for clearance."""
    row = scrubbed(contractor, programme, files)
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert work(row) == State.CLEARANCE
    return row


def holding(needle: str, places: Iterable[Path]) -> list[Path]:
    """Files that hold a word in the clear, in whatever case.

    Looked through by another process: opening a database's own files here and closing
    them again would drop the locks that SQLite holds on them.
    """
    folders = [str(place) for place in places if place.exists()]
    found = subprocess.run(
        ["grep", "-rlaiF", "-e", needle, *folders], capture_output=True, text=True, check=False
    )
    return sorted(Path(line) for line in found.stdout.splitlines())
