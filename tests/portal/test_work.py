import os
import signal
import stat
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from portal.work import UnsafeFolderError, root, wipe_stale_work, work_folder

HOLD = """
import os, sys, uuid
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
import django
from django.conf import settings
settings.AIRLOCK_WORK_DIR = sys.argv[1]
from portal.work import work_folder
with work_folder(uuid.UUID(sys.argv[2])) as folder:
    (folder / "input").write_text("canary")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.AIRLOCK_WORK_DIR = str(tmp_path / "work")
    return tmp_path / "work"


def canaries(place: Path) -> list[Path]:
    return [p for p in place.rglob("*") if p.is_file() and b"canary" in p.read_bytes()]


def test_folder_is_private_and_gone_afterwards(place):
    with work_folder(uuid.uuid4()) as folder:
        (folder / "input").write_text("canary")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert len(canaries(place)) == 1
    assert list(place.iterdir()) == []


def test_folder_is_gone_after_an_error_too(place):
    with pytest.raises(IsADirectoryError), work_folder(uuid.uuid4()) as folder:
        folder.write_text("canary")
    assert list(place.iterdir()) == []


def test_sweep_leaves_a_folder_in_use_alone(place):
    with work_folder(uuid.uuid4()) as folder:
        (folder / "input").write_text("canary")
        assert wipe_stale_work() == 0
        assert len(canaries(place)) == 1


def test_sweep_wipes_what_a_killed_worker_left(place):
    worker = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place), str(uuid.uuid4())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    with worker:
        folder = Path(worker.stdout.readline().strip())
        assert (folder / "input").read_text() == "canary"
        assert wipe_stale_work() == 0
        os.kill(worker.pid, signal.SIGKILL)
    assert len(canaries(place)) == 1
    assert wipe_stale_work() == 1
    assert list(place.iterdir()) == []


def test_wipe_that_was_cut_short_is_taken_up_again(place):
    folder = root() / uuid.uuid4().hex
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "input").write_text("canary")
    os.utime(folder, (0, 0))
    assert wipe_stale_work() == 1
    assert list(place.iterdir()) == []


def test_folder_that_others_may_read_is_not_used(place):
    place.mkdir(mode=0o755)
    place.chmod(0o755)
    with pytest.raises(UnsafeFolderError):
        root()


def test_folder_that_is_a_link_is_not_used(place, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeFolderError):
        root()


def test_two_installations_use_different_folders(settings, tmp_path):
    settings.AIRLOCK_WORK_DIR = ""
    settings.VAR_DIR = tmp_path / "one"
    one = root()
    settings.VAR_DIR = tmp_path / "two"
    two = root()
    assert one != two
    for folder in (one, two):
        folder.rmdir()
