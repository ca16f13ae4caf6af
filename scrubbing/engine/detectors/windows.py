"""Cutting a long token sequence into windows that the model can read."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``start`` to ``end`` of text ``text``; ``keep_from`` to ``keep_to`` are judged here."""

    text: int
    start: int
    end: int
    keep_from: int
    keep_to: int


def windows(text: int, length: int, breaks: Sequence[int], size: int, overlap: int) -> list[Window]:
    """Cut ``length`` tokens into windows of at most ``size``.

    ``breaks`` are token indices at which a line or sentence begins, ascending. A window
    ends at the last break in its second half and the next begins there, without overlap;
    where there is none, windows overlap and each judges up to the middle of the overlap.
    """
    cut: list[Window] = []
    start = keep = 0
    position = 0
    while length - start > size:
        limit = start + size
        while position < len(breaks) and breaks[position] <= limit:
            position += 1
        best = breaks[position - 1] if position else 0
        if best > start + size // 2:
            cut.append(Window(text, start, best, keep, best))
            start = keep = best
        else:
            middle = limit - overlap // 2
            cut.append(Window(text, start, limit, keep, middle))
            keep, start = middle, limit - overlap
    if length > start:
        cut.append(Window(text, start, length, keep, length))
    return cut
