"""Does a rewritten page hold what it should? Asked of pdfium, which did not write it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pypdfium2

from scrubbing.engine.formats.pdf.geometry import Grid, Rect
from scrubbing.engine.formats.pdf.glyphs import Glyph, characters
from scrubbing.engine.formats.pdf.labels import latin

MOST_LOST = 0.02
"""Of the other glyphs of a page; more, and the walk went wrong somewhere."""


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
            if not _holds(characters(page), wanted):
                failed.append(number)
            page.close()
    finally:
        document.close()
    return failed


def _holds(glyphs: Sequence[Glyph], wanted: Expected) -> bool:
    grid = Grid(wanted.removed)
    inside: Counter[str] = Counter()
    outside = 0
    for glyph in glyphs:
        if glyph.generated or not glyph.text.strip():
            continue
        left, bottom, right, top = glyph.box
        if grid.holds((left + right) / 2, (bottom + top) / 2, slack=0.2):
            inside[glyph.text] += 1
        else:
            outside += 1
    written = Counter(
        char for text in wanted.labels for char in latin(text).decode("cp1252") if char.strip()
    )
    spilled = sum((written - inside).values())
    return not inside - written and outside - spilled >= wanted.others * (1 - MOST_LOST)
