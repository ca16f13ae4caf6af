"""Objects that no row names go; those that are named, young or perhaps being written stay."""

import io
import os
import signal
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from portal.storage import new_key
from submissions.domain import intake, leftovers, orphans, sealed, vaulted
from submissions.domain.intake import Wanted
from submissions.domain.scrubbing import take_step
from submissions.models import Artefact, UploadPart
from submissions.states import FileState
from tests.factories import samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DATA = b"words of a file"


@pytest.fixture
def draft(programme, contractor, settings, tmp_path):
    settings.AIRLOCK_WORK_DIR = str(tmp_path / "work")
    return samples.draft(programme, contractor)


def uploaded(draft):
    upload = intake.start(draft.pk, draft.contractor, Wanted("memo.txt", len(DATA)))
    (part,) = intake.sign(upload.pk, draft.contractor, [1])
    token = next(iter(part.headers.values()))
    intake.put_part(upload.pk, draft.contractor, 1, token, io.BytesIO(DATA))
    return upload


def orphan(alias):
    """What a worker leaves that is killed between writing an object and naming it."""
    return storages[alias].save(new_key(), ContentFile(b"sealed"))


def keys(alias):
    return {one.key for one in storages[alias].listed()}


def later(**how_long):
    return time_machine.travel(timezone.now() + timedelta(**how_long), tick=True)


@pytest.mark.parametrize("alias", ["landing", "quarantine", "evidence"])
def test_orphan_goes_after_a_day_and_not_before(draft, alias):
    key = orphan(alias)
    with later(hours=23):
        assert orphans.sweep() == 0
    assert keys(alias) == {key}
    with later(hours=25):
        assert leftovers.sweep_all() == 1
        assert keys(alias) == set()
        assert leftovers.sweep_all() == 0


@pytest.mark.parametrize("alias", ["clean", "releases"])
def test_what_is_named_inside_sealed_lists_is_left_alone(draft, alias):
    key = orphan(alias)
    with later(days=400):
        orphans.sweep()
    assert keys(alias) == {key}


@pytest.mark.slow
def test_whatever_a_row_names_stays(draft):
    open_upload, finished = uploaded(draft), uploaded(draft)
    intake.complete(finished.pk, draft.contractor)
    while Artefact.objects.get(pk=finished.artefact_id).state != FileState.CHECKED:
        assert take_step(draft.pk)
    artefact = Artefact.objects.get(pk=finished.artefact_id)
    key = sealed.key_of(draft.pk)
    artefact.reading_key = vaulted.put_bytes("quarantine", key, "reading", artefact.pk, b"{}")
    artefact.save(update_fields=["reading_key"])
    before = keys("landing"), keys("quarantine")
    assert before == (
        {part.storage_key for part in UploadPart.objects.filter(upload=open_upload)},
        {artefact.quarantine_key, artefact.reading_key},
    )
    with later(days=30):
        assert orphans.sweep() == 0
    assert (keys("landing"), keys("quarantine")) == before


def test_part_that_was_written_while_its_upload_was_given_up_goes(draft):
    upload = uploaded(draft)
    intake.abort(upload.pk, draft.contractor)
    storages["landing"].save(upload.parts.get().storage_key, ContentFile(b"sealed"))
    with later(hours=25):
        assert orphans.sweep() == 1
    assert keys("landing") == set()


def test_nothing_goes_that_a_live_lease_may_be_writing(draft):
    upload = uploaded(draft)
    key = orphan("quarantine")
    with later(hours=30):
        Artefact.objects.filter(pk=upload.artefact_id).update(
            lease_token=uuid.uuid4(), lease_until=timezone.now() + timedelta(seconds=30)
        )
        assert orphans.sweep() == 0
        assert keys("quarantine") == {key}
        Artefact.objects.filter(pk=upload.artefact_id).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        assert orphans.sweep() == 1
    assert keys("quarantine") == set()


def test_more_orphans_than_one_batch_go(draft, monkeypatch):
    monkeypatch.setattr(orphans, "BATCH", 2)
    for _ in range(5):
        orphan("quarantine")
    with later(hours=25):
        assert orphans.sweep() == 5


KILLED = """
import os, signal, sys
from pathlib import Path
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from portal.storage import new_key
storages["quarantine"].save(new_key(), ContentFile(b"sealed"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_object_of_a_killed_process_goes(draft, tmp_path):
    """Written by a process that died at once by ``kill -9``, into the same folder."""
    folder = storages["quarantine"].base_location
    program = KILLED.replace('storages["quarantine"]', f"PrivateLocalStorage({str(folder)!r})")
    program = program.replace("import new_key", "import PrivateLocalStorage, new_key")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    killed = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(keys("quarantine")) == 1
    with later(hours=25):
        assert orphans.sweep() == 1
    assert keys("quarantine") == set()
