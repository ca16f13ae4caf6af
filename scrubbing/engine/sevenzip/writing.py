"""A fresh 7z archive: one folder of LZMA2, no times, a plain header."""

import lzma
import struct
import zlib
from collections.abc import Iterable, Sequence

from scrubbing.engine.sevenzip import header
from scrubbing.engine.sevenzip.reading import MAGIC, START, Content

DICTIONARY_STEP = 22
"""8 MiB, as LZMA2 counts."""
DICTIONARY = 2 << DICTIONARY_STEP // 2 + 11
ARCHIVED = 0x20
VERSION = (0, 4)


def write(files: Iterable[Content]) -> bytes:
    """The same files give the same bytes."""
    items = list(files)
    filled = [item.data for item in items if item.data]
    plain = b"".join(filled)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": DICTIONARY}]
    packed = lzma.compress(plain, lzma.FORMAT_RAW, filters=filters) if plain else b""
    head = _header(items, filled, packed) if items else b""
    start = struct.pack("<QQI", len(packed), len(head), zlib.crc32(head))
    first = START.pack(MAGIC, *VERSION, zlib.crc32(start), len(packed), len(head), zlib.crc32(head))
    return first + packed + head


def _header(items: Sequence[Content], filled: Sequence[bytes], packed: bytes) -> bytes:
    streams = _streams(filled, packed) if filled else b""
    return bytes([header.HEADER]) + streams + _items(items) + bytes([header.END])


def _streams(filled: Sequence[bytes], packed: bytes) -> bytes:
    whole = sum(map(len, filled))
    sizes = b"".join(number(len(data)) for data in filled[:-1])
    sums = b"".join(struct.pack("<I", zlib.crc32(data)) for data in filled)
    return b"".join([
        bytes([header.MAIN, header.PACK_INFO]), number(0), number(1),
        bytes([header.SIZE]), number(len(packed)), bytes([header.END]),
        bytes([header.UNPACK_INFO, header.FOLDER]), number(1), b"\0",
        bytes([1, 0x21, 0x21, 1, DICTIONARY_STEP]),
        bytes([header.CODERS_SIZE]), number(whole), bytes([header.END]),
        bytes([header.SUBSTREAMS, header.COUNTS]), number(len(filled)),
        bytes([header.SIZE]) if len(filled) > 1 else b"", sizes,
        bytes([header.DIGESTS, 1]), sums, bytes([header.END, header.END]),
    ])  # fmt: skip


def _items(items: Sequence[Content]) -> bytes:
    empty = [not item.data for item in items]
    names = b"\0" + b"".join(item.untrusted_path.encode("utf-16-le", "replace") + b"\0\0"
                             for item in items)  # fmt: skip
    modes = b"".join(struct.pack("<I", _attributes(item)) for item in items)
    pieces = [bytes([header.FILES]), number(len(items))]
    if any(empty):
        pieces += _property(header.EMPTY_STREAM, bits(empty))
        pieces += _property(header.EMPTY_FILE, bits([True] * sum(empty)))
    pieces += _property(header.NAMES, names)
    pieces += _property(header.ATTRIBUTES, b"\1\0" + modes)
    return b"".join([*pieces, bytes([header.END])])


def _attributes(item: Content) -> int:
    mode = 0o100755 if item.executable else 0o100644
    return mode << 16 | header.UNIX | ARCHIVED


def _property(kind: int, data: bytes) -> list[bytes]:
    return [bytes([kind]), number(len(data)), data]


def bits(flags: Sequence[bool]) -> bytes:
    """One bit for each, the highest first."""
    out = bytearray((len(flags) + 7) // 8)
    for index, flag in enumerate(flags):
        if flag:
            out[index // 8] |= 0x80 >> index % 8
    return bytes(out)


def number(value: int) -> bytes:
    """A number in as few bytes as the format has for it."""
    for extra in range(8):
        if value < 1 << 7 * (extra + 1):
            first = (0xFF00 >> extra & 0xFF) | value >> 8 * extra
            return bytes([first]) + (value & (1 << 8 * extra) - 1).to_bytes(extra, "little")
    return b"\xff" + value.to_bytes(8, "little")
