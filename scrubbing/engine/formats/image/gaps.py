"""The blanks between words in pixels, so that a box ends where a word does.

Where OCR says that a character stands is an estimate, half a letter wrong or more. A box
by that alone cuts the neighbours of a word, or leaves an edge of it.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LEVELS = 48
"""Levels of grey between paper and ink."""
NARROWEST = 0.13
"""Heights of the line; what is narrower lies between letters."""
BEYOND, WITHIN = 0.5, 0.25
"""Heights of the line from the estimate outwards and inwards in which a blank is believed.
A narrow letter with the blank behind it takes more than the second."""
SMALL, LOWEST = 20, 2
"""From this height of a line on a blank has so many rows: one lies between dots of a letter."""
EDGE = 0.3
"""Of the line's height at both edges, where a blank may lie above or below its letters."""
TRIMMED = 0.15
"""Of the line's height at both edges, where other lines reach in."""

Rect = tuple[int, int, int, int]


def before(image: Image.Image, line: Rect, left: float) -> float | None:
    """The middle of the blank before a word that is thought to begin at ``left``."""
    height = line[3] - line[1]
    found = [
        (abs(end - left), (start + end) / 2)
        for start, end in _blanks(image, line)
        if left - BEYOND * height <= end <= left + WITHIN * height
    ]
    return min(found)[1] if found else None


def after(image: Image.Image, line: Rect, right: float) -> float | None:
    """The middle of the blank after a word that is thought to end at ``right``."""
    height = line[3] - line[1]
    found = [
        (abs(start - right), (start + end) / 2)
        for start, end in _blanks(image, line)
        if right - WITHIN * height <= start <= right + BEYOND * height
    ]
    return min(found)[1] if found else None


def rows(image: Image.Image, box: Rect, margin: int) -> tuple[float, float]:
    """Top and bottom of a word within its box: in the blanks above and below its ink.

    Lines stand close, and the box of one reaches into the next. Where no blank is seen,
    that is the box with a margin.
    """
    left, top, right, bottom = box
    area = (max(0, left), max(0, top - margin), min(image.width, right),
            min(image.height, bottom + margin))  # fmt: skip
    if area[0] >= area[2] or area[1] >= area[3]:
        return top - margin, bottom + margin
    zone = int(EDGE * (bottom - top)) + margin
    inked = _inked(image, area, axis=1)
    least = LOWEST if bottom - top >= SMALL else 1
    above, below = _inner_edge(inked[:zone], least), _inner_edge(inked[::-1][:zone], least)
    return (
        top - margin if above is None else area[1] + above,
        bottom + margin if below is None else area[3] - 1 - below,
    )


def _inner_edge(inked: NDArray[np.bool_], least: int) -> int | None:
    """The last row of the outermost blank; letters of dots have blanks further in."""
    for start, end in _stretches(inked):
        if end - start >= least:
            return end - 1
    return None


def _inked(image: Image.Image, area: Rect, *, axis: int) -> NDArray[np.bool_]:
    """Which columns (0) or rows (1) of an area hold ink: what is not like most of it."""
    levels = np.asarray(image.crop(area).convert("L")).astype(np.int16)
    return np.asarray((np.abs(levels - int(np.median(levels))) > LEVELS).any(axis=axis))


def _blanks(image: Image.Image, line: Rect) -> Iterator[tuple[int, int]]:
    """First column and the one behind the last of each stretch of a line without ink."""
    left, top, right, bottom = line
    trim = int(TRIMMED * (bottom - top))
    area = (max(0, left), max(0, top + trim), min(image.width, right), bottom - trim)
    if area[0] >= area[2] or area[1] >= area[3]:
        return
    for start, end in _stretches(_inked(image, area, axis=0)):
        if end - start >= max(2, NARROWEST * (bottom - top)):
            yield area[0] + start, area[0] + end


def _stretches(inked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where what is not inked begins and ends, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], inked, [True]))))
    return [(start, end) for start, end in edges.reshape(-1, 2).tolist()]
