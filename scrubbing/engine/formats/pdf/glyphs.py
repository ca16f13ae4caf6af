"""The characters of a page as pdfium sees them, each with its box."""

import ctypes
import math
from collections.abc import Iterator
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


def hides(page: pypdfium2.PdfPage) -> bool:
    """Whether a page holds text that nobody sees: off the page, or drawn with no ink."""
    textpage = page.get_textpage()
    try:
        return survey.has_invisible(page) or _strays(textpage, normal(page.get_cropbox()))
    finally:
        textpage.close()


def _strays(textpage: pypdfium2.PdfTextPage, crop: Rect) -> bool:
    raw, box = textpage.raw, pdfium.FS_RECTF()
    measure = pdfium.FPDFText_GetLooseCharBox
    left, bottom, right, top = crop
    for index in range(pdfium.FPDFText_CountChars(raw)):
        measure(raw, index, box)
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        inside = left <= x <= right and bottom <= y <= top
        if inside and box.left != box.right and box.bottom != box.top:
            continue
        if pdfium.FPDFText_IsGenerated(raw, index) != 1 and not _touches(
            _rect(raw, index, box), crop
        ):
            return True
    return False


def centres(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float]]:
    """Every printed character of a page and the middle of its box: all that a proof needs."""
    textpage = page.get_textpage()
    try:
        raw, box = textpage.raw, pdfium.FS_RECTF()
        read, measure = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        for index in range(pdfium.FPDFText_CountChars(raw)):
            text = _letter(read(raw, index))
            if text.isspace():
                continue
            measure(raw, index, box)
            if box.left != box.right and box.bottom != box.top:
                yield text, (box.left + box.right) / 2, (box.bottom + box.top) / 2
            elif pdfium.FPDFText_IsGenerated(raw, index) != 1:
                left, bottom, right, top = _rect(raw, index, box)
                yield text, (left + right) / 2, (bottom + top) / 2
    finally:
        textpage.close()


def _read(
    textpage: pypdfium2.PdfTextPage, crop: Rect, *, drop_invisible: bool
) -> tuple[Glyph, ...]:
    """All characters. Called for millions of them, hence the local names."""
    raw, box = textpage.raw, pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    read, measure = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    begin, turn = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetCharAngle
    low, base, high, head = crop
    found = []
    for index in range(pdfium.FPDFText_CountChars(raw)):
        text = _letter(read(raw, index))
        measure(raw, index, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if left == right or bottom == top:
            if pdfium.FPDFText_IsGenerated(raw, index) == 1:
                found.append(Glyph(index, text, (0, 0, 0, 0), 0, 0, 0, False, True))
                continue
            rect = _rect(raw, index, box)
        elif left < right and bottom < top:
            rect = (left, bottom, right, top)
        else:
            rect = normal((left, bottom, right, top))
        begin(raw, index, x, y)
        hidden = not (
            low <= (rect[0] + rect[2]) / 2 <= high and base <= (rect[1] + rect[3]) / 2 <= head
        )
        if drop_invisible and not hidden:
            owner = pdfium.FPDFText_GetTextObject(raw, index)
            hidden = pdfium.FPDFTextObj_GetTextRenderMode(owner) == INVISIBLE
        angle = turn(raw, index)
        angle = -angle % TURN if angle else 0.0  # pdfium counts clockwise
        found.append(Glyph(index, text, rect, x.value, y.value, angle, hidden, False))
    return tuple(found)


def _letter(code: int) -> str:
    if 0 < code < 0xD800 or 0xE000 <= code < 0x110000:  # noqa: PLR2004 - Unicode's bounds
        return chr(code)
    return "\ufffd"


def _rect(raw: object, index: int, box: pdfium.FS_RECTF) -> Rect:
    """The loose box of a character, or the tight one where that is flat."""
    rect = normal((box.left, box.bottom, box.right, box.top))
    tight = [ctypes.c_double() for _ in range(4)]
    if area(rect) <= 0 and pdfium.FPDFText_GetCharBox(raw, index, *tight):
        left, right, bottom, top = (value.value for value in tight)
        rect = normal((left, bottom, right, top))
    return rect


def _touches(rect: Rect, crop: Rect) -> bool:
    """Whether the middle of a character lies on the visible page."""
    x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    return crop[0] <= x <= crop[2] and crop[1] <= y <= crop[3]
