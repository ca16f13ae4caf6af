"""The characters of a page as pdfium sees them, each with its box."""

import ctypes
import math
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from scrubbing.engine.formats.pdf import survey
from scrubbing.engine.formats.pdf.geometry import Rect, area, normal
from scrubbing.engine.formats.pdf.survey import INVISIBLE, Sample

TURN = 2 * math.pi

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


def read_page(page: pypdfium2.PdfPage, number: int) -> PageGlyphs:
    crop = normal(page.get_cropbox())
    textpage = page.get_textpage()
    try:
        seen = survey.survey(page, textpage, crop)
        is_scan = seen.pictures >= SCAN_SHARE
        glyphs = _read(textpage, crop, drop_invisible=seen.invisible and not is_scan)
    finally:
        textpage.close()
    return PageGlyphs(
        number, crop, page.get_rotation(), glyphs, is_scan, seen.is_drawn, seen.samples
    )


def characters(page: pypdfium2.PdfPage) -> tuple[Glyph, ...]:
    """The characters alone, whether hidden or not."""
    textpage = page.get_textpage()
    try:
        return _read(textpage, normal(page.get_cropbox()), drop_invisible=False)
    finally:
        textpage.close()


def _read(
    textpage: pypdfium2.PdfTextPage, crop: Rect, *, drop_invisible: bool
) -> tuple[Glyph, ...]:
    raw = textpage.raw
    box = pdfium.FS_RECTF()
    tight = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        text = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"  # noqa: PLR2004 - Unicode's bounds
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            found.append(Glyph(index, text, (0, 0, 0, 0), 0, 0, 0, False, True))
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        rect = normal((box.left, box.bottom, box.right, box.top))
        if area(rect) <= 0 and pdfium.FPDFText_GetCharBox(raw, index, *tight):
            left, right, bottom, top = (value.value for value in tight)
            rect = normal((left, bottom, right, top))
        hidden = not _touches(rect, crop)
        if drop_invisible and not hidden:
            owner = pdfium.FPDFText_GetTextObject(raw, index)
            hidden = pdfium.FPDFTextObj_GetTextRenderMode(owner) == INVISIBLE
        angle = -pdfium.FPDFText_GetCharAngle(raw, index) % TURN  # pdfium counts clockwise
        found.append(Glyph(index, text, rect, x.value, y.value, angle, hidden, False))
    return tuple(found)


def _touches(rect: Rect, crop: Rect) -> bool:
    """Whether the middle of a character lies on the visible page."""
    x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    return crop[0] <= x <= crop[2] and crop[1] <= y <= crop[3]
