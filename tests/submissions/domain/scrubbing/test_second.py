"""Pass two: one bundle hash, knowledge that spreads, and nothing kept after a lost lease."""

import hashlib
import uuid
from pathlib import Path

import pytest
from django.core.files.storage import storages

from scrubbing import services
from scrubbing.engine.types import Kind, Proof
from submissions.domain import drafts, sealed, work
from submissions.domain.errors import LeaseLostError, StaleError
from submissions.domain.scrubbing import second, take_step
from submissions.models import Artefact, CleanFile, Finding, ScrubRun
from submissions.states import FileState, State
from tests.factories import samples
from tests.submissions import way

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

LETTER = b"Dear Lieselotte Vandermeulen,\n\nthe crate with the copper lid arrived.\n\nRegards\n"


def _stored(alias: str) -> list[str]:
    folder = Path(storages[alias].location)
    return sorted(p.name for p in folder.rglob("*") if p.is_file()) if folder.exists() else []


def test_bundle_hash_names_the_run_the_task_and_every_file(programme, contractor):
    run = samples.submission(programme, contractor, State.CONFIRMING, files=2).current_run
    files = sorted(f"{f.artefact_id}:{f.sha256}" for f in run.files.all())
    whole = "\n".join([str(run.pk), "t", *files])
    assert second.bundle_hash(run) == hashlib.sha256(whole.encode()).hexdigest()
    before = second.bundle_hash(run)
    run.task_sha256 = "u"
    assert second.bundle_hash(run) != before
    run.task_sha256 = "t"
    run.files.filter(pk=run.files.first().pk).update(sha256="0" * 64)
    assert second.bundle_hash(run) != before


@pytest.fixture
def run(programme, contractor):
    """A run that is open, with two files cleaned by it."""
    row = samples.submission(programme, contractor, State.SCRUBBING, files=2)
    opened = row.runs.get()
    knowledge = services.merge_readings([], ["Ada Byron"], [], b"k" * 32)
    second._freeze(opened, knowledge, sealed.key_of(row.pk))
    opened.finished_at = None
    opened.save()
    return opened


def _spread(run: ScrubRun, artefact: Artefact, *discovered: tuple[Kind, str, float]) -> None:
    proof = Proof((), {}, 1, "", "")
    found = services.CleanedFile("a.txt", "0" * 64, "text", {}, (), proof, discovered)
    second._spread(run, artefact, sealed.key_of(artefact.submission_id), found)


def test_what_one_file_discovers_sends_the_others_back(run):
    one, other = Artefact.objects.filter(submission=run.submission).order_by("position")
    objects = _stored("clean")
    CleanFile.objects.get(artefact=one).delete()
    _spread(ScrubRun.objects.get(pk=run.pk), one, (Kind.PERSON, "Grace Hopper", 0.99))
    now = ScrubRun.objects.get(pk=run.pk)
    assert now.knowledge_version != run.knowledge_version
    values = {
        e.untrusted_value for e in second._knowledge(now, sealed.key_of(one.submission_id)).entries
    }
    assert {"Ada Byron", "Grace Hopper"} <= values
    assert Artefact.objects.get(pk=other.pk).state == FileState.READ
    assert (CleanFile.objects.count(), Finding.objects.filter(artefact=other).count()) == (0, 0)
    assert len(objects) - len(_stored("clean")) == 4  # copy, preview, its words, picture


def test_what_is_known_already_sends_nothing_back(run):
    one, other = Artefact.objects.filter(submission=run.submission).order_by("position")
    _spread(run, one)
    _spread(run, one, (Kind.PERSON, "Ada Byron", 0.99))
    assert ScrubRun.objects.get(pk=run.pk).knowledge_version == run.knowledge_version
    assert Artefact.objects.get(pk=other.pk).state == FileState.CLEANED


@pytest.mark.parametrize("changed", ["knowledge_version", "voided_at"])
def test_file_cleaned_with_less_than_is_known_now_is_not_kept(run, changed):
    value = {"knowledge_version": "newer", "voided_at": run.started_at}[changed]
    ScrubRun.objects.filter(pk=run.pk).update(**{changed: value})
    with pytest.raises(StaleError):
        _spread(run, run.files.first().artefact)


def _ready_to_clean(contractor, programme) -> Artefact:
    row = way.draft(contractor, programme)
    way.send(row, "letter.txt", LETTER)
    way.work(row)
    drafts.submit(row.pk, contractor, "My Name")
    while not row.runs.exists():
        assert take_step(row.pk)
    return row.artefacts.select_related("submission__programme").get()


@pytest.mark.slow
def test_cleaning_after_the_lease_was_lost_keeps_nothing(contractor, programme):
    file = _ready_to_clean(contractor, programme)
    claim = work.claim(file)
    Artefact.objects.filter(pk=file.pk).update(lease_token=uuid.uuid4())
    with pytest.raises(LeaseLostError):
        second.clean(file, claim)
    assert (_stored("clean"), CleanFile.objects.count(), Finding.objects.count()) == ([], 0, 0)
    assert Artefact.objects.get(pk=file.pk).state == FileState.READ
    Artefact.objects.filter(pk=file.pk).update(lease_token=claim.token)
    second.clean(file, claim)
    assert (CleanFile.objects.count(), len(_stored("clean")) > 0) == (1, True)


@pytest.mark.slow
def test_run_is_not_closed_after_the_lease_was_lost(contractor, programme):
    row = _ready_to_clean(contractor, programme).submission
    assert take_step(row.pk)
    row.refresh_from_db()
    claim = work.claim(row)
    type(row).objects.filter(pk=row.pk).update(lease_token=uuid.uuid4())
    with pytest.raises(LeaseLostError):
        second.finish(row, claim)
    row.refresh_from_db()
    assert (row.state, row.current_run, row.runs.get().finished_at) == (State.SCRUBBING, None, None)


def test_copy_that_differs_from_what_was_verified_is_not_kept():
    second._check_unchanged("a" * 64, "a" * 64)
    with pytest.raises(OSError, match="changed while it was stored"):
        second._check_unchanged("a" * 64, "b" * 64)
