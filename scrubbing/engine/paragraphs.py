"""Plain text as paragraphs: runs of lines, so that a name broken over two lines is one."""

from bisect import bisect_right
from collections.abc import Iterator

from scrubbing.engine import leaves
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import Place, Role

LONGEST = 2000
"""Characters after which a paragraph without an empty line is cut at a line's end."""


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
