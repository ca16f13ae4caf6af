"""What pdfminer reads on a page, without its analysis of the layout, which takes longest."""

import math

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager
from pdfminer.utils import Matrix

from scrubbing.engine.formats.pdf import signs

NEAR, SPACE = 0.25, 1.5
"""In sizes of the font: up to the first a letter goes on with a word, up to the second a
line goes on with another word."""


class Letters(PDFTextDevice):
    """Gathers the letters of a page in the order in which they are drawn."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self._found: list[str] = []
        self._next = (0.0, 0.0)

    def take(self) -> str:
        """The text so far; the next page begins without it."""
        text = "".join(self._found)
        self._found = []
        return text

    def render_char(  # noqa: PLR0913, PLR0917 - pdfminer's signature
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = "\ufffd"
        a, b, c, d, x, y = matrix
        size = abs(fontsize) * max(math.hypot(a, b), math.hypot(c, d)) or 1.0
        gap = math.hypot(x - self._next[0], y - self._next[1]) / size
        self._found += [_between(gap), text]
        width = _width(font, cid) * fontsize * scaling
        down = font.is_vertical()
        self._next = (x + width * c, y + width * d) if down else (x + width * a, y + width * b)
        return width


def _width(font: PDFFont, cid: int) -> float:
    """How far a letter moves; pdfminer looks fonts of signs up by letters, and finds none."""
    name = str(getattr(font, "basefont", ""))
    if name in signs.NAMES:
        return signs.widths(name).get(cid, 0.0) / 1000
    return float(font.char_width(cid))


def _between(gap: float) -> str:
    if gap <= NEAR:
        return ""
    return " " if gap <= SPACE else "\n"
