"""``kill -9`` at any step: nothing lost, nothing done twice, no plaintext left.

Real workers on both brokers. A round waits until a file stands at a chosen step under a
worker's lease, kills, starts a new worker where there is none, and then expects exactly
what an undisturbed run gives. ``--soak`` repeats every kill 20 times, each round at the
next step.
"""

import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages

from portal import work as work_folders
from portal.audit.models import AuditEvent
from portal.celery import EXIT_BROKEN_POOL
from portal.programmes.roles import Role
from submissions.domain import drafts, leftovers, sealed, stalled, vaulted
from submissions.domain.scrubbing import open_clean
from submissions.models import CleanFile, Finding, ScrubRun, Submission
from submissions.states import FileState, State
from tests.factories import people, rights
from tests.services import wait_until
from tests.submissions import way

CANARY = "Wilhelmina Zq7Canaryhart"
MOMENTS = (
    FileState.LANDED,
    FileState.QUARANTINED,
    FileState.CHECKED,
    FileState.READ,
    State.SCRUBBING,
)
LEASE = {"AIRLOCK_LEASE_SECONDS": "3"}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]


@pytest.fixture
def vault():
    """The workers share this process's settings, so its keys and storages stay as they are."""
    settings.AIRLOCK_LEASE_SECONDS = 3
    for name in ("landing", "quarantine", "clean"):
        shutil.rmtree(storages[name].location, ignore_errors=True)


def _files() -> dict[str, bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes/today.txt", f"Call {CANARY} about the invoice.\n" * 20)
    return {
        "letter.txt": f"Dear {CANARY},\n\nthank you for the visit.\n".encode() * 50,
        "people.csv": f"name,town\n{CANARY},Ulm\n".encode(),
        "folder.zip": packed.getvalue(),
    }


@pytest.fixture
def submission(transactional_db, vault):
    programme = people.programme()
    contractor = people.member(programme, Role.CONTRACTOR)
    row = drafts.create(contractor, programme)
    rights.all_clear(row)
    drafts.save_task(row.pk, contractor, {**way.TASK, "title": f"Letter of {CANARY}"})
    for name, data in _files().items():
        way.send(row, name, data)
    return Submission.objects.get(pk=row.pk)


def _claimed(submission, moment) -> bool:
    """Whether a worker holds a lease at this step right now, or the step is over."""
    if isinstance(moment, State):
        row = Submission.objects.get(pk=submission.pk)
        return row.state not in (State.DRAFT, State.QUARANTINED, State.SCANNING)
    files = submission.artefacts
    held = files.filter(state=moment, lease_token__isnull=False).exists()
    order = list(FileState)
    past = [s for s in order[order.index(moment) + 1 :] if s in _ONWARD]
    return held or files.filter(state__in=past).count() == files.count()


_ONWARD = {FileState.QUARANTINED, FileState.CHECKED, FileState.READ, FileState.CLEANED}


def _settled(submission) -> bool:
    stalled.resume()
    return State(Submission.objects.get(pk=submission.pk).state) in (
        State.CONFIRMING,
        State.HELD,
    )


def _submit_when_checked(submission) -> bool:
    stalled.resume()
    stopped = submission.artefacts.filter(state__in=[FileState.HELD, FileState.REFUSED])
    assert list(stopped.values_list("format", "code", "detail")) == []
    return set(submission.artefacts.values_list("state", flat=True)) == {FileState.CHECKED}


@pytest.mark.parametrize("victim", ["main", "child", "everything"])
def test_kill_loses_nothing_and_doubles_nothing(workers, submission, victim, soak_round):
    offset = {"main": 0, "child": 2, "everything": 4}[victim]
    moment = MOMENTS[(soak_round + offset) % len(MOMENTS)]
    worker = workers.start(**LEASE)
    stalled.resume()

    early = moment in (FileState.LANDED, FileState.QUARANTINED)
    if not early:
        wait_until(lambda: _submit_when_checked(submission), within_s=120, what="files are checked")
        drafts.submit(submission.pk, submission.contractor, "My Name")
    wait_until(lambda: _claimed(submission, moment), within_s=120, what=f"work at {moment}")
    {"main": worker.kill_main, "child": worker.kill_child, "everything": worker.kill_all}[victim]()
    if victim == "main":
        workers.kill_everything()
    if victim == "child" and workers.broker_url.startswith("files"):
        # Its children shared a lock with the killed one: it ends, to be started again.
        wait_until(lambda: worker.process.poll() is not None, within_s=30, what="it ended")
        assert worker.process.returncode == EXIT_BROKEN_POOL
    if worker.process.poll() is not None:
        workers.start(**LEASE)
    if early:
        wait_until(lambda: _submit_when_checked(submission), within_s=120, what="files are checked")
        drafts.submit(submission.pk, submission.contractor, "My Name")
    try:
        wait_until(lambda: _settled(submission), within_s=180, what="the scrub ended")
    except AssertionError as error:
        raise AssertionError(_state_of(submission, workers)) from error
    workers.kill_everything()

    _nothing_lost(submission)
    _nothing_doubled(submission)
    _no_plaintext_left()


def _state_of(submission, workers) -> str:
    """Where everything stands, for a failure's message."""
    columns = ("state", "attempts", "lease_until", "needs_operator")
    rows = [
        *Submission.objects.filter(pk=submission.pk).values(*columns),
        *submission.artefacts.values(*columns, "code"),
        *submission.runs.values("number", "finished_at", "voided_at"),
    ]
    logs = [worker.text().splitlines()[-12:] for worker in workers.started]
    return "\n".join(map(str, [*rows, *(line for lines in logs for line in lines)]))


def _nothing_lost(submission):
    submission.refresh_from_db()
    assert submission.state == State.CONFIRMING
    run = submission.current_run
    copies = list(CleanFile.objects.filter(run=run).select_related("artefact"))
    assert sorted(c.format for c in copies) == ["csv", "txt", "zip"]
    key = sealed.key_of(submission.pk)
    for copy in copies:
        original = vaulted.get_bytes(
            "quarantine", key, "original", copy.artefact.pk, copy.artefact.quarantine_key
        )
        cleaned = open_clean(copy)
        plain = _unzipped(original), _unzipped(cleaned)
        assert CANARY.encode() in plain[0]
        assert b"Zq7Canaryhart" not in plain[1]
        assert b"Wilhelmina" not in plain[1]
    assert "Zq7" not in str(sealed.unseal(key, run, "task_sealed"))


def _unzipped(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def _nothing_doubled(submission):
    assert ScrubRun.objects.filter(submission=submission, voided_at=None).count() == 1
    run = submission.current_run
    assert run.files.count() == 3
    spots = list(Finding.objects.filter(run=run).values_list("artefact", "locator", "start"))
    assert len(spots) == len(set(spots))
    events = list(
        AuditEvent.objects.filter(subject=str(submission.pk)).values_list("event", flat=True)
    )
    for once in ("submission.submitted", "submission.received", "submission.scrubbed"):
        assert events.count(once) == 1
    for artefact in submission.artefacts.all():
        told = list(
            AuditEvent.objects.filter(subject=str(artefact.pk)).values_list("event", flat=True)
        )
        for once in ("file.landed", "file.received", "file.checked", "file.read", "file.cleaned"):
            assert (once, told.count(once)) == (once, 1)
    leftovers.sweep()
    # One original, one reading, and of each clean copy one object and its preview.
    assert len(_objects("landing")) == 0
    assert len(_objects("quarantine")) <= 6 + ORPHANS
    kept = {a.quarantine_key for a in submission.artefacts.all()}
    assert kept <= {
        str(p.relative_to(storages["quarantine"].location)) for p in _objects("quarantine")
    }


ORPHANS = 4
"""Encrypted objects that a killed step wrote and nobody points to; the sweeper's to delete."""


def _objects(name: str) -> list[Path]:
    folder = Path(storages[name].location)
    return [p for p in folder.rglob("*") if p.is_file()] if folder.exists() else []


def _no_plaintext_left():
    work_folders.wipe_stale_work()
    assert _found() == []


def _found() -> list[Path]:
    """Files that hold the canary in the clear."""
    return way.holding("Zq7Canaryhart", _everywhere())


def _everywhere() -> list[Path]:
    """Every folder that a worker may write to, but the database (sealed columns) itself."""
    temporary = Path(tempfile.gettempdir())
    ours = [p for p in temporary.glob("scrub-*") if p.is_dir()]
    return [work_folders.root(), Path(settings.VAR_DIR), *ours]


def test_the_search_sees_a_canary_where_there_is_one(submission):
    folder = work_folders.root() / "planted"
    folder.mkdir()
    (folder / "left.txt").write_bytes(CANARY.encode())
    try:
        assert _found() == [folder / "left.txt"]
    finally:
        shutil.rmtree(folder)
