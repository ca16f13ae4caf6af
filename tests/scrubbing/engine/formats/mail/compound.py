"""Compound files and Outlook messages written from nothing, for tests."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


@dataclass
class Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END
    size: int = 0


@dataclass
class Writer:
    entries: list[Entry] = field(default_factory=lambda: [Entry("Root Entry", 5)])
    sectors: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)
    mini: list[bytes] = field(default_factory=list)
    minifat: list[int] = field(default_factory=list)

    def add(self, parent: int, tree: Tree) -> None:
        last = FREE
        for name in sorted(tree, key=lambda name: (len(name), name.upper())):
            value = tree[name]
            index = len(self.entries)
            inner = not isinstance(value, bytes)
            self.entries.append(Entry(name, 1 if inner else 2, b"" if inner else value))
            if last == FREE:
                self.entries[parent].child = index
            else:
                self.entries[last].right = index
            last = index
            if not isinstance(value, bytes):
                self.add(index, value)

    def place(self, data: bytes) -> int:
        return chained(data, SECTOR, self.sectors, self.fat)

    def write(self) -> bytes:
        for entry in self.entries[1:]:
            if entry.kind == 2:
                entry.size = len(entry.data)
                small = len(entry.data) < CUTOFF
                if entry.data:
                    entry.start = (
                        chained(entry.data, MINI, self.mini, self.minifat)
                        if small
                        else self.place(entry.data)
                    )
        root = self.entries[0]
        pool = b"".join(self.mini)
        root.size = len(pool)
        root.start = self.place(pool) if pool else END
        minifat = self.place(packed(self.minifat)) if self.minifat else END
        directory = self.place(b"".join(entry_bytes(entry) for entry in self.entries))
        count = 1
        while (len(self.sectors) + count) * 4 > count * SECTOR:
            count += 1
        first = len(self.sectors)
        table = self.fat + [FAT] * count
        table += [FREE] * (count * SECTOR // 4 - len(table))
        fats = [*range(first, first + count)] + [FREE] * (109 - count)
        head = struct.pack(
            "<8s16sHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6
        )
        head += struct.pack(
            "<10I",
            0,
            count,
            directory,
            0,
            CUTOFF,
            minifat,
            -(-len(self.minifat) * 4 // SECTOR),
            END,
            0,
            0,
        )[:36]
        head += struct.pack("<109I", *fats)
        return head[:512] + b"".join(self.sectors) + struct.pack(f"<{len(table)}I", *table)


def chained(data: bytes, size: int, sectors: list[bytes], table: list[int]) -> int:
    first = len(sectors)
    for at in range(0, len(data), size):
        sectors.append(data[at : at + size].ljust(size, b"\0"))
        table.append(len(sectors))
    table[-1] = END
    return first


def packed(table: list[int]) -> bytes:
    return b"".join(struct.pack("<I", item) for item in table).ljust(
        -(-len(table) * 4 // SECTOR) * SECTOR, b"\xff"
    )


def entry_bytes(entry: Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIII",
        name, len(name), entry.kind, 1, FREE, entry.right, entry.child, b"", 0, 0, 0,
        entry.start if entry.size or entry.kind == 5 else END, entry.size, 0,
    )  # fmt: skip


def compound(tree: Tree) -> bytes:
    writer = Writer()
    writer.add(0, tree)
    return writer.write()


def properties(header: int, values: Mapping[int, "int | datetime"] = {}) -> bytes:
    """The stream of fixed values: longs and times."""
    out = bytes(header)
    for tag, value in values.items():
        if isinstance(value, datetime):
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            out += struct.pack("<IIQ", tag << 16 | 0x40, 6, ticks)
        else:
            out += struct.pack("<IIII", tag << 16 | 3, 6, value, 0)
    return out


def strings(values: Mapping[int, "str | bytes"], wide: bool = True) -> dict[str, bytes]:
    """Streams of text (wide or Western) and binary properties."""
    out = {}
    for tag, value in values.items():
        if isinstance(value, bytes):
            out[f"__substg1.0_{tag:04X}0102"] = value
        elif wide:
            out[f"__substg1.0_{tag:04X}001F"] = value.encode("utf-16-le")
        else:
            out[f"__substg1.0_{tag:04X}001E"] = value.encode("cp1252")
    return out
