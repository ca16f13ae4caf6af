"""Where on the pages of an output something still stands that had to go.

The proof reads whole pages, in orders that no single paragraph has: a value may run over
the cells of a table, or be seen by one reader only. Such places are found again here, so
that their glyphs can be taken away too.
"""

import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix as MinerMatrix

from scrubbing.engine.formats.pdf import letters
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.geometry import Rect, apply
from scrubbing.engine.formats.pdf.pictures import Leaks
from scrubbing.engine.formats.pdf.reading import rows

MOST = 80
"""Places on one page; a page with more is kept as a picture."""

SPOT = 0.4
"""Points around the middle of a letter that only pdfminer placed."""

TOKEN = re.compile(r"\S+")
Piece = tuple[str, Rect | None]


def places(
    leaks: Leaks, output: bytes, pages: Sequence[Page], without: Collection[int]
) -> dict[int, list[Rect]]:
    """Boxes of what leaks, in user space, by the numbers of pages that are not ``without``."""
    found: dict[int, list[Rect]] = {}
    told = _by_pdfminer(output)
    for page, seen in zip(pages, told, strict=False):
        if page.number in without:
            continue
        glyphs = page.read.glyphs
        orders: list[list[Piece]] = [
            [(glyph.text, None if glyph.generated else glyph.box) for glyph in glyphs],
            [
                piece
                for row in rows(glyphs)
                for piece in (*((g.text, g.box) for g in row), NEW_LINE)
            ],
            seen,
        ]
        boxes = [box for order in orders for box in _boxes(leaks, order)]
        if boxes:
            found[page.number] = list(dict.fromkeys(boxes))
    return found


NEW_LINE: Piece = ("\n", None)


def _boxes(leaks: Leaks, pieces: Sequence[Piece]) -> Iterator[Rect]:
    text = "".join(piece for piece, _ in pieces)
    owners = [box for piece, box in pieces for _ in piece]
    for start, end in stretches(leaks, text):
        yield from (box for box in owners[start:end] if box is not None)


def stretches(leaks: Leaks, text: str) -> Iterator[tuple[int, int]]:
    """The shortest stretches of whole words that leak, one after the other."""
    for _ in range(MOST):
        if not leaks(text):
            return
        start, end = _stretch(leaks, text)
        yield start, end
        text = text[:start] + "\n" * (end - start) + text[end:]


def _stretch(leaks: Leaks, text: str) -> tuple[int, int]:
    words = [match.span() for match in TOKEN.finditer(text)]
    last = _first(len(words), lambda at: leaks(text[: words[at][1]]))
    end = words[last][1]
    back = _first(last + 1, lambda at: leaks(text[words[last - at][0] : end]))
    return words[last - back][0], end


def _first(count: int, holds: Callable[[int], bool]) -> int:
    """A number below ``count`` that holds while the one before it does not; the last holds."""
    low, high = -1, count - 1
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def _by_pdfminer(output: bytes) -> Iterator[list[Piece]]:
    manager = PDFResourceManager()
    device = _Placed(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.get_pages(io.BytesIO(output)):
        interpreter.render_contents(page.resources, page.contents)
        yield device.take_pieces()


class _Placed(letters.Letters):
    """Letters with the middle of each, in user space."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self._pieces: list[Piece] = []

    def take_pieces(self) -> list[Piece]:
        self.take()
        pieces, self._pieces = self._pieces, []
        return pieces

    def render_char(  # noqa: PLR0913, PLR0917 - pdfminer's signature
        self,
        matrix: MinerMatrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        width = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        gap, text = self._found[-2:]
        along, up = (0.0, 0.0) if font.is_vertical() else (width / 2, rise + 0.2 * fontsize)
        x, y = apply(matrix, along, up)
        box = x - SPOT, y - SPOT, x + SPOT, y + SPOT
        self._pieces += [(gap, None), (text, box)]
        return width
