"""Pass one fails closed: what is not received, scanned and read for sure goes no further."""

import uuid
from pathlib import Path

import pytest
from django.core.files.storage import storages

from portal.programmes import versions
from portal.programmes.kinds import SettingKind
from submissions.domain import drafts, stalled, work
from submissions.domain.errors import LeaseLostError
from submissions.domain.scrubbing import first, take_step
from submissions.models import Artefact, Evidence
from submissions.states import FileState
from tests.factories import samples
from tests.submissions import way
from tests.submissions.domain.test_malware import VERSION, clamd_that_says

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

LETTER = b"Dear Lieselotte Vandermeulen,\n\nthe crate with the copper lid arrived.\n\nRegards\n"


@pytest.fixture
def landed(programme, contractor, settings, tmp_path):
    settings.AIRLOCK_WORK_DIR = str(tmp_path / "work")
    settings.CLAMD_MAX_SIGNATURE_AGE_DAYS = 0
    draft = samples.draft(programme, contractor)
    way.send(draft, "letter.txt", LETTER)
    return draft.artefacts.get()


@pytest.fixture
def quarantined(landed):
    assert take_step(landed.submission_id)
    return _again(landed)


def _again(file):
    return Artefact.objects.select_related("submission__programme").get(pk=file.pk)


def _stored(alias: str) -> list[str]:
    folder = Path(storages[alias].location)
    return sorted(p.name for p in folder.rglob("*") if p.is_file()) if folder.exists() else []


def _overtaken(file) -> work.Claim:
    """A claim whose lease somebody else has by now."""
    claim = work.claim(file)
    Artefact.objects.filter(pk=file.pk).update(lease_token=uuid.uuid4())
    return claim


def test_received_file_leaves_landing(landed):
    assert len(_stored("landing")) == 1
    assert take_step(landed.submission_id)
    file = _again(landed)
    assert (file.state, file.size, file.landing_key) == (FileState.QUARANTINED, len(LETTER), "")
    assert (_stored("landing"), len(_stored("quarantine"))) == ([], 1)


def test_receiving_after_the_lease_was_lost_keeps_the_landing_and_no_copy(landed):
    before = _stored("landing")
    with pytest.raises(LeaseLostError):
        first.receive(landed, _overtaken(landed))
    assert _again(landed).state == FileState.LANDED
    assert (_stored("landing"), _stored("quarantine")) == (before, [])


def test_infected_file_is_refused(quarantined, settings):
    with clamd_that_says(settings, VERSION.encode() + b"\0", b"stream: Eicar FOUND\0"):
        assert take_step(quarantined.submission_id)
    file = _again(quarantined)
    assert (file.state, file.code, file.detail) == (FileState.REFUSED, "malware", "")


def test_file_waits_for_a_scanner_that_is_down_and_is_then_scanned(quarantined, settings):
    settings.CLAMD = "127.0.0.1:1"
    assert take_step(quarantined.submission_id)
    file = _again(quarantined)
    assert (file.state, file.code) == (FileState.HELD, "scanner_unavailable")
    assert not take_step(quarantined.submission_id)
    assert stalled.retry_held() == 1
    with clamd_that_says(settings, VERSION.encode() + b"\0", b"stream: OK\0"):
        assert take_step(quarantined.submission_id)
    file = _again(quarantined)
    assert (file.state, file.malware, file.format) == (FileState.CHECKED, "clean", "txt")


def test_original_that_was_exchanged_goes_no_further(quarantined):
    Artefact.objects.filter(pk=quarantined.pk).update(sha256="0" * 64)
    for attempt in range(1, work.MAX_ATTEMPTS + 1):
        Artefact.objects.filter(pk=quarantined.pk).update(lease_token=None, lease_until=None)
        assert take_step(quarantined.submission_id)
        file = _again(quarantined)
        assert (file.state, file.attempts) == (FileState.QUARANTINED, attempt)
        assert not take_step(quarantined.submission_id)
    Artefact.objects.filter(pk=quarantined.pk).update(lease_token=None, lease_until=None)
    assert not take_step(quarantined.submission_id)
    assert _again(quarantined).needs_operator


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"max_file_bytes": len(LETTER) - 1}, "too_big"), ({"types": ["pdf"]}, "unsupported")],
)
def test_file_that_the_programme_no_longer_takes_stops(quarantined, changes, code):
    programme = quarantined.submission.programme
    body = {**programme.setting(SettingKind.INTAKE).body, **changes}
    versions.publish(programme, SettingKind.INTAKE, body, None)
    assert take_step(quarantined.submission_id)
    assert (_again(quarantined).state, _again(quarantined).code) == (FileState.HELD, code)


def test_checking_after_the_lease_was_lost_changes_nothing(quarantined):
    with pytest.raises(LeaseLostError):
        first.check(quarantined, _overtaken(quarantined))
    assert (_again(quarantined).state, _again(quarantined).malware) == (FileState.QUARANTINED, "")


def test_sample_that_was_withdrawn_is_not_worked_on(landed):
    type(landed.submission).objects.filter(pk=landed.submission_id).update(state="quarantined")
    type(landed.submission).objects.filter(pk=landed.submission_id).update(state="withdrawn")
    assert not take_step(landed.submission_id)
    assert _again(landed).state == FileState.LANDED


@pytest.mark.slow
def test_reading_after_the_lease_was_lost_keeps_nothing(programme, contractor):
    row = way.draft(contractor, programme)
    way.send(row, "letter.txt", LETTER + b"\nCopyright 2024 Quillbrook Widgets GmbH.\n")
    way.work(row)
    drafts.submit(row.pk, contractor, "My Name")
    while row.state != "scrubbing":
        assert take_step(row.pk)
        row.refresh_from_db()
    file = _again(row.artefacts.get())
    before = _stored("quarantine")
    claim = _overtaken(file)
    with pytest.raises(LeaseLostError):
        first.read(file, claim)
    assert (_again(file).state, _again(file).reading_key) == (FileState.CHECKED, "")
    assert (_stored("quarantine"), Evidence.objects.count()) == (before, 0)
    Artefact.objects.filter(pk=file.pk).update(lease_token=claim.token)
    first.read(file, claim)
    assert len(_stored("quarantine")) == len(before) + 1
    assert Evidence.objects.filter(artefact=file).count() > 0
