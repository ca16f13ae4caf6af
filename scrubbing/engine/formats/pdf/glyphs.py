"""The characters of a page as pdfium sees them, each with its box."""

import math
from dataclasses import dataclass
from itertools import compress, repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2

from scrubbing.engine.formats.pdf import survey
from scrubbing.engine.formats.pdf.bulk import Characters, Numbers, hoarding
from scrubbing.engine.formats.pdf.geometry import Rect, normal
from scrubbing.engine.formats.pdf.survey import INVISIBLE, Sample

TURN = 2 * math.pi
NOWHERE: Rect = (0, 0, 0, 0)

SCAN_SHARE = 0.25
"""From this share of a page covered by pictures on, invisible text is an OCR layer."""


class Glyph(NamedTuple):
    """A character on a page. A tuple, because a book has millions of them."""

    number: int
    text: str
    box: Rect
    x: float
    y: float
    angle: float
    hidden: bool
    generated: bool


def is_printed(glyph: Glyph) -> bool:
    """Whether a character leaves ink on the page."""
    return not (glyph.hidden or glyph.generated or glyph.text.isspace())


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """One page read: number from 1, its visible box, turn in degrees, characters.

    ``is_scan`` where pictures cover much of it, ``is_drawn`` where lines and curves
    look like letters.
    """

    number: int
    crop: Rect
    rotation: int
    glyphs: tuple[Glyph, ...]
    is_scan: bool
    is_drawn: bool
    samples: tuple[Sample, ...]


def read_page(page: pypdfium2.PdfPage, number: int, *, looks: bool = True) -> PageGlyphs:
    """A page; ``looks`` for shapes that may be letters and for samples of its fonts too."""
    crop = normal(page.get_cropbox())
    textpage = page.get_textpage()
    try:
        seen = (survey.survey if looks else survey.glance)(page, textpage, crop)
        is_scan = seen.pictures >= SCAN_SHARE
        with hoarding():
            glyphs = _read(textpage, crop, drop_invisible=seen.invisible and not is_scan)
    finally:
        textpage.close()
    return PageGlyphs(
        number, crop, page.get_rotation(), glyphs, is_scan, seen.is_drawn, seen.samples
    )


def hides(page: pypdfium2.PdfPage) -> bool:
    """Whether a page holds text that nobody sees: off the page, or drawn with no ink."""
    textpage = page.get_textpage()
    try:
        return survey.has_invisible(page) or _strays(textpage, normal(page.get_cropbox()))
    finally:
        textpage.close()


def _strays(textpage: pypdfium2.PdfTextPage, crop: Rect) -> bool:
    found = Characters(textpage)
    boxes, made = found.boxes()
    outside = ~_within(boxes, crop)
    outside[made] = False
    return bool(outside.any())


def centres(page: pypdfium2.PdfPage) -> tuple[list[str], Numbers]:
    """Every printed character of a page and the middle of its box: all that a proof needs."""
    textpage = page.get_textpage()
    try:
        found = Characters(textpage)
        texts = found.texts()
        boxes, made = found.boxes()
        printed = ~np.fromiter(map(str.isspace, texts), bool, len(texts))
        printed[made] = False
    finally:
        textpage.close()
    return list(compress(texts, printed)), (boxes[printed, :2] + boxes[printed, 2:]) / 2


def _read(
    textpage: pypdfium2.PdfTextPage, crop: Rect, *, drop_invisible: bool
) -> tuple[Glyph, ...]:
    """All characters. There may be millions of them, hence the columns."""
    found = Characters(textpage)
    boxes, made = found.boxes()
    origins, angles = found.origins(), found.angles()
    hidden = ~_within(boxes, crop)
    if drop_invisible:
        for index in np.flatnonzero(~hidden).tolist():
            hidden[index] = found.mode(index) == INVISIBLE
    if any(angles):
        angles = [-angle % TURN if angle else 0.0 for angle in angles]  # pdfium counts clockwise
    columns = zip(
        range(found.count), found.texts(),
        zip(*boxes.T.tolist(), strict=True), *origins.T.tolist(), angles, hidden.tolist(),
        repeat(False), strict=False,
    )  # fmt: skip
    glyphs = list(map(tuple.__new__, repeat(Glyph), columns))
    for index in made:
        glyphs[index] = Glyph(index, glyphs[index].text, NOWHERE, 0, 0, 0, False, True)
    return tuple(glyphs)


def _within(boxes: Numbers, crop: Rect) -> npt.NDArray[np.bool_]:
    """Which boxes have their middle on the visible page."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside: npt.NDArray[np.bool_] = (
        (crop[0] <= x) & (x <= crop[2]) & (crop[1] <= y) & (y <= crop[3])
    )
    return inside
