"""The table of a TrueType font program that says which characters its glyphs draw."""

import struct
from collections.abc import Iterator

UNICODE = {(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}
"""Platforms and encodings of tables whose codes are Unicode's."""

SEGMENTS, GROUPS = 4, 12
"""Kinds of tables: for two bytes a character, and for more."""

MOST = 70_000
"""Characters of one table; a damaged one may claim any number."""

PRIVATE = range(0xE000, 0xF900)


def letters(program: bytes) -> dict[int, set[str]]:
    """All characters of each glyph; nothing where no table tells. ``struct.error`` if cut off."""
    found: dict[int, set[str]] = {}
    for char, glyph in _pairs(program):
        if glyph and 0 < char < 0x110000 and char not in PRIVATE:  # noqa: PLR2004 - Unicode's end
            found.setdefault(glyph, set()).add(chr(char))
    return found


def _pairs(program: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", program, 4)
    for number in range(count):
        tag, _, start, size = struct.unpack_from(">4sIII", program, 12 + 16 * number)
        if tag == b"cmap":
            yield from _in_table(program[start : start + size])


def _in_table(table: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", table, 2)
    for number in range(count):
        platform, encoding, at = struct.unpack_from(">HHI", table, 4 + 8 * number)
        if (platform, encoding) in UNICODE:
            (kind,) = struct.unpack_from(">H", table, at)
            if kind == SEGMENTS:
                yield from _segments(table, at)
            elif kind == GROUPS:
                yield from _groups(table, at)


def _segments(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", table, at + 6)
    count = double // 2
    ends, starts, shifts, offsets = (
        struct.unpack_from(f">{count}H", table, at + place)
        for place in (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
    )
    for number in range(count):
        for char in range(starts[number], ends[number] + 1):
            glyph = char
            if offsets[number]:
                place = at + 16 + 3 * double + 2 * number + offsets[number]
                place += 2 * (char - starts[number])
                if place + 2 > len(table):
                    break
                (glyph,) = struct.unpack_from(">H", table, place)
                if not glyph:
                    continue
            yield char, (glyph + shifts[number]) & 0xFFFF


def _groups(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", table, at + 12)
    left = MOST
    for number in range(min(count, MOST)):
        first, last, glyph = struct.unpack_from(">III", table, at + 16 + 12 * number)
        left -= last - first + 1
        if left < 0:
            return
        yield from ((char, glyph + char - first) for char in range(first, last + 1))
