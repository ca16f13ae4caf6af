"""A text cut into pieces: at its redactions, and where its colour changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from submissions.views.marks import Mark

WORDS = frozenset("kscnfb")
"""What the highlighter says; anything else is no class of ours."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, with its mark where it took the place of something.

    ``begins`` is true for the piece that carries the mark's number and id. ``colour`` is
    the highlighter's word.
    """

    text: str
    mark: Mark | None = None
    begins: bool = False
    colour: str = ""


def pieces_of(
    text: str, marks: Iterable[tuple[Mark, int, int]], tokens: Sequence[Sequence[Any]]
) -> Iterator[Piece]:
    """Pieces in order; together they are the text."""
    ordered = sorted(marks, key=lambda item: item[1])
    cuts = {0, len(text)}
    for _mark, start, end in ordered:
        cuts |= {start, end}
    for start, end, _word in tokens:
        cuts |= {start, end}
    places = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    waiting, colours = iter([*ordered, None]), iter([*tokens, None])
    mark, colour = next(waiting), next(colours)
    for first, last in pairwise(places):
        while mark is not None and mark[2] <= first:
            mark = next(waiting)
        while colour is not None and colour[1] <= first:
            colour = next(colours)
        marked = mark[0] if mark is not None and mark[1] <= first else None
        begins = mark is not None and mark[1] == first
        word = str(colour[2]) if colour is not None and colour[0] <= first else ""
        yield Piece(text[first:last], marked, begins, word if word in WORDS else "")
