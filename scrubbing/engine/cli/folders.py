"""A folder as one tar, as the portal's upload page makes it of a dropped folder."""

import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

from scrubbing.engine.errors import Empty, TooBig
from scrubbing.engine.limits import MAX_INPUT, MAX_MEMBERS

EXECUTABLE = 0o100


def name_of(folder: Path) -> str:
    """The artefact's name."""
    return f"{folder.resolve().name or 'folder'}.tar"


def pack(folder: Path, target: Path, without: Path) -> None:
    """Write all regular files below ``folder`` to ``target``, by path, without times and owners.

    Links are not followed, and what lies below ``without`` (where copies go) is no part of
    it. Raises ``Empty`` or ``TooBig``.
    """
    root = folder.resolve()
    files = sorted((_inner_name(root, path), path) for path in _files(root, without.resolve()))
    if not files:
        raise Empty
    if len(files) > MAX_MEMBERS or sum(path.lstat().st_size for _, path in files) > MAX_INPUT:
        raise TooBig
    with target.open("xb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        for name, path in files:
            _add(archive, name, path)


def _files(root: Path, without: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(root, followlinks=False):
        folders[:] = [name for name in folders if Path(here, name) != without]
        for name in names:
            path = Path(here, name)
            if stat.S_ISREG(path.lstat().st_mode):
                yield path


def _inner_name(root: Path, path: Path) -> str:
    inner = path.relative_to(root.parent).as_posix()
    return inner.encode("utf-8", "replace").decode("utf-8")


def _add(archive: tarfile.TarFile, name: str, path: Path) -> None:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as data:
        seen = os.fstat(data.fileno())
        entry = tarfile.TarInfo(name)
        entry.size = seen.st_size
        entry.mode = 0o755 if seen.st_mode & EXECUTABLE else 0o644
        archive.addfile(entry, data)
