"""JBIG2 pictures and their symbols without the comments that the format allows.

Segments as ITU-T T.88, 7.2 lays them out; inside a PDF they follow each other without
a file header.
"""
# ruff: noqa: PLR2004 - sizes and bits are those of the format's own definition

from collections.abc import Iterator

EXTENSION = 62
UNKNOWN = 0xFFFFFFFF


def without_comments(data: bytes) -> bytes:
    """The segments that draw; data that cannot be cut into segments stays as it is."""
    try:
        return b"".join(piece for kind, piece in _segments(data) if kind != EXTENSION)
    except IndexError:
        return data


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment's type and bytes; one of unknown length takes all that follows."""
    at = 0
    while at < len(data):
        kind, end = data[at + 4] & 0x3F, _end(data, at)
        if end > len(data):
            raise IndexError
        yield kind, data[at:end]
        at = end


def _end(data: bytes, start: int) -> int:
    """Where the segment that starts here ends. Raises ``IndexError`` for a cut one."""
    number = int.from_bytes(data[start : start + 4], "big")
    flags, at = data[start + 4], start + 5
    count = data[at] >> 5
    if count == 7:
        count = int.from_bytes(data[at : at + 4], "big") & 0x1FFFFFFF
        at += 4 + (count + 8) // 8
    else:
        at += 1
    at += count * (1 if number <= 256 else 2 if number <= 65_536 else 4)
    at += 4 if flags & 0x40 else 1
    if at + 4 > len(data):
        raise IndexError
    length = int.from_bytes(data[at : at + 4], "big")
    return len(data) if length == UNKNOWN else at + 4 + length
