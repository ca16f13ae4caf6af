"""Work folders: the only place where plaintext of an upload touches a file system.

One 0700 folder per lease, on tmpfs where there is one with room, wiped when the lease
ends. A worker that is killed cannot wipe; whoever starts or sweeps next does. A folder
is in use while its maker holds a lock on it, which the kernel lets go when the maker
dies in whatever way.
"""

import fcntl
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - tmpfs, with a folder of our own in it
ROOM = 2 * 1024**3
"""Bytes that must be free there: an original, its copies and a converter's own files."""
_LOCK, _FILES = ".lock", "files"
_FORGOTTEN_SECONDS = 60


class UnsafeFolderError(Exception):
    """The folder for plaintext belongs to someone else, or others may look into it."""

    code = "work.unsafe_folder"


def root() -> Path:
    """Where the folders are: ``AIRLOCK_WORK_DIR``, else tmpfs, else the data folder."""
    folder = _chosen()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    private = stat.S_IMODE(status.st_mode) & 0o077 == 0
    if not (stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and private):
        raise UnsafeFolderError(str(folder))
    return folder


@contextmanager
def work_folder(lease_token: UUID) -> Iterator[Path]:
    """An empty folder for this lease alone; everything in it is gone afterwards.

    First wipes what killed workers left on this machine, which no sweeper elsewhere sees.
    """
    wipe_stale_work()
    folder = root() / lease_token.hex
    _wipe(folder)
    folder.mkdir(mode=0o700)
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        inside = folder / _FILES
        inside.mkdir(mode=0o700)
        yield inside
    finally:
        _wipe(folder)
        os.close(lock)


def wipe_stale_work() -> int:
    """Removes the folders whose makers are gone; gives how many there were."""
    return sum(_wipe_if_stale(folder) for folder in root().iterdir())


def _wipe_if_stale(folder: Path) -> bool:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return _wipe_if_forgotten(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        _wipe(folder)
        return True
    finally:
        os.close(lock)


def _wipe_if_forgotten(folder: Path) -> bool:
    """A folder without a lock was made a moment ago, or by someone who died right then."""
    with suppress(FileNotFoundError):
        if time.time() - folder.stat().st_mtime > _FORGOTTEN_SECONDS:
            _wipe(folder)
            return True
    return False


def _wipe(folder: Path) -> None:
    """Plaintext first, the lock last, so that a wipe cut short is taken up again."""
    shutil.rmtree(folder / _FILES, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _chosen() -> Path:
    named = getattr(settings, "AIRLOCK_WORK_DIR", "")
    if named:
        return Path(named)
    data = Path(settings.VAR_DIR).resolve()
    if _has_room(SHARED_MEMORY):
        # Two installations on one machine must not wipe each other's.
        mark = hashlib.sha256(str(data).encode()).hexdigest()[:12]
        return SHARED_MEMORY / f"airlock-{os.geteuid()}-{mark}"
    return data / "work"


def _has_room(folder: Path) -> bool:
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM
    except OSError:
        return False
