"""Plain text as paragraphs: runs of lines, so that a name broken over two lines is one."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from scrubbing.engine import leaves
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import Place, Role

LONGEST = 2000
"""Characters after which a paragraph without an empty line is cut at a line's end."""


TERMINAL = re.compile(r"\x1b\[[0-9;?]{0,20}[ -/]?[@-~]|(?P<over>[^\n])\x08(?=[^\n])")
"""Colours of a terminal, and a letter that the next one is struck over."""


def paragraphs(text: str, role: Role = Role.BODY) -> list[Leaf]:
    """A leaf per paragraph; ``Place.line`` is its first line."""
    starts = leaves.line_starts(text)
    return [
        Leaf(
            locator=f"p:{number}",
            segments=(Segment(start, end, text[start:end]),),
            role=role,
            place=Place(line=bisect_right(starts, start)),
        )
        for number, (start, end) in enumerate(_paragraphs(text, starts), start=1)
    ]


def shown(leaf: Leaf) -> Leaf:
    """The leaf as a terminal shows it: what steers the terminal is no part of its text."""
    (segment,) = leaf.segments
    if "\x1b" not in segment.text and "\x08" not in segment.text:
        return leaf
    pieces: list[tuple[int, int, int]] = []
    begin = last = 0  # a struck letter goes with the one over it, a colour with none
    for match in TERMINAL.finditer(segment.text):
        pieces.append((begin, last, match.start()))
        begin, last = (match.start() if match["over"] else match.end()), match.end()
    pieces.append((begin, last, len(segment.text)))
    return replace(
        leaf,
        segments=tuple(
            Segment(segment.start + begin, segment.start + end, segment.text[start:end])
            for begin, start, end in pieces
            if start < end
        ),
    )


def _paragraphs(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines that are not empty, cut after ``LONGEST``."""
    begin: int | None = None
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        if not text[start:end].strip():
            if begin is not None:
                yield begin, start
            begin = None
        elif begin is None:
            begin = start
        elif end - begin > LONGEST:
            yield begin, start
            begin = start
    if begin is not None:
        yield begin, len(text)
