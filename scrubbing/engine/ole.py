"""Compound files (OLE2): names and bytes of their streams, enough to tell what they are."""

import struct
from dataclasses import dataclass

from scrubbing.engine.errors import Broken, Encrypted

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
ENTRY = 128
STREAM, ROOT = 2, 5
BIFF_FILEPASS = 0x002F
WORD_BEGINS = (b"\xec\xa5", b"\xdc\xa5", b"\x9b\xa5", b"\xdb\xa5")
"""How the stream of a document begins, Word 97 and before."""
BIFF_BEGINS = b"\x09"
"""The record that opens a workbook, in every version of the format."""
BIFF_SCAN = 4096
WORD_ENCRYPTED = 0x0100
PPT_ENCRYPTED = 0xF3D1C4DF


@dataclass(frozen=True, slots=True)
class Entry:
    """One directory entry: its name, kind, first sector and size in bytes."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """A read-only view of a compound file. Raises ``Broken`` for anything odd."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 512:  # noqa: PLR2004 - the header's size
            raise Broken("compound file")
        self._data = data
        self._sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 12)
        self._cutoff = struct.unpack_from("<I", data, 56)[0]
        self._fat = self._read_fat()
        self.entries = self._read_entries(struct.unpack_from("<I", data, 48)[0])

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams and storages, wherever they stand."""
        return frozenset(entry.name for entry in self.entries)

    def head(self, name: str, size: int = BIFF_SCAN) -> bytes:
        """The first bytes of the first stream of that name that is kept in big sectors."""
        for entry in self.entries:
            if entry.name == name and entry.kind == STREAM:
                if entry.size < self._cutoff:
                    return self._small(entry, size)
                return self._chain(entry.start, size)[: min(size, entry.size)]
        return b""

    def _small(self, entry: Entry, size: int) -> bytes:
        root = next((item for item in self.entries if item.kind == ROOT), None)
        if root is None:
            raise Broken("compound file")
        pool = self._chain(root.start, root.size)
        minifat = self._chain(struct.unpack_from("<I", self._data, 60)[0], len(self._data))
        pieces, sector = [], entry.start
        for _ in range(-(-min(size, entry.size) // 64)):
            pieces.append(pool[sector * 64 : sector * 64 + 64])
            if sector * 4 + 4 > len(minifat):
                break
            sector = struct.unpack_from("<I", minifat, sector * 4)[0]
        return b"".join(pieces)[: min(size, entry.size)]

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        return self._data[begin : begin + self._sector]

    def _read_fat(self) -> list[int]:
        sectors = [item for item in struct.unpack_from("<109I", self._data, 76) if item < END - 3]
        extra, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._sector)):
            block = self._at(extra)
            if len(block) < self._sector:
                break
            *listed, extra = struct.unpack(f"<{self._sector // 4}I", block)
            sectors += [item for item in listed if item < END - 3]
        fat: list[int] = []
        for sector in sectors:
            block = self._at(sector)
            fat += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
        return fat

    def _chain(self, start: int, size: int) -> bytes:
        pieces, sector, seen = [], start, 0
        while sector < len(self._fat) and seen * self._sector < size:
            pieces.append(self._at(sector))
            sector, seen = self._fat[sector], seen + 1
            if seen > len(self._fat):
                raise Broken("compound file")
        return b"".join(pieces)

    def _read_entries(self, start: int) -> tuple[Entry, ...]:
        directory = self._chain(start, len(self._data))
        entries = []
        for offset in range(0, len(directory) - ENTRY + 1, ENTRY):
            raw = directory[offset : offset + ENTRY]
            length = min(struct.unpack_from("<H", raw, 64)[0], 64)
            if raw[66] and length >= 2:  # noqa: PLR2004 - a name ends with two zero bytes
                name = raw[: length - 2].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", raw, 116)
                entries.append(Entry(name, raw[66], first, size))
        if not entries:
            raise Broken("compound file")
        return tuple(entries)


def format_of(data: bytes) -> str:
    """doc, xls, ppt, msg or "ole". Raises ``Encrypted`` for any password."""
    file = CompoundFile(data)
    names = file.names
    if names & {"EncryptedPackage", "EncryptionInfo", "EncryptedSummary", "\x06DataSpaces"}:
        raise Encrypted("compound file")
    if "WordDocument" in names:
        return _word(file.head("WordDocument", 32))
    if names & {"Workbook", "Book"}:
        return _excel(file.head("Workbook") or file.head("Book"))
    if "PowerPoint Document" in names:
        return _powerpoint(file.head("Current User", 64))
    return "msg" if "__properties_version1.0" in names else "ole"


def _word(head: bytes) -> str:
    if head[:2] not in WORD_BEGINS:
        raise Broken("doc")  # a converter would read the whole as lines of text
    if len(head) >= 12 and struct.unpack_from("<H", head, 10)[0] & WORD_ENCRYPTED:  # noqa: PLR2004
        raise Encrypted("doc")
    return "doc"


def _powerpoint(head: bytes) -> str:
    if len(head) >= 16 and struct.unpack_from("<I", head, 12)[0] == PPT_ENCRYPTED:  # noqa: PLR2004
        raise Encrypted("ppt")
    return "ppt"


def _excel(head: bytes) -> str:
    if head[:1] != BIFF_BEGINS:
        raise Broken("xls")
    offset = 0
    while offset + 4 <= len(head):
        record, size = struct.unpack_from("<HH", head, offset)
        if record == BIFF_FILEPASS:
            raise Encrypted("xls")
        offset += 4 + size
    return "xls"
