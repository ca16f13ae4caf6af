"""Compact fonts (CFF): their names and notices blanked, byte for byte of the same length.

The layout is that of Adobe's Technical Note 5176: a header, then four indexes (names, top
dictionaries, strings, subroutines). Strings are numbered from 391 on; dictionaries name
those that say what the font is called and whose it is, the character set those that
name glyphs, which stay.
"""
# ruff: noqa: PLR2004 - offsets and operators are those of the format's own definition

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

FIRST_STRING = 391
TELLING = {0, 1, 2, 3, 4, 1200, 1221, 1222, 1238}
"""version, Notice, FullName, FamilyName, Weight; Copyright, PostScript, BaseFontName, FontName."""

FONT_DICTIONARIES = 1236
DEEPEST = 2


@dataclass(frozen=True, slots=True)
class _Index:
    """Where the members of an index begin and end, and where the index itself ends."""

    spans: tuple[tuple[int, int], ...]
    end: int


def blanked(data: bytes) -> bytes:
    """The font with other names; one that cannot be read so far stays as it is."""
    try:
        return _blanked(data)
    except (IndexError, ValueError):
        return data


def _blanked(data: bytes) -> bytes:
    out = bytearray(data)
    names = _index(data, data[2])
    tops = _index(data, names.end)
    strings = _index(data, tops.end)
    for start, end in names.spans:
        out[start:end] = b"F" * (end - start)
    for number in {found for top in tops.spans for found in _telling(data, top, 0)}:
        if 0 <= number < len(strings.spans):
            start, end = strings.spans[number]
            out[start:end] = b" " * (end - start)
    return bytes(out)


def _telling(data: bytes, span: tuple[int, int], depth: int) -> Iterator[int]:
    """The numbers of the strings that a dictionary, or one below it, names a font with."""
    for operator, operands in _entries(data[span[0] : span[1]]):
        if operator in TELLING and operands:
            yield operands[0] - FIRST_STRING
        elif operator == FONT_DICTIONARIES and operands and depth < DEEPEST:
            for inner in _index(data, operands[0]).spans:
                yield from _telling(data, inner, depth + 1)


def _index(data: bytes, at: int) -> _Index:
    count = int.from_bytes(data[at : at + 2], "big")
    if not count:
        return _Index((), at + 2)
    size = data[at + 2]
    if not 1 <= size <= 4:
        raise ValueError("no index")
    base = at + 3 + (count + 1) * size - 1
    edges = [
        base + int.from_bytes(data[place : place + size], "big")
        for place in range(at + 3, at + 3 + (count + 1) * size, size)
    ]
    if edges != sorted(edges) or edges[-1] > len(data):
        raise ValueError("no index")
    return _Index(tuple(pairwise(edges)), edges[-1])


def _entries(data: bytes) -> Iterator[tuple[int, list[int]]]:
    """Operators with their whole operands; two bytes 12 x count as 1200 + x."""
    operands: list[int] = []
    at = 0
    while at < len(data):
        first = data[at]
        if first <= 21:
            wide = first == 12
            yield (1200 + data[at + 1] if wide else first), operands
            operands = []
            at += 2 if wide else 1
        else:
            value, at = _number(data, at)
            operands.append(value)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number and what follows it; a real one counts as 0, no string has such a number."""
    first = data[at]
    if first == 28:
        return int.from_bytes(data[at + 1 : at + 3], "big", signed=True), at + 3
    if first == 29:
        return int.from_bytes(data[at + 1 : at + 5], "big", signed=True), at + 5
    if first == 30:
        at += 1
        while data[at] & 0xF != 0xF:
            at += 1
        return 0, at + 1
    if 32 <= first <= 246:
        return first - 139, at + 1
    if 247 <= first <= 250:
        return (first - 247) * 256 + data[at + 1] + 108, at + 2
    if 251 <= first <= 254:
        return -(first - 251) * 256 - data[at + 1] - 108, at + 2
    raise ValueError("no number")
