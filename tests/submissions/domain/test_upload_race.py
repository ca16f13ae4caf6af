"""Requests about uploads that meet: begun, sent, completed and given up at the same moment."""

import secrets
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connections

from portal.audit.models import AuditEvent
from portal.programmes import versions
from portal.programmes.kinds import SettingKind
from submissions.domain import intake, landing
from submissions.domain.errors import Refused
from submissions.domain.intake import Wanted
from submissions.domain.landing_local import LocalLanding
from submissions.domain.upload_errors import OverQuotaError, PartsMissingError, UploadOverError
from submissions.models import Artefact, Upload, UploadState
from submissions.states import FileState
from tests.factories import samples

pytestmark = [
    pytest.mark.slow,
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

PAGES, SIZE = 6, 1000


def test_the_last_room_is_given_once(programme, contractor):
    body = {**programme.setting(SettingKind.INTAKE).body, "contractor_quota_bytes": 2 * SIZE - 1}
    versions.publish(programme, SettingKind.INTAKE, body, contractor)
    drafts = [samples.draft(programme, contractor).pk for _ in range(PAGES)]
    start = threading.Barrier(PAGES)
    ended: list[str] = []

    def page(draft):
        try:
            start.wait()
            intake.start(draft, contractor, Wanted("a.txt", SIZE))
            ended.append("begun")
        except OverQuotaError:
            ended.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=page, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["begun"] + ["refused"] * (PAGES - 1)
    assert Upload.objects.count() == 1


PART = 1000
DATA = secrets.token_bytes(2 * PART)
WITHIN_S = 60


class Slow:
    """A part on its way: its first half has arrived, the rest comes when the test says so."""

    def __init__(self, data: bytes) -> None:
        self._halves = [data[: len(data) // 2], data[len(data) // 2 :]]
        self.begun, self.go_on = threading.Event(), threading.Event()

    def read(self, size: int = -1, /) -> bytes:
        del size
        if len(self._halves) == 1:
            self.begun.set()
            assert self.go_on.wait(WITHIN_S)
        return self._halves.pop(0) if self._halves else b""


class Asked(threading.Thread):
    """One request in a thread of its own; keeps what it gave or how it was refused."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act, self.gave, self.refused = act, None, None
        self.start()

    def run(self) -> None:
        try:
            self.gave = self._act()
        except Refused as error:
            self.refused = error.code
        finally:
            connections.close_all()

    def ended(self) -> "Asked":
        self.join(WITHIN_S)
        assert not self.is_alive()
        return self


@pytest.fixture
def upload(programme, contractor, monkeypatch) -> Upload:
    """Two parts long, of which the first has arrived."""
    monkeypatch.setattr(LocalLanding, "part_bytes", PART)
    draft = samples.draft(programme, contractor)
    row = intake.start(draft.pk, contractor, Wanted("a.txt", len(DATA)))
    put(row, contractor, 1)
    return row


def put(upload, contractor, number, source=None):
    (signed,) = intake.sign(upload.pk, contractor, [number])
    piece = DATA[(number - 1) * PART : number * PART]
    token = signed.headers["X-Airlock-Part"]
    return intake.put_part(upload.pk, contractor, number, token, source or BytesIO(piece))


def sending(upload, contractor, number):
    """A part that is being sent, and the thread that sends it."""
    slow = Slow(DATA[(number - 1) * PART : number * PART])
    sender = Asked(lambda: put(upload, contractor, number, slow))
    assert slow.begun.wait(WITHIN_S)
    return slow, sender


def stored() -> int:
    """How many objects lie where uploads land."""
    place = Path(storages[landing.STORAGE].location)
    return sum(path.is_file() for path in place.rglob("*"))


def landed(upload) -> int:
    """How often the file's arrival was written down."""
    return AuditEvent.objects.filter(event="file.landed").count()


def received(upload) -> bytes:
    with landing.opened(Artefact.objects.get(pk=upload.artefact_id)) as source:
        return source.read() + source.read()


def test_two_completes_at_once_receive_one_file(upload, contractor):
    put(upload, contractor, 2)
    start = threading.Barrier(2)

    def complete():
        start.wait()
        return intake.complete(upload.pk, contractor).pk

    both = [Asked(complete), Asked(complete)]
    assert [one.ended().gave for one in both] == [upload.artefact_id] * 2
    assert landed(upload) == 1
    assert received(upload) == DATA


def test_complete_while_a_part_is_written_waits_for_it(upload, contractor):
    slow, sender = sending(upload, contractor, 2)
    with pytest.raises(PartsMissingError):
        intake.complete(upload.pk, contractor)
    slow.go_on.set()
    assert sender.ended().refused is None
    assert intake.complete(upload.pk, contractor).pk == upload.artefact_id
    assert (landed(upload), received(upload)) == (1, DATA)


def test_part_replayed_while_completing_and_after_changes_nothing(upload, contractor):
    put(upload, contractor, 2)
    slow, sender = sending(upload, contractor, 2)
    intake.complete(upload.pk, contractor)
    slow.go_on.set()
    assert sender.ended().refused is None
    assert (stored(), received(upload)) == (2, DATA)
    with pytest.raises(UploadOverError):
        put(upload, contractor, 2)
    assert (stored(), received(upload)) == (2, DATA)


def test_abort_during_complete_ends_one_way_or_the_other(upload, contractor):
    put(upload, contractor, 2)
    start = threading.Barrier(2)

    def complete():
        start.wait()
        return intake.complete(upload.pk, contractor).pk

    def abort():
        start.wait()
        intake.abort(upload.pk, contractor)

    first, _second = (one.ended() for one in (Asked(complete), Asked(abort)))
    upload.refresh_from_db()
    ended = (upload.state, upload.artefact.state, first.refused, stored())
    assert ended in (
        (UploadState.COMPLETE, FileState.LANDED, None, 2),
        (UploadState.ABORTED, FileState.REMOVED, UploadOverError.code, 0),
    )


def test_part_that_is_sent_while_its_upload_is_given_up_leaves_nothing(upload, contractor):
    slow, sender = sending(upload, contractor, 2)
    intake.abort(upload.pk, contractor)
    slow.go_on.set()
    assert sender.ended().refused == UploadOverError.code
    assert (stored(), upload.parts.filter(number=2).count()) == (0, 0)
