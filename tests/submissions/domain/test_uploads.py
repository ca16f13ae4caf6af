"""Uploads from the first word to the original in quarantine, and every way to go wrong."""

import hashlib
import secrets
import uuid
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import storages
from django.utils import timezone

from portal.programmes import versions
from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from portal.storage import PrivateLocalStorage
from portal.vault.errors import Tampered
from submissions.domain import intake, intake_limits, landing, quarantine, sealed
from submissions.domain.errors import FilesFixedError
from submissions.domain.intake import Wanted
from submissions.domain.landing_local import LocalLanding
from submissions.domain.upload_errors import (
    BadNameError,
    EmptyFileError,
    FileTooBigError,
    NoRoomError,
    NoSuchPartError,
    OverQuotaError,
    PartDiffersError,
    PartSizeError,
    PartsMissingError,
    SignatureExpiredError,
    TooManyFilesError,
    TypeNotAcceptedError,
    UploadOverError,
)
from submissions.models import Artefact, Part, Shape, Upload, UploadPart
from submissions.states import FileState
from tests.factories import people, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

CANARY = b"CANARY-IN-THE-FILE"
SMALL = 1000


@pytest.fixture(autouse=True)
def small_parts(monkeypatch, settings, tmp_path):
    """Parts of a thousand bytes, so that a small file has several."""
    monkeypatch.setattr(LocalLanding, "part_bytes", SMALL)
    settings.AIRLOCK_WORK_DIR = str(tmp_path / "work")


@pytest.fixture
def draft(programme, contractor):
    return samples.draft(programme, contractor)


def content(size: int = 2500) -> bytes:
    return (CANARY + secrets.token_bytes(size))[:size]


def begin(draft, data: bytes, name: str = "memo.docx", **more) -> Upload:
    return intake.start(draft.pk, draft.contractor, Wanted(name, len(data), **more))


def token(upload, number: int) -> str:
    signed = intake.sign(upload.pk, upload.artefact.submission.contractor, [number])[0]
    return signed.headers["X-Airlock-Part"]


def put(upload, number: int, data: bytes, given: str | None = None) -> UploadPart:
    actor = upload.artefact.submission.contractor
    piece = data[(number - 1) * SMALL : number * SMALL]
    signed = token(upload, number) if given is None else given
    return intake.put_part(upload.pk, actor, number, signed, BytesIO(piece))


def send(draft, data: bytes, name: str = "memo.docx", **more) -> Artefact:
    upload = begin(draft, data, name, **more)
    for number in range(1, upload.part_count + 1):
        put(upload, number, data)
    return intake.complete(upload.pk, draft.contractor)


def allow(programme, contractor, **changes) -> None:
    body = {**programme.setting(SettingKind.INTAKE).body, **changes}
    versions.publish(programme, SettingKind.INTAKE, body, None)


def on_disk(folder: Path, needle: bytes) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file() and needle in p.read_bytes()]


def test_upload_goes_from_parts_to_an_encrypted_original(draft, tmp_path):
    data = content()
    artefact = send(draft, data)
    assert (artefact.state, artefact.size) == (FileState.LANDED, 2500)
    with quarantine.work_folder(uuid.uuid4()) as folder:
        received = quarantine.receive(artefact, folder)
    assert (received.sha256, received.size) == (hashlib.sha256(data).hexdigest(), 2500)
    assert on_disk(tmp_path, CANARY) == []

    artefact.quarantine_key, artefact.sha256 = received.storage_key, received.sha256
    with quarantine.work_folder(uuid.uuid4()) as folder:
        path = quarantine.open_plaintext(artefact, folder)
        assert path.read_bytes() == data
        assert on_disk(tmp_path, CANARY) == [path]
    assert on_disk(tmp_path, CANARY) == []


def test_name_is_sealed_and_in_no_key(draft, tmp_path):
    artefact = send(draft, content(), "Ada Lovelace memo.docx")
    stored = Artefact.objects.get(pk=artefact.pk)
    assert b"Lovelace" not in bytes(stored.name_sealed)
    name = sealed.unseal(sealed.key_of(draft.pk), stored, "name_sealed")
    assert name == "Ada Lovelace memo.docx"
    assert [p for p in tmp_path.rglob("*") if "ovelace" in p.name] == []


def test_parts_may_come_in_any_order_and_twice(draft):
    data = content()
    upload = begin(draft, data)
    first = put(upload, 3, data)
    for number in (1, 2, 3):
        put(upload, number, data)
    assert put(upload, 3, data).pk == first.pk
    assert intake.received_parts(upload.pk, draft.contractor) == [1, 2, 3]
    artefact = intake.complete(upload.pk, draft.contractor)
    with landing.opened(artefact) as source:
        assert b"".join(iter(lambda: source.read(700), b"")) == data


def test_part_with_other_bytes_is_refused_and_the_first_kept(draft, tmp_path):
    data = content()
    upload = begin(draft, data)
    put(upload, 1, data)
    before = sorted(p for p in (tmp_path / "landing").rglob("*") if p.is_file())
    with pytest.raises(PartDiffersError):
        put(upload, 1, b"other" + data)
    assert sorted(p for p in (tmp_path / "landing").rglob("*") if p.is_file()) == before


@pytest.mark.parametrize("size", [0, 1, 999, 1001, 5000])
def test_part_of_another_length_is_refused_and_not_kept(draft, tmp_path, size):
    upload = begin(draft, content())
    given = token(upload, 1)
    with pytest.raises(PartSizeError):
        intake.put_part(upload.pk, draft.contractor, 1, given, BytesIO(b"x" * size))
    assert UploadPart.objects.count() == 0
    assert [p for p in (tmp_path / "landing").rglob("*") if p.is_file()] == []


def test_last_part_is_shorter(draft):
    signed = intake.sign(begin(draft, content()).pk, draft.contractor, [3, 1])
    assert [(part.number, part.size) for part in signed] == [(1, 1000), (3, 500)]


@pytest.mark.parametrize("number", [0, 4, -1])
def test_part_that_the_upload_does_not_have_is_refused(draft, number):
    upload = begin(draft, content())
    with pytest.raises(NoSuchPartError):
        intake.sign(upload.pk, draft.contractor, [number])
    with pytest.raises(NoSuchPartError):
        intake.put_part(upload.pk, draft.contractor, number, "t", BytesIO(b"x"))


def test_signature_is_for_one_part_of_one_upload_and_a_quarter_of_an_hour(draft):
    data = content()
    upload, other = begin(draft, data), begin(draft, data)
    for forged in ("", "x", token(upload, 2), token(other, 1), token(upload, 1)[:-1] + "?"):
        with pytest.raises(SignatureExpiredError):
            put(upload, 1, data, forged)
    old = token(upload, 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        with pytest.raises(SignatureExpiredError):
            put(upload, 1, data, old)
        put(upload, 1, data)


def test_complete_is_the_same_twice(draft):
    data = content()
    artefact = send(draft, data)
    again = intake.complete(artefact.upload.pk, draft.contractor)
    assert (again.pk, again.state) == (artefact.pk, FileState.LANDED)


def test_complete_without_a_part_is_refused_and_keeps_the_rest(draft):
    data = content()
    upload = begin(draft, data)
    put(upload, 1, data)
    put(upload, 3, data)
    with pytest.raises(PartsMissingError):
        intake.complete(upload.pk, draft.contractor)
    assert intake.received_parts(upload.pk, draft.contractor) == [1, 3]
    put(upload, 2, data)
    assert intake.complete(upload.pk, draft.contractor).state == FileState.LANDED


def test_abort_frees_the_room_and_deletes_the_bytes(draft, tmp_path):
    data = content()
    upload = begin(draft, data)
    put(upload, 1, data)
    for _ in range(2):
        intake.abort(upload.pk, draft.contractor)
    assert Artefact.objects.get().state == FileState.REMOVED
    assert [p for p in (tmp_path / "landing").rglob("*") if p.is_file()] == []
    for refused in (
        lambda: intake.sign(upload.pk, draft.contractor, [1]),
        lambda: intake.complete(upload.pk, draft.contractor),
        lambda: intake.received_parts(upload.pk, draft.contractor),
    ):
        with pytest.raises(UploadOverError):
            refused()


def test_stale_upload_is_taken_away_and_a_live_one_is_not(draft, tmp_path):
    data = content()
    stale, live, done = begin(draft, data), begin(draft, data), send(draft, data)
    put(stale, 1, data)
    hours = draft.programme.setting(SettingKind.RETENTION)["unfinished_upload_hours"]
    later = timezone.now() + timedelta(hours=hours + 1)
    with time_machine.travel(later):
        put(live, 1, data)
        assert [intake.reap_stale_uploads(), intake.reap_stale_uploads()] == [1, 0]
    states = {a.pk: a.state for a in Artefact.objects.all()}
    assert states == {
        stale.artefact_id: FileState.REMOVED,
        live.artefact_id: FileState.UPLOADING,
        done.pk: FileState.LANDED,
    }
    kept = {p.parent.name for p in (tmp_path / "landing").rglob("*") if p.is_file()}
    assert kept == {live.pk.hex, done.upload.pk.hex}


@pytest.mark.parametrize(
    "name",
    ["", "  ", "../memo.docx", "a/b.txt", "a\\b.txt", "..", "x" * 201, "memo\u202excod.exe",
     "memo\x00.docx", "line\nbreak.txt", "zero\u2066.txt"],
)  # fmt: skip
def test_names_that_hide_something_are_refused(draft, name):
    with pytest.raises(BadNameError):
        begin(draft, content(), name)
    assert Upload.objects.count() == 0


def test_names_of_any_language_are_taken(draft):
    upload = begin(draft, content(), "Gespräch — 議事録 (v2).docx")
    name = sealed.unseal(sealed.key_of(draft.pk), upload.artefact, "name_sealed")
    assert name == "Gespräch — 議事録 (v2).docx"


def test_name_in_two_spellings_of_unicode_is_one_name():
    assert intake_limits.checked_name(" re\u0301sume\u0301.docx ") == "r\u00e9sum\u00e9.docx"


def test_empty_file_is_refused(draft):
    with pytest.raises(EmptyFileError):
        begin(draft, b"")


def test_type_that_the_programme_left_out_is_refused_early(draft, contractor):
    allow(draft.programme, contractor, types=["pdf"])
    with pytest.raises(TypeNotAcceptedError):
        begin(draft, content(), "memo.docx")
    begin(draft, content(), "memo.pdf")
    begin(draft, content(), "main.rs")
    begin(draft, content(), "project.zip", shape=Shape.FOLDER)


def test_file_over_its_limit_is_refused(draft, contractor):
    allow(draft.programme, contractor, max_file_bytes=2499)
    with pytest.raises(FileTooBigError):
        begin(draft, content())


def test_room_is_taken_at_the_start_and_given_back(draft, contractor):
    allow(draft.programme, contractor, max_submission_bytes=5000)
    first = begin(draft, content())
    begin(draft, content())
    with pytest.raises(OverQuotaError):
        begin(draft, content(1))
    intake.abort(first.pk, draft.contractor)
    begin(draft, content())


def test_room_of_the_contractor_counts_all_their_samples(programme, draft, contractor):
    allow(programme, contractor, contractor_quota_bytes=4000)
    begin(draft, content())
    other = samples.draft(programme, contractor)
    with pytest.raises(OverQuotaError):
        begin(other, content())
    stranger = samples.draft(programme, people.member(programme, Role.CONTRACTOR))
    begin(stranger, content())


def test_room_of_the_programme_counts_everybodys_samples(programme, draft, contractor):
    allow(programme, contractor, programme_quota_bytes=3000)
    other = samples.draft(programme, people.member(programme, Role.CONTRACTOR))
    begin(other, content(2000))
    with pytest.raises(OverQuotaError):
        begin(draft, content(1001))
    begin(draft, content(1000))


def test_upload_that_would_fill_the_disk_is_refused(draft, monkeypatch):
    free = intake_limits.SPARE_BYTES + 2000
    usage = SimpleNamespace(total=free, used=0, free=free)
    monkeypatch.setattr(intake_limits.shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(NoRoomError):
        begin(draft, content(1001))
    begin(draft, content(1000))


def test_number_of_files_is_limited(draft, contractor):
    allow(draft.programme, contractor, max_files=1)
    begin(draft, content())
    with pytest.raises(TooManyFilesError):
        begin(draft, content())


def test_replacing_a_file_needs_no_second_room_and_takes_the_old_one_out(draft, contractor):
    allow(draft.programme, contractor, max_submission_bytes=2500, max_files=1)
    old = send(draft, content())
    new = send(draft, content(), "better.docx", replaces=old.pk)
    old.refresh_from_db()
    assert (old.state, new.state, new.position) == (
        FileState.REMOVED,
        FileState.LANDED,
        old.position,
    )


def test_file_of_another_sample_cannot_be_replaced(programme, draft, contractor):
    other = samples.draft(programme, people.member(programme, Role.CONTRACTOR))
    theirs = send(other, content())
    with pytest.raises(ObjectDoesNotExist):
        begin(draft, content(), replaces=theirs.pk)


def test_upload_of_another_contractor_does_not_exist(programme, draft):
    stranger = people.member(programme, Role.CONTRACTOR)
    upload = begin(draft, content())
    for action in (
        lambda: intake.start(draft.pk, stranger, Wanted("memo.docx", 10)),
        lambda: intake.sign(upload.pk, stranger, [1]),
        lambda: intake.put_part(upload.pk, stranger, 1, token(upload, 1), BytesIO(b"x")),
        lambda: intake.received_parts(upload.pk, stranger),
        lambda: intake.complete(upload.pk, stranger),
        lambda: intake.abort(upload.pk, stranger),
    ):
        with pytest.raises(ObjectDoesNotExist):
            action()


def test_files_of_a_submitted_sample_are_fixed(programme, contractor):
    submitted = samples.scanned(programme, contractor) if hasattr(samples, "scanned") else None
    if submitted is None:
        submitted = samples.draft(programme, contractor)
        from submissions.states import MOVES, State

        samples.walk(submitted, State.SCANNING, MOVES)
        submitted.refresh_from_db()
    with pytest.raises(FilesFixedError):
        begin(submitted, content())


def test_parts_exchanged_on_disk_are_noticed(draft):
    data = content(2000)
    upload = begin(draft, data)
    one, two = put(upload, 1, data), put(upload, 2, data)
    artefact = intake.complete(upload.pk, draft.contractor)
    UploadPart.objects.filter(pk=one.pk).update(storage_key="x")
    UploadPart.objects.filter(pk=one.pk).update(storage_key=two.storage_key)
    with quarantine.work_folder(uuid.uuid4()) as folder, pytest.raises(Tampered):
        quarantine.receive(artefact, folder)


def test_parts_exchanged_with_their_rows_are_noticed(draft):
    """Whoever writes to storage and database: a part opens in its own place alone."""
    data = secrets.token_bytes(2000)
    upload = begin(draft, data)
    one, two = put(upload, 1, data), put(upload, 2, data)
    artefact = intake.complete(upload.pk, draft.contractor)
    rows = UploadPart.objects.filter
    rows(pk=one.pk).update(storage_key="x", sha256=two.sha256)
    rows(pk=two.pk).update(storage_key=one.storage_key, sha256=one.sha256)
    rows(pk=one.pk).update(storage_key=two.storage_key)
    with quarantine.work_folder(uuid.uuid4()) as folder, pytest.raises(Tampered):
        quarantine.receive(artefact, folder)


def test_part_of_another_length_counts_as_missing_wherever_it_landed(draft):
    upload = begin(draft, content(1500))
    landing.check_all_there(upload, {1: 1000, 2: 500})
    for found in ({1: 1000, 2: 499}, {1: 1000}, {1: 1000, 2: 500, 3: 1}):
        with pytest.raises(PartsMissingError):
            landing.check_all_there(upload, found)


class StaleStorage(PrivateLocalStorage):
    """Gives the first object whatever is asked for: a replica that fell behind."""

    def _open(self, name, mode="rb"):
        first = min(self.listed(), key=lambda one: one.written)
        return super()._open(first.key, mode)


def test_copy_that_reads_back_as_something_else_is_not_received(draft, settings):
    """It decrypts, it is this file's own, and yet it is not what was written."""
    artefact = send(draft, content())
    with quarantine.work_folder(uuid.uuid4()) as folder:
        first = quarantine.receive(artefact, folder)
    UploadPart.objects.filter(upload=artefact.upload).delete()
    Upload.objects.filter(artefact=artefact).update(state="open", finished_at=None)
    upload, other = Upload.objects.get(artefact=artefact), content()
    for number in range(1, upload.part_count + 1):
        put(upload, number, other)
    folder_of = settings.STORAGES["quarantine"]
    settings.STORAGES = {
        **settings.STORAGES,
        "quarantine": {**folder_of, "BACKEND": f"{__name__}.StaleStorage"},
    }
    with quarantine.work_folder(uuid.uuid4()) as folder, pytest.raises(Tampered):
        quarantine.receive(Artefact.objects.get(pk=artefact.pk), folder)
    assert [one.key for one in storages["quarantine"].listed()] == [first.storage_key]


def test_original_that_was_exchanged_is_noticed(draft):
    files = []
    for _ in range(2):
        artefact = send(draft, content())
        with quarantine.work_folder(uuid.uuid4()) as folder:
            got = quarantine.receive(artefact, folder)
        artefact.quarantine_key, artefact.sha256 = got.storage_key, got.sha256
        files.append(artefact)
    files[0].quarantine_key = files[1].quarantine_key
    with quarantine.work_folder(uuid.uuid4()) as folder:
        with pytest.raises(Tampered):
            quarantine.open_plaintext(files[0], folder)
        assert list(folder.iterdir()) == []


def test_original_that_is_another_version_of_itself_is_noticed(draft):
    """An older object of the same file opens under its key: its hash says that it is another."""
    artefact = send(draft, content())
    with quarantine.work_folder(uuid.uuid4()) as folder:
        got = quarantine.receive(artefact, folder)
    artefact.quarantine_key, artefact.sha256 = got.storage_key, hashlib.sha256(b"").hexdigest()
    with quarantine.work_folder(uuid.uuid4()) as folder:
        with pytest.raises(Tampered):
            quarantine.open_plaintext(artefact, folder)
        assert list(folder.iterdir()) == []


def test_wanted_knows_its_side_of_the_task(draft):
    wanted = replace(Wanted("brief.txt", 10), part=Part.REFERENCE)
    upload = intake.start(draft.pk, draft.contractor, wanted)
    assert upload.artefact.part == Part.REFERENCE
