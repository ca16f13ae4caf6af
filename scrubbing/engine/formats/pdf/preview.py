"""Pages as pictures with the boxes of their words, for a text layer over the picture."""

import io
from dataclasses import dataclass

import pypdfium2

from scrubbing.engine.formats.pdf import base, opening, raster
from scrubbing.engine.formats.pdf.glyphs import read_page

MOST_PAGES = 200
"""Pages of one document that are shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A rendered page: PNG, its size in pixels, pixels per point, words with boxes in pixels."""

    picture: bytes
    width: int
    height: int
    scale: float
    words: tuple[tuple[str, tuple[int, int, int, int]], ...]


def pages(data: bytes, dpi: int = 110, first: int = 1, count: int = 20) -> list[Shown]:
    """``count`` pages from page ``first`` (from 1) on, as a reader shows them.

    Forms and annotations are drawn. Raises ``Broken`` or ``Encrypted``.
    """
    pdf = opening.open_pdf(data)
    with opening.damaged():
        plain = base.prepare(pdf)
        document = pypdfium2.PdfDocument(plain)
        try:
            numbers = range(first, min(first + count, len(document) + 1))
            return [_page(document, number, dpi) for number in numbers]
        finally:
            document.close()


def _page(document: pypdfium2.PdfDocument, number: int, dpi: int) -> Shown:
    page = document[number - 1]
    image = raster.image_of(page, dpi)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    glyphs = read_page(page, number)
    read = base.Page(glyphs)
    width, height = page.get_size()
    scale = raster.scale_for(width, height, dpi)
    page.close()
    words = tuple(
        (word.text, _pixels(word.box, scale)) for word in raster.words_of(read, frozenset())
    )
    return Shown(buffer.getvalue(), image.width, image.height, scale, words)


def _pixels(box: tuple[float, float, float, float], scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(value * scale) for value in box)
    return left, top, right, bottom
