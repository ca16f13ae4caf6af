"""Where on the pages of an output something still stands that had to go.

The proof reads whole pages, in orders that no single paragraph has: a value may run over
the cells of a table, or be seen by one reader only. Such places are found again here, so
that their glyphs can be taken away too.
"""

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix as MinerMatrix

from scrubbing.engine.formats.pdf import breaks, letters
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.geometry import Rect, apply
from scrubbing.engine.formats.pdf.glyphs import Glyph
from scrubbing.engine.formats.pdf.reading import by_content, rows
from scrubbing.engine.stretches import Leaks, stretches

SPOT = 0.4
"""Points around the middle of a letter that only pdfminer placed."""

Piece = tuple[str, Rect | None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where on a page a value was seen, in user space, and what was read there."""

    boxes: tuple[Rect, ...]
    said: str


def places(
    leaks: Leaks, output: bytes, pages: Sequence[Page], without: Collection[int]
) -> dict[int, list[Stretch]]:
    """What leaks, by the numbers of pages that are not ``without``."""
    found: dict[int, list[Stretch]] = {}
    for number, stretch in (*_on_pages(leaks, output, pages), *_over_breaks(leaks, pages)):
        mine = found.setdefault(number, [])
        if number not in without and stretch not in mine:
            mine.append(stretch)
    return {number: mine for number, mine in found.items() if mine}


def _on_pages(leaks: Leaks, output: bytes, pages: Sequence[Page]) -> Iterator[tuple[int, Stretch]]:
    told = _by_pdfminer(output)
    stored = {number for number, text in by_content(output) if leaks(text)}
    for page, seen in zip(pages, told, strict=False):
        glyphs = page.read.glyphs
        orders: list[list[Piece]] = [
            [(glyph.text, None if glyph.generated else glyph.box) for glyph in glyphs],
            [
                piece
                for row in rows(glyphs)
                for piece in (*((g.text, g.box) for g in row), NEW_LINE)
            ],
            seen,
            *(_without_a_gap(leaks, glyphs) if page.number in stored else ()),
        ]
        taken: set[Rect] = set()  # sorted by place, the cells of a row are one long word
        for order in orders:
            left = [NEW_LINE if box in taken else (text, box) for text, box in order]
            for stretch in _stretches(leaks, left):
                taken.update(stretch.boxes)
                yield page.number, stretch


def _without_a_gap(leaks: Leaks, glyphs: Sequence[Glyph]) -> Iterator[list[Piece]]:
    """Lines with one of their gaps closed: only readers see it, and the content holds one word."""
    for ends, line in groupby(glyphs, lambda glyph: glyph.generated and glyph.text in "\r\n"):
        pieces = [(glyph.text, None if glyph.generated else glyph.box) for glyph in line]
        gaps = [at for at, (_, box) in enumerate(pieces) if box is None]
        if ends or leaks("".join(text for text, _ in pieces)):
            continue
        for gap in gaps:
            yield [*pieces[:gap], CLOSED, *pieces[gap + 1 :]]


def _over_breaks(leaks: Leaks, pages: Sequence[Page]) -> Iterator[tuple[int, Stretch]]:
    """What leaks where the end of one page and the beginning of the next are read together."""
    for above, below in pairwise(pages):
        for last, first in breaks.joints(above, below):
            text, owners = breaks.joined(above, below, last, first)
            for start, end in stretches(leaks, text):
                for number in (above.number, below.number):
                    mine = [box for page, box in owners[start:end] if page == number]
                    yield number, Stretch(tuple(mine), text[start:end])


NEW_LINE: Piece = ("\n", None)
CLOSED: Piece = ("", None)


def _stretches(leaks: Leaks, pieces: Sequence[Piece]) -> Iterator[Stretch]:
    text = "".join(piece for piece, _ in pieces)
    owners = [box for piece, box in pieces for _ in piece]
    starts = accumulate((len(piece) for piece, _ in pieces), initial=0)
    gaps = [at for at, (piece, _) in zip(starts, pieces, strict=False) if not piece]
    for start, end in stretches(leaks, text, gaps):
        boxes = tuple(box for box in owners[start:end] if box is not None)
        yield Stretch(boxes, text[start:end])


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
