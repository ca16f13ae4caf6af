"""The members of an archive, read as data: nothing is ever extracted to a disk.

Regular files count; links, devices and fifos are left out, side files of operating
systems too. A path that leads outside raises ``UnsafePath``.
"""

import hashlib
import io
import re
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from scrubbing.engine import zipcheck
from scrubbing.engine.errors import Bomb, Broken, UnsafePath
from scrubbing.engine.limits import FREE_BYTES, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED
from scrubbing.engine.sevenzip import reading, writing
from scrubbing.engine.sevenzip.reading import Content
from scrubbing.engine.types import Fact, Place

LONGEST_PART = 255
"""Bytes of one path component that every file system takes."""
SIDE_FOLDERS = frozenset({"__macosx", ".idea", ".vscode", "__pycache__"})
SIDE_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".localized"})
SIDE_PREFIXES = ("~$", ".~lock.", "._")
EXECUTABLE = 0o111


@dataclass(frozen=True, slots=True)
class Member:
    """One regular file: its path with forward slashes and its bytes.

    ``unreadable`` ones are packed in a way for programs only.
    """

    untrusted_path: str
    data: bytes
    executable: bool = False
    unreadable: bool = False


def read(format_name: str, data: bytes) -> tuple[Member, ...]:
    """All members that count, sorted by path; a path that stands twice counts once, the last.

    Raises ``Broken``, ``Bomb``, ``Encrypted``, ``Unsupported`` or ``UnsafePath``.
    """
    source = READERS[format_name](data)
    by_path = {member.untrusted_path: member for member in source}
    kept = (m for path, m in sorted(by_path.items()) if not is_side_file(path))
    return tuple(kept)


def is_side_file(path: str) -> bool:
    """Files that systems and editors leave behind: user names, previews, locks."""
    parts = [part.casefold() for part in path.split("/")]
    name = parts[-1]
    return (
        name in SIDE_FILES
        or name.startswith(SIDE_PREFIXES)
        or any(part in SIDE_FOLDERS for part in parts[:-1])
    )


def checked_path(path: str) -> str:
    """The path in one spelling. Raises ``UnsafePath``."""
    plain = unicodedata.normalize("NFC", path.replace("\\", "/"))
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    if plain.startswith("/") or not parts or "\0" in plain:
        raise UnsafePath
    for part in parts:
        drive = len(part) > 1 and part[1] == ":" and part[0].isalpha() and part is parts[0]
        if part == ".." or drive or len(part.encode("utf-8", "replace")) > LONGEST_PART:
            raise UnsafePath
    return str(PurePosixPath(*parts))


def _zip(data: bytes) -> Iterator[Member]:
    archive = zipcheck.open_zip(data)
    for info in archive.infolist():
        kind = info.external_attr >> 28
        if info.is_dir() or (info.create_system == 3 and kind not in (0, 0o10)):  # noqa: PLR2004 - Unix; a regular file
            continue
        mode = info.external_attr >> 16
        yield Member(
            checked_path(info.filename),
            zipcheck.read_member(archive, info),
            bool(mode & EXECUTABLE),
        )


def _tar(data: bytes) -> Iterator[Member]:
    total = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for count, info in enumerate(archive):
                if count >= MAX_MEMBERS:
                    raise Bomb("members")
                if not info.isreg() or info.issparse():
                    continue
                total += info.size
                if total > min(MAX_UNPACKED, len(data)):
                    raise Broken("tar size")
                stream = archive.extractfile(info)
                body = stream.read(info.size) if stream is not None else b""
                if len(body) != info.size:
                    raise Broken("tar member")
                yield Member(checked_path(info.name), body, bool(info.mode & EXECUTABLE))
    except (tarfile.TarError, OSError, ValueError, EOFError, OverflowError) as error:
        raise Broken("tar") from error


def _seven(data: bytes) -> Iterator[Member]:
    for content in reading.read(data):
        path = checked_path(content.untrusted_path)
        yield Member(path, content.data or b"", content.executable, content.data is None)


READERS = {"zip": _zip, "tar": _tar, "7z": _seven}


def gunzip(data: bytes) -> bytes:
    """The one stream of a gz file, bounded. Raises ``Bomb`` or ``Broken``."""
    most = min(MAX_UNPACKED, max(FREE_BYTES, len(data) * MAX_RATIO))
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(data, most + 1)
    except zlib.error as error:
        raise Broken("gzip") from error
    if len(plain) > most:
        raise Bomb("ratio")
    if not stream.eof:
        raise Broken("gzip")
    if stream.unused_data.strip(b"\0"):
        raise Broken("more than one stream")
    return plain


def write(format_name: str, members: list[Member]) -> bytes:
    """An archive of the same format, sorted, with fixed times and owners."""
    if format_name == "7z":
        return writing.write(Content(m.untrusted_path, m.data, m.executable) for m in members)
    target = io.BytesIO()
    if format_name == "zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for member in members:
                info = zipfile.ZipInfo(member.untrusted_path, (1980, 1, 1, 0, 0, 0))
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
                info.external_attr = (0o100755 if member.executable else 0o100644) << 16
                packed.writestr(info, member.data)
        return target.getvalue()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member in members:
            entry = tarfile.TarInfo(member.untrusted_path)
            entry.size, entry.mode = len(member.data), 0o755 if member.executable else 0o644
            archive.addfile(entry, io.BytesIO(member.data))
    return target.getvalue()


BLOB = "member_blob"
"""Fact: "<git blob id> <bytes>" of a member; its place's part says which, as "3" or "3!0"."""
LEAST_COMPARED = 2048
"""Bytes. Smaller files are empty modules, settings and the like, which many have."""
OF_OTHERS = re.compile(
    r"(?:^|/)(?:node_modules|vendor|third[_-]party|site-packages|bower_components)/"
    r"|(?:^|/)(?:licen[cs]e|copying|notice|authors|code_of_conduct|contributing)[^/]*$"
    r"|(?:^|/)[^/]*(?:[.-]lock(?:\.\w+)?|lock\.(?:json|yaml)|\.min\.\w+|go\.sum)$",
    re.IGNORECASE,
)
"""Members that come from elsewhere by their path: no work of whoever packed them."""


def blob_facts(part: str, member: Member) -> Iterator[Fact]:
    """What a member is compared with others by, before scrubbing; nothing for small ones."""
    if len(member.data) < LEAST_COMPARED or OF_OTHERS.search(member.untrusted_path):
        return
    head = f"blob {len(member.data)}\0".encode()
    blob = hashlib.sha1(head + member.data, usedforsecurity=False).hexdigest()
    yield Fact(BLOB, f"{blob} {len(member.data)}", Place(part=part))


def facts_inside(part: str, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts of a member, with the numbers of members inside it put behind its own."""
    for fact in facts:
        if fact.name == BLOB:
            inner = f"{part}!{fact.place.part}" if fact.place.part else part
            yield Fact(fact.name, fact.untrusted_value, Place(part=inner))
        else:
            yield fact
