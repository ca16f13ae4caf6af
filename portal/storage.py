"""Five places for bytes, each apart from the others, none of them with a URL.

``landing`` takes parts of uploads for hours, ``quarantine`` the encrypted originals,
``clean`` the encrypted cleaned copies, ``evidence`` what proves a right, ``releases``
the encrypted copies of what went out. A storage key is made by the server and says
nothing; a name that someone typed never becomes part of one.
"""

import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

_KEY = re.compile(r"[0-9a-z]+(?:[/-][0-9a-z]+)*", re.ASCII)
_ASIDE = ".incoming"


@dataclass(frozen=True, slots=True)
class Listed:
    """A stored object: its key and when it was written, in UTC."""

    key: str
    written: datetime


class Lists(Protocol):
    """What a sweeper needs of a storage, on disk or on S3."""

    def listed(self) -> Iterator[Listed]: ...

    def delete(self, name: str) -> None: ...


class NoAddressError(Exception):
    """Stored bytes are read by the code that may decrypt them, never by an address."""


class PrivateLocalStorage(FileSystemStorage):
    """A folder on this machine: 0700 and 0600, written aside and moved into place."""

    def __init__(self, location: str | Path) -> None:
        super().__init__(
            location=str(location),
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
            allow_overwrite=False,
        )

    def url(self, name: str | None) -> str:
        del name
        raise NoAddressError

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The key itself: it was drawn at random. One that is taken is a fault."""
        del max_length
        if self.exists(name):
            raise SuspiciousFileOperation("a storage key is used twice")
        return checked_key(name)

    def delete(self, name: str) -> None:
        """An object, or with all its parts a folder of them; gone already is no fault."""
        path = Path(self.path(checked_key(name)))
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    def listed(self) -> Iterator[Listed]:
        """Every object; one that is deleted meanwhile may be missing."""
        root = Path(self.base_location)
        for folder, _, names in os.walk(root):
            if Path(folder) == root / _ASIDE:
                continue
            for file in (Path(folder, name) for name in names):
                with suppress(FileNotFoundError):
                    written = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
                    yield Listed(file.relative_to(root).as_posix(), written)

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A file that appears under ``name`` complete when the block ends, or not at all."""
        target = Path(self.path(checked_key(name)))
        aside = Path(self.base_location, _ASIDE, uuid.uuid4().hex)
        for folder in (aside.parent, target.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)

    def sweep_aside(self, older_than: float) -> int:
        """Deletes what a killed process was writing before the time ``older_than``."""
        swept = 0
        for file in Path(self.base_location, _ASIDE).glob("*"):
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < older_than:
                    file.unlink()
                    swept += 1
        return swept


def checked_key(name: str) -> str:
    """The key, if the server could have made it. Raises ``SuspiciousFileOperation``."""
    if not _KEY.fullmatch(name):
        raise SuspiciousFileOperation("not a storage key")
    return name


def new_key() -> str:
    """A key that says nothing: two levels of folders and 128 random bits."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name[2:4]}/{name}"
