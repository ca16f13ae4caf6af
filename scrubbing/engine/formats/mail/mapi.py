"""The properties of an Outlook message ([MS-OXMSG]): a tree of storages, read as data."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import olefile

from scrubbing.engine.errors import Bomb, Broken, TooDeep
from scrubbing.engine.limits import FREE_BYTES, MAX_DEPTH, MAX_MEMBERS, MAX_UNPACKED

FOREIGN = (OSError, ValueError, IndexError, KeyError, TypeError, OverflowError, struct.error,
           AttributeError, RecursionError)  # fmt: skip
"""What olefile raises on damaged files."""
PROPERTIES = "__properties_version1.0"
STREAM = "__substg1.0_"
WIDE, NARROW, BINARY, OBJECT, TIME, LONG = 0x001F, 0x001E, 0x0102, 0x000D, 0x0040, 0x0003
TEXTS = (WIDE, NARROW)
ENTRY = struct.Struct("<II8s")
CODE_PAGE, INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE
UTF_8 = 65001
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class MessageFile:
    """The compound file, opened and its sizes checked. Raises ``Broken`` or ``Bomb``."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = olefile.OleFileIO(BytesIO(data))
            paths = self._file.listdir(streams=True, storages=False)
            self._sizes = {tuple(path): int(self._file.get_size(path)) for path in paths}
        except FOREIGN as error:
            raise Broken("compound file") from error
        if len(self._sizes) > MAX_MEMBERS:
            raise Bomb("streams")
        if sum(self._sizes.values()) > min(MAX_UNPACKED, max(FREE_BYTES, 4 * len(data))):
            raise Bomb("ratio")

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """Every stream, in the order of their names."""
        return tuple(sorted(self._sizes))

    def read(self, path: tuple[str, ...]) -> bytes:
        """A stream's bytes; empty where there is none."""
        if path not in self._sizes:
            return b""
        try:
            return bytes(self._file.openstream(list(path)).read())
        except FOREIGN as error:
            raise Broken("compound file") from error


@dataclass(frozen=True, slots=True)
class Storage:
    """One object: the message (no path), a recipient, an attachment, an embedded message."""

    file: MessageFile
    path: tuple[str, ...] = ()
    header: int = 32
    """Bytes before the fixed properties; they differ by what the object is."""
    encoding: str = "cp1252"

    def text(self, *tags: int) -> str:
        """The first of these properties that holds text."""
        for tag in tags:
            for kind in TEXTS:
                if data := self._stream(tag, kind):
                    return self.decoded(kind, data)
        return ""

    def decoded(self, kind: int, data: bytes) -> str:
        """A string property's bytes as text."""
        encoding = "utf-16-le" if kind == WIDE else self.encoding
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            # said to be UTF-8 because its HTML is, and written in a Western page all the same
            text = data.decode("cp1252" if encoding == "utf-8" else encoding, "replace")
        return text.replace("\0", "")

    def binary(self, tag: int) -> bytes:
        return self._stream(tag, BINARY)

    def number(self, tag: int) -> int:
        """A long property, 0 where it is missing."""
        value = self._fixed().get((tag, LONG))
        return int(struct.unpack_from("<i", value)[0]) if value else 0

    def time(self, *tags: int) -> datetime | None:
        """The first of these times."""
        fixed = self._fixed()
        for tag in tags:
            if value := fixed.get((tag, TIME)):
                try:
                    return EPOCH + timedelta(microseconds=struct.unpack("<Q", value)[0] // 10)
                except OverflowError:
                    continue
        return None

    def strings(self) -> Iterator[tuple[int, str]]:
        """(tag, text) of every string property of this object."""
        for path in self.file.paths:
            name = path[-1]
            if path[:-1] != self.path or not name.startswith(STREAM):
                continue
            tag, kind = _tag(name)
            if kind in TEXTS and (text := self.decoded(kind, self.file.read(path))):
                yield tag, text

    def children(self, prefix: str, header: int) -> list["Storage"]:
        """Storages inside this one whose name begins so."""
        size = len(self.path)
        names = {
            path[size]
            for path in self.file.paths
            if len(path) > size + 1 and path[:size] == self.path and path[size].startswith(prefix)
        }
        return [self._inside(name, header) for name in sorted(names)]

    def embedded(self, tag: int) -> "Storage | None":
        """The message inside an attachment."""
        name = f"{STREAM}{tag:04X}{OBJECT:04X}"
        inner = self._inside(name, 24)
        return inner.in_its_code_page() if self.file.read((*inner.path, PROPERTIES)) else None

    def in_its_code_page(self) -> "Storage":
        """This object with strings read in the code page that it names."""
        number = self.number(CODE_PAGE) or self.number(INTERNET_CODE_PAGE)
        return Storage(self.file, self.path, self.header, encoding_of(number))

    def _inside(self, name: str, header: int) -> "Storage":
        if len(self.path) > 2 * MAX_DEPTH:
            raise TooDeep
        return Storage(self.file, (*self.path, name), header, self.encoding)

    def _stream(self, tag: int, kind: int) -> bytes:
        return self.file.read((*self.path, f"{STREAM}{tag:04X}{kind:04X}"))

    def _fixed(self) -> dict[tuple[int, int], bytes]:
        data = self.file.read((*self.path, PROPERTIES))[self.header :]
        whole = data[: len(data) // ENTRY.size * ENTRY.size]
        return {(word >> 16, word & 0xFFFF): value for word, _, value in ENTRY.iter_unpack(whole)}


def root(file: MessageFile) -> Storage:
    """The message itself."""
    return Storage(file).in_its_code_page()


def encoding_of(number: int) -> str:
    """Python's name of a Windows code page; Western where it is unknown."""
    name = "utf-8" if number == UTF_8 else f"cp{number}"
    if number in ISO:
        name = f"iso-8859-{number - 28590}"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


ISO = range(28591, 28606)
"""Numbers that Windows gives to ISO 8859-1 to -15."""


def _tag(name: str) -> tuple[int, int]:
    digits = name.removeprefix(STREAM)[:8]
    try:
        return int(digits[:4], 16), int(digits[4:], 16)
    except ValueError:
        return 0, 0
