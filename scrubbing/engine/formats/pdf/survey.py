"""A look over the objects of a page: how much is picture, and what may be drawn text."""

import ctypes
from collections import Counter
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from scrubbing.engine.formats.pdf import bulk
from scrubbing.engine.formats.pdf.geometry import Rect, bounds as around, map_rect, normal, overlap

INVISIBLE = 3
"""Text render mode 3: neither filled nor stroked."""

DEPTH = 6
"""Forms inside forms that are looked into."""

MOST_PATHS = 20_000
LETTER_SEGMENTS = 5
"""A shape of fewer segments is a line, a box or an arrow."""

BOX_SEGMENTS = 10
"""Cells of tables are boxes that go round once, or once for the paint and once for the line."""

LETTER_SIZE = (2.0, 60.0)
"""Points a drawn letter may be high and wide."""

ROW = 5
"""So many letter-like shapes on one baseline are text drawn as lines and curves."""

WORD_SEGMENTS = 60
"""One shape of so many segments, no higher than a headline, may be a whole word."""

SAMPLE_LENGTH = (4, 48)


@dataclass(frozen=True, slots=True)
class Sample:
    """A stretch of text in one font, to see whether the letters look as they read."""

    font: tuple[int, str]
    text: str
    box: Rect


@dataclass(frozen=True, slots=True)
class Survey:
    """``pictures`` is the share of the page under pictures."""

    pictures: float
    invisible: bool
    is_drawn: bool
    samples: tuple[Sample, ...]


def survey(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, crop: Rect) -> Survey:
    covered = 0.0
    invisible = False
    drawn = _Drawn()
    samples: dict[tuple[int, str], Sample] = {}
    pictures: list[Rect] = []
    for thing in page.get_objects(max_depth=DEPTH):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = normal(thing.get_bounds())
            pictures.append(box)
            covered += overlap(box, crop)
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(thing.raw) == INVISIBLE:
                invisible = True
            else:
                _sample(thing, textpage, samples)
        elif thing.type == pdfium.FPDF_PAGEOBJ_PATH:
            drawn.add(thing)
    is_drawn = drawn.looks_like_text() or is_tiled(pictures)
    return Survey(covered / _size(crop), invisible, is_drawn, tuple(samples.values()))


def _size(crop: Rect) -> float:
    return (crop[2] - crop[0]) * (crop[3] - crop[1]) or 1.0


def glance(page: pypdfium2.PdfPage, _: pypdfium2.PdfTextPage, crop: Rect) -> Survey:
    """A survey for a page that is only written again: nothing of it is to be read by OCR."""
    things = bulk.things(page, DEPTH)
    covered = sum(overlap(normal(edges), crop) for edges in things.edges())
    return Survey(covered / _size(crop), INVISIBLE in things.modes(), False, ())


def has_invisible(page: pypdfium2.PdfPage) -> bool:
    """Whether any text of a page is drawn with neither fill nor stroke."""
    return INVISIBLE in bulk.things(page, DEPTH).modes()


def drawn(page: pypdfium2.PdfPage) -> tuple[Rect, ...] | None:
    """Where on a page shapes may be letters, in user space; None where that is everywhere."""
    found = _Drawn()
    pictures: list[Rect] = []
    for thing in page.get_objects(max_depth=DEPTH):
        if thing.type == pdfium.FPDF_PAGEOBJ_PATH:
            found.add(thing)
        elif thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(normal(thing.get_bounds()))
    return None if found.is_full or is_tiled(pictures) else tuple(found.places)


class _Drawn:
    """Counts shapes that may be letters, by the line they stand on, and keeps their places."""

    def __init__(self) -> None:
        self.places: list[Rect] = []
        self._rows: Counter[int] = Counter()
        self._columns: Counter[int] = Counter()
        self._words = 0
        self._seen = 0

    @property
    def is_full(self) -> bool:
        """Whether there are shapes that nobody looked at."""
        return self._seen > MOST_PATHS

    def add(self, thing: pypdfium2.PdfObject) -> None:
        self._seen += 1
        segments = pdfium.FPDFPath_CountSegments(thing.raw)
        if segments < LETTER_SEGMENTS or self._seen > MOST_PATHS or not _is_painted(thing):
            return
        if segments <= BOX_SEGMENTS and _is_box(thing, segments):
            return
        left, bottom, right, top = normal(thing.get_bounds())
        least, most = LETTER_SIZE
        if segments >= WORD_SEGMENTS and least <= min(top - bottom, right - left) <= most:
            self._words += 1
            self.places.append(_on_page(thing))
        elif least <= top - bottom <= most and right - left <= most:
            self._rows[round(bottom)] += 1
            self._columns[round(left)] += 1
            self.places.append(_on_page(thing))

    def looks_like_text(self) -> bool:
        rows = max(self._rows.values(), default=0), max(self._columns.values(), default=0)
        return self._words > 0 or max(rows) >= ROW


def _on_page(thing: pypdfium2.PdfObject) -> Rect:
    """The box of a thing in user space, whatever forms it stands in."""
    box = normal(thing.get_bounds())
    holder = thing.container
    while holder is not None:
        box = map_rect(holder.get_matrix().get(), box)
        holder = holder.container
    return box


def _is_box(thing: pypdfium2.PdfObject, segments: int) -> bool:
    """Whether all points of a shape are corners of the box around it."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(thing.raw, index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_BEZIERTO:
            return False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    left, bottom, right, top = around(points)
    return all(px in {left, right} and py in {bottom, top} for px, py in points)


def _is_painted(thing: pypdfium2.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing.raw, fill, stroke)
    return bool(fill.value or stroke.value)


def _sample(
    thing: pypdfium2.PdfObject,
    textpage: pypdfium2.PdfTextPage,
    samples: dict[tuple[int, str], Sample],
) -> None:
    """Keep the longest stretch of each font."""
    font = pdfium.FPDFTextObj_GetFont(thing.raw)
    if not font or pdfium.FPDFFont_GetIsEmbedded(font) != 1:
        return
    key = (ctypes.addressof(font.contents), _name(font))
    best = samples.get(key)
    if best is not None and len(best.text) >= SAMPLE_LENGTH[1] // 2:
        return
    length = pdfium.FPDFTextObj_GetText(thing.raw, textpage.raw, None, 0)
    if not SAMPLE_LENGTH[0] < length // 2 <= 4 * SAMPLE_LENGTH[1]:
        return
    buffer = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFTextObj_GetText(thing.raw, textpage.raw, buffer, length)
    text = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0").strip()
    if best is None or len(text) > len(best.text):
        samples[key] = Sample(key, text, normal(thing.get_bounds()))


def _name(font: object) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def is_tiled(pictures: list[Rect]) -> bool:
    """Whether pictures touch along a side: a scan cut into strips cuts its text too."""
    wide = sorted(box for box in pictures if box[2] - box[0] > 30 and box[3] - box[1] > 4)  # noqa: PLR2004 - points
    for number, one in enumerate(wide):
        for other in wide[number + 1 : number + 60]:
            if _touch(one, other):
                return True
    return False


def _touch(one: Rect, other: Rect) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    same_width = abs((one[2] - one[0]) - (other[2] - other[0])) < 1
    same_height = abs((one[3] - one[1]) - (other[3] - other[1])) < 1
    stacked = same_width and wide > 0.9 * (one[2] - one[0]) and abs(high) < 1
    beside = same_height and high > 0.9 * (one[3] - one[1]) and abs(wide) < 1
    return stacked or beside
