"""Matrices and boxes in PDF user space (points, y upwards)."""

import math
from collections.abc import Iterable, Sequence
from typing import SupportsFloat

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]
"""(left, bottom, right, top)."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and afterwards ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)  # fmt: skip


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def bounds(points: Iterable[tuple[float, float]]) -> Rect:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def map_rect(matrix: Matrix, rect: Rect) -> Rect:
    """The upright box around a mapped box."""
    left, bottom, right, top = rect
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return bounds(apply(matrix, x, y) for x, y in corners)


def invert(matrix: Matrix) -> Matrix | None:
    """The inverse, or None where the matrix is flat."""
    a, b, c, d, e, f = matrix
    det = a * d - b * c
    if abs(det) < 1e-12:  # noqa: PLR2004 - as good as zero
        return None
    return (d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)


def union(rects: Sequence[Rect]) -> Rect:
    lefts, bottoms, rights, tops = zip(*rects, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def overlap(one: Rect, other: Rect) -> float:
    """The area two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def holds(rect: Rect, x: float, y: float) -> bool:
    return rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3]


def normal(box: Sequence[float]) -> Rect:
    """A box with its corners in order."""
    left, bottom, right, top = box[:4]
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def area(rect: Rect) -> float:
    return max(0.0, rect[2] - rect[0]) * max(0.0, rect[3] - rect[1])


class Grid:
    """Boxes sorted into squares, so that asking for a point does not walk all of them."""

    def __init__(self, rects: Sequence[Rect], *, size: float = 20.0) -> None:
        self._size = size
        self._squares: dict[tuple[int, int], list[int]] = {}
        self.rects = tuple(rects)
        self._heights: frozenset[int] | None = None
        for index, rect in enumerate(self.rects):
            for column in range(int(rect[0] // size), int(rect[2] // size) + 1):
                for row in range(int(rect[1] // size), int(rect[3] // size) + 1):
                    self._squares.setdefault((column, row), []).append(index)

    def __bool__(self) -> bool:
        return bool(self.rects)

    def holds(self, x: float, y: float, *, slack: float = 0.0) -> bool:
        """Whether any box holds the point, or comes as near as ``slack`` points.

        Slack only reaches over the border of a square where the box does; with
        a slack well below the size of a square that misses nothing that matters.
        """
        for index in self._squares.get((int(x // self._size), int(y // self._size)), ()):
            left, bottom, right, top = self.rects[index]
            if left - slack <= x <= right + slack and bottom - slack <= y <= top + slack:
                return True
        return False

    def at_height(self, y: float, slack: float) -> bool:
        """Whether any box may lie at a height, or come as near to it as ``slack`` points."""
        if self._heights is None:
            self._heights = self.heights(slack)
        return math.floor(y) in self._heights

    def heights(self, slack: float) -> frozenset[int]:
        """The whole points of height at which any box lies, or comes as near as ``slack``."""
        return frozenset(
            step
            for bottom, top in {(rect[1], rect[3]) for rect in self.rects}
            for step in range(math.floor(bottom - slack), math.floor(top + slack) + 1)
        )

    def meets(self, rect: Rect) -> bool:
        """Whether any box shares a point with ``rect``."""
        return bool(self.meeting(rect))

    def meeting(self, rect: Rect) -> list[Rect]:
        """The boxes that share a point with ``rect``. Asked for every stretch of text."""
        left, bottom, right, top = rect
        return [
            one
            for one in self.rects
            if one[1] <= top and one[3] >= bottom and one[0] <= right and one[2] >= left
        ]


def six(values: Sequence[SupportsFloat]) -> Matrix:
    """The matrix that six numbers of a PDF stand for."""
    a, b, c, d, e, f = (float(value) for value in values[:6])
    return a, b, c, d, e, f


def unit_boxes(covers: Sequence[Rect], ctm: Matrix) -> list[Rect]:
    """Boxes of the page in a picture's own unit square, y upwards."""
    back = invert(ctm)
    return [map_rect(back, rect) for rect in covers] if back is not None else []
