"""What was destroyed stays unreadable, whatever backup is brought back."""

import json
import os
import shutil
import stat
import subprocess
import sys
import uuid
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.vault import backup, keys, ledger
from portal.vault.errors import KeyDestroyed
from portal.vault.models import KeyKind, Shred, WrappedKey

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def store(folder: Path, subject: uuid.UUID, text: bytes) -> Path:
    folder.mkdir()
    file = folder / "object"
    with file.open("wb") as target:
        keys.create(KeyKind.SUBMISSION, subject).encrypt("originals", BytesIO(text), target)
    return file


def read(file: Path, subject: uuid.UUID) -> bytes:
    target = BytesIO()
    with file.open("rb") as source:
        keys.open(KeyKind.SUBMISSION, subject).decrypt("originals", source, target)
    return target.getvalue()


def lose_everything_but_the_ledger(storage: Path) -> None:
    shutil.rmtree(storage)
    WrappedKey.objects.all().delete()
    Shred.objects.all().delete()


def test_restored_backup_of_everything_does_not_bring_back_what_was_destroyed(tmp_path):
    gone, kept = uuid.uuid4(), uuid.uuid4()
    storage, saved = tmp_path / "storage", tmp_path / "saved"
    file = store(storage, gone, b"canary")
    keys.create(KeyKind.SUBMISSION, kept)
    shutil.copytree(storage, saved)
    call_command("backup_keys", tmp_path / "keys.json")
    assert read(file, gone) == b"canary"

    keys.destroy(KeyKind.SUBMISSION, gone, "withdrawn")
    lose_everything_but_the_ledger(storage)
    shutil.copytree(saved, storage)
    call_command("restore_keys", tmp_path / "keys.json")

    with pytest.raises(KeyDestroyed):
        read(file, gone)
    assert [row.subject for row in WrappedKey.objects.all()] == [kept]


def test_restored_raw_database_of_keys_does_not_bring_back_either(tmp_path):
    """Someone copies the key store's tables back instead of using the command."""
    subject = uuid.uuid4()
    file = store(tmp_path / "storage", subject, b"canary")
    row = WrappedKey.objects.get()
    keys.destroy(KeyKind.SUBMISSION, subject, "withdrawn")
    Shred.objects.all().delete()
    row.pk = None
    row.save()
    with pytest.raises(KeyDestroyed):
        read(file, subject)
    call_command("replay_shreds")
    assert (WrappedKey.objects.count(), Shred.objects.count()) == (0, 1)


def test_restore_on_a_new_machine_takes_the_copy_of_the_ledger(tmp_path, settings):
    subject = uuid.uuid4()
    keys.create(KeyKind.SUBMISSION, subject)
    backup.write(tmp_path / "keys.json")
    keys.destroy(KeyKind.SUBMISSION, subject, "withdrawn")
    copy = shutil.copy(ledger.path(), tmp_path / "copy.jsonl")
    Shred.objects.all().delete()
    settings.AIRLOCK_SHRED_LEDGER = str(tmp_path / "new" / "shredded.jsonl")
    restored = backup.restore(tmp_path / "keys.json", [copy])
    assert (restored.keys, restored.destroyed) == (0, 1)
    assert [entry.subject for entry in ledger.entries()] == [subject]


def test_restore_takes_the_shreds_of_the_backup_itself(tmp_path, settings):
    subject = uuid.uuid4()
    keys.create(KeyKind.SUBMISSION, subject)
    keys.destroy(KeyKind.SUBMISSION, subject, "withdrawn")
    backup.write(tmp_path / "keys.json")
    Shred.objects.all().delete()
    settings.AIRLOCK_SHRED_LEDGER = str(tmp_path / "new" / "shredded.jsonl")
    backup.restore(tmp_path / "keys.json")
    assert keys.is_destroyed(KeyKind.SUBMISSION, subject)


def test_backup_brings_back_a_key_that_was_lost(tmp_path):
    subject = uuid.uuid4()
    file = store(tmp_path / "storage", subject, b"work")
    backup.write(tmp_path / "keys.json")
    WrappedKey.objects.all().delete()
    assert backup.restore(tmp_path / "keys.json").keys == 1
    assert read(file, subject) == b"work"


def test_backup_is_private_holds_no_open_key_and_never_overwrites(tmp_path):
    key = keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    file = tmp_path / "keys.json"
    backup.write(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key._material.hex() not in file.read_text()
    with pytest.raises(CommandError):
        call_command("backup_keys", file)


def test_backup_that_was_changed_is_refused(tmp_path):
    keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    file = tmp_path / "keys.json"
    backup.write(file)
    whole = json.loads(file.read_text())
    whole["body"] = whole["body"].replace('"submission"', '"engagement"')
    file.write_text(json.dumps(whole))
    with pytest.raises(CommandError, match="tampered"):
        call_command("restore_keys", file)


ON_DISK = """
import os, sys, uuid
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.development"
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
from django.db import connections
from portal.vault import keys
from portal.vault.models import KeyKind, WrappedKey

call_command("migrate", "vault", database="keys", verbosity=0)
subject = uuid.uuid4()
keys.create(KeyKind.SUBMISSION, subject)
wrapped = bytes(WrappedKey.objects.get(subject=subject).wrapped)
file = Path(str(connections["keys"].settings_dict["NAME"]))

def on_disk():
    return any(wrapped in one.read_bytes() for one in file.parent.glob(file.name + "*"))

before = on_disk()
keys.destroy(KeyKind.SUBMISSION, subject, "purged")
print(before, on_disk())
"""


@pytest.mark.slow
def test_destroyed_key_is_not_left_in_the_files_of_the_key_store(tmp_path):
    """A database file of its own: the suite's is in memory."""
    environment = {**os.environ, "AIRLOCK_VAR": str(tmp_path / "var")}
    root = Path(__file__).resolve().parents[3]
    answer = subprocess.run(
        [sys.executable, "-c", ON_DISK],
        env=environment, cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.split() == ["True", "False"]
