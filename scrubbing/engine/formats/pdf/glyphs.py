"""The characters of a page as pdfium sees them, each with its box."""

import ctypes
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from scrubbing.engine.formats.pdf.geometry import Rect, area, overlap

INVISIBLE = 3
"""Text render mode 3: neither filled nor stroked."""

SCAN_SHARE = 0.25
"""From this share of a page covered by pictures on, invisible text is an OCR layer."""


class Glyph(NamedTuple):
    """A character on a page. A tuple, because a book has millions of them."""

    index: int
    text: str
    box: Rect
    x: float
    y: float
    angle: float
    hidden: bool
    generated: bool


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """One page read: number from 1, its visible box, turn in degrees, characters."""

    number: int
    crop: Rect
    rotation: int
    glyphs: tuple[Glyph, ...]
    is_scan: bool


def read_page(page: pypdfium2.PdfPage, number: int) -> PageGlyphs:
    crop = _normal(page.get_cropbox())
    pictures, invisible = _survey(page, crop)
    is_scan = pictures >= SCAN_SHARE
    glyphs = _read(page, crop, drop_invisible=invisible and not is_scan)
    return PageGlyphs(number, crop, page.get_rotation(), glyphs, is_scan)


def _normal(box: tuple[float, float, float, float]) -> Rect:
    left, bottom, right, top = box
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _survey(page: pypdfium2.PdfPage, crop: Rect) -> tuple[float, bool]:
    """How much of the page pictures cover, and whether any text is invisible."""
    covered, invisible = 0.0, False
    for thing in page.get_objects(max_depth=6):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            covered += overlap(_normal(thing.get_bounds()), crop)
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT and not invisible:
            invisible = pdfium.FPDFTextObj_GetTextRenderMode(thing.raw) == INVISIBLE
    return covered / (area(crop) or 1.0), invisible


def _read(page: pypdfium2.PdfPage, crop: Rect, *, drop_invisible: bool) -> tuple[Glyph, ...]:
    textpage = page.get_textpage()
    raw = textpage.raw
    box = pdfium.FS_RECTF()
    tight = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
    try:
        for index in range(pdfium.FPDFText_CountChars(raw)):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            text = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"  # noqa: PLR2004 - Unicode's bounds
            if pdfium.FPDFText_IsGenerated(raw, index) == 1:
                found.append(Glyph(index, text, (0, 0, 0, 0), 0, 0, 0, False, True))  # noqa: FBT003 - a tuple
                continue
            pdfium.FPDFText_GetLooseCharBox(raw, index, box)
            pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
            rect = _normal((box.left, box.bottom, box.right, box.top))
            if area(rect) <= 0 and pdfium.FPDFText_GetCharBox(raw, index, *tight):
                left, right, bottom, top = (value.value for value in tight)
                rect = _normal((left, bottom, right, top))
            hidden = not _touches(rect, crop)
            if drop_invisible and not hidden:
                owner = pdfium.FPDFText_GetTextObject(raw, index)
                hidden = pdfium.FPDFTextObj_GetTextRenderMode(owner) == INVISIBLE
            angle = pdfium.FPDFText_GetCharAngle(raw, index)
            found.append(Glyph(index, text, rect, x.value, y.value, angle, hidden, False))  # noqa: FBT003 - a tuple
    finally:
        textpage.close()
    return tuple(found)


def _touches(rect: Rect, crop: Rect) -> bool:
    """Whether the middle of a character lies on the visible page."""
    x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    return crop[0] <= x <= crop[2] and crop[1] <= y <= crop[3]
