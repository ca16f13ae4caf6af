"""How far shown text comes, and whether it meets a box: sums, called for every string."""

from collections.abc import Sequence

from scrubbing.engine.formats.pdf.geometry import Rect
from scrubbing.engine.formats.pdf.plan import TextState

NEAR = 1.0
"""Points by which a stretch of text may miss a box and is still looked at glyph by glyph."""
Part = tuple[bytes, bytes | float]
"""A string or a move of a show: its token and what it says."""


def moves_of(text: TextState, parts: Sequence[Part]) -> list[float]:
    """How far each string or kern moves, in text space before scaling."""
    font = text.font
    found = []
    for _, part in parts:
        if not isinstance(part, bytes):
            found.append(-part / 1000 * text.size)
        elif font is None:
            found.append(0.0)
        else:
            width, count, spaces = font.length(part)
            found.append(width * font.unit * text.size + count * text.char + spaces * text.word)
    return found


def reach(moves: Sequence[float]) -> tuple[float, float]:
    """The furthest back and the furthest on that one move after the other comes."""
    pen = least = most = 0.0
    for move in moves:
        pen += move
        if pen > most:
            most = pen
        elif pen < least:
            least = pen
    return least, most


def clear(near: Sequence[Rect], x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether the box between two points of a page stands clear of all these, in points."""
    if x1 < x0:
        x0, x1 = x1, x0
    if y1 < y0:
        y0, y1 = y1, y0
    for left, bottom, right, top in near:
        if left <= x1 + NEAR and right >= x0 - NEAR and bottom <= y1 + NEAR and top >= y0 - NEAR:
            return False
    return True
