"""Where on its page a picture's pixels are seen."""

from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from scrubbing.engine.formats.pdf.base import Page, shown
from scrubbing.engine.formats.pdf.geometry import Matrix, map_rect, multiply
from scrubbing.engine.formats.pdf.pictures import Edges, Placing
from scrubbing.engine.formats.pdf.raster import pixels_per_point


def on_render(page: Page, x: int = 0, y: int = 0) -> Placing:
    """For the picture of a page, or a piece that begins so many pixels from its top left."""
    scale = pixels_per_point(page)

    def placed(edges: Edges) -> Edges:
        left, top, right, bottom = edges
        moved = (left + x, top + y, right + x, bottom + y)
        left, top, right, bottom = (round(value / scale, 1) for value in moved)
        return left, top, right, bottom

    return placed


class Pictures:
    """Finds a page's pictures by their size in pixels; one that is not alone is not placed."""

    def __init__(self, data: bytes, pages: Sequence[Page]) -> None:
        self._data = data
        self._pages = {page.number: page for page in pages}
        self._known: dict[int, dict[tuple[int, int], list[Matrix]]] = {}

    def placing(self, number: int, size: tuple[int, int]) -> Placing:
        if number not in self._known:
            self._known[number] = self._matrices(number)
        found = self._known[number].get(size, [])
        page = self._pages.get(number)
        if page is None or len(found) != 1:
            return _nowhere
        width, height = size

        def placed(edges: Edges) -> Edges:
            left, top, right, bottom = edges
            unit = (left / width, 1 - bottom / height, right / width, 1 - top / height)
            return shown(page.read, map_rect(found[0], unit))

        return placed

    def _matrices(self, number: int) -> dict[tuple[int, int], list[Matrix]]:
        document = pypdfium2.PdfDocument(self._data)
        found: dict[tuple[int, int], list[Matrix]] = {}
        try:
            page = document[number - 1]
            for size, matrix in _images(page):
                found.setdefault(size, []).append(matrix)
            page.close()
        finally:
            document.close()
        return found


def _images(page: pypdfium2.PdfPage) -> Iterator[tuple[tuple[int, int], Matrix]]:
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=6):
        if isinstance(thing, pypdfium2.PdfImage):
            matrix: Matrix = thing.get_matrix().get()
            holder = thing.container
            while holder is not None:
                matrix = multiply(matrix, holder.get_matrix().get())
                holder = holder.container
            yield thing.get_px_size(), matrix


def _nowhere(_: Edges) -> None:
    return None
