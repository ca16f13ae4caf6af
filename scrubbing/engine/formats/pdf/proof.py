"""Does a rewritten page hold what it should? Asked of pdfium, which did not write it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2

from scrubbing.engine.formats.pdf.geometry import Grid, Rect
from scrubbing.engine.formats.pdf.glyphs import centres
from scrubbing.engine.formats.pdf.labels import latin

MOST_LOST = 0.02
"""Of the other glyphs of a page; more, and the walk went wrong somewhere."""

SLACK = 0.2
"""Points by which the middle of a character may miss a box and still counts as in it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a page must show: boxes that are empty but for the labels, and the rest."""

    removed: tuple[Rect, ...]
    labels: tuple[str, ...]
    others: int


def failures(output: bytes, expected: Mapping[int, Expected]) -> list[int]:
    """Numbers of the pages that do not hold what they should."""
    document = pypdfium2.PdfDocument(output)
    failed = []
    try:
        for number, wanted in expected.items():
            page = document[number - 1]
            if not _holds(page, wanted):
                failed.append(number)
            page.close()
    finally:
        document.close()
    return failed


def _holds(page: pypdfium2.PdfPage, wanted: Expected) -> bool:
    grid = Grid(wanted.removed)
    texts, middles = centres(page)
    near = np.flatnonzero(np.isin(np.floor(middles[:, 1]), list(grid.heights(SLACK))))
    inside = Counter(
        texts[index]
        for index, (x, y) in zip(near.tolist(), middles[near].tolist(), strict=True)
        if grid.holds(x, y, slack=SLACK)
    )
    outside = len(texts) - inside.total()
    written = Counter(
        char for text in wanted.labels for char in latin(text).decode("cp1252") if char.strip()
    )
    spilled = sum((written - inside).values())
    return not inside - written and outside - spilled >= wanted.others * (1 - MOST_LOST)


def changed(before: bytes, after: bytes, numbers: Sequence[int]) -> list[int]:
    """Of pages that nothing was taken from, those whose text is no longer what it was."""
    if not numbers:
        return []
    old, new = pypdfium2.PdfDocument(before), pypdfium2.PdfDocument(after)
    try:
        return [
            number
            for number in numbers
            if _lost(_letters(old[number - 1]), _letters(new[number - 1])) > MOST_LOST
        ]
    finally:
        old.close()
        new.close()


def _letters(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return "".join(textpage.get_text_range().split())
    finally:
        textpage.close()
        page.close()


def _lost(before: str, after: str) -> float:
    """The share of letters that are gone."""
    if before == after:
        return 0.0
    return sum((Counter(before) - Counter(after)).values()) / max(len(before), 1)
