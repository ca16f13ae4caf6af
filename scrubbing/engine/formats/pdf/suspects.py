"""Pages whose text cannot be trusted to be all that is to be read: they go through OCR.

Text drawn as lines, text inside patterns and soft masks, letters that look different
from what they claim to be, pictures cut into strips, pictures inside the content.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Object, Stream
from PIL import Image, ImageStat

from scrubbing.engine import ocr
from scrubbing.engine.formats.pdf import bounds, naming
from scrubbing.engine.formats.pdf.base import Page, shown
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.survey import Sample

ALIKE = 0.8
"""Letters that OCR and the font agree on, from which a font is believed."""

FEW = 4
"""Fewer letters say nothing about a font."""

ROW = 40
"""Pixels a sample is high; most of it letters."""

LONGEST = 1_400
"""Pixels a sample is long."""

BLANK = 4.0
"""Levels spread less than this where nothing is to be seen: white or covered text."""

TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)

INLINE_BYTES = 600
"""An inline picture with fewer bytes is a bullet or a glyph."""


@dataclass(frozen=True, slots=True)
class _Row:
    page: Page
    sample: Sample


def find(data: bytes, pages: Sequence[Page]) -> dict[int, bool]:
    """Pages to read by OCR as they look; True where their own text may be left out of it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        looker = _Looker()
        whole = {number for number, page in enumerate(pdf.pages, 1) if looker.hides(page)}
    whole |= _lying(data, pages)
    return {
        page.number: page.number not in whole
        for page in pages
        if page.number in whole or page.read.is_drawn
    }


class _Looker:
    """Looks into resources for streams that draw text where no text reader looks."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], bool] = {}

    def hides(self, page: pikepdf.Page) -> bool:
        try:
            return self._in_resources(page.resources, 0) or _has_inline(page.obj)
        except FOREIGN:
            return True

    def _in_resources(self, resources: Object | None, depth: int) -> bool:
        if not isinstance(resources, Dictionary) or depth > bounds.FORM_DEPTH:
            return False
        for pattern in _values(resources, "/Pattern"):
            if isinstance(pattern, Stream) and self._once(pattern, depth, draws=True):
                return True
        for state in _values(resources, "/ExtGState"):
            mask = state.get("/SMask") if isinstance(state, Dictionary) else None
            if isinstance(mask, Dictionary) and self._once(mask.G, depth, draws=True):
                return True
        for font in _values(resources, "/Font"):
            if isinstance(font, Dictionary) and self._is_odd(font):
                return True
        return any(
            isinstance(form, Stream)
            and str(form.get("/Subtype")) == "/Form"
            and self._once(form, depth, draws=False)
            for form in _values(resources, "/XObject")
        )

    def _once(self, stream: Object, depth: int, *, draws: bool) -> bool:
        key = stream.objgen
        if key not in self._seen:
            self._seen[key] = False
            self._seen[key] = (draws and _draws_text(stream)) or self._in_resources(
                stream.get("/Resources"), depth + 1
            )
        return self._seen[key]

    def _is_odd(self, font: Object) -> bool:
        key = font.objgen
        if not font.is_indirect or key not in self._seen:
            self._seen[key] = naming.lies(font) or ("/CharProcs" in font and self._nested(font))
        return self._seen[key]

    def _nested(self, font: Object) -> bool:
        """Whether a Type 3 font's glyphs are themselves written with a font."""
        inner = font.get("/Resources")
        return isinstance(inner, Dictionary) and ("/Font" in inner or "/XObject" in inner)


def _values(resources: Object, category: str) -> Iterator[Object]:
    table = resources.get(category)
    if isinstance(table, Dictionary):
        yield from (value for _, value in table.items())


def _draws_text(stream: Object) -> bool:
    data = stream.read_bytes()
    return any(mark in data for mark in (b"Tj", b"TJ", b" Do", b"BI"))


def _has_inline(page: Object) -> bool:
    contents = page.get("/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    for part in parts:
        if isinstance(part, Stream):
            data = part.read_bytes()
            start = data.find(b"BI")
            while start >= 0:
                end = data.find(b"EI", start)
                if b"ID" in data[start:end] and end - start > INLINE_BYTES:
                    return True
                start = data.find(b"BI", max(end, start + 2)) if end > 0 else -1
    return False


def _lying(data: bytes, pages: Sequence[Page]) -> set[int]:
    """Pages with a font none of whose visible samples looks as it reads."""
    rows = _rows(pages)
    try:
        strips = _strips(data, rows)
    except FOREIGN:
        return {row.page.number for row in rows}
    read = ocr.read_lines([strip for _, strip in strips])
    seen: dict[tuple[int, str], bool] = {}
    for (row, _), text in zip(strips, read, strict=True):
        good = _alike(row.sample.text, text)
        seen[row.sample.font] = seen.get(row.sample.font, False) or good
    bad = {font for font, good in seen.items() if not good}
    return {page.number for page in pages if any(one.font in bad for one in page.read.samples)}


def _rows(pages: Sequence[Page]) -> list[_Row]:
    """Up to two samples of every embedded font whose letters OCR knows."""
    best: dict[tuple[int, str], list[_Row]] = {}
    for page in pages:
        for sample in page.read.samples:
            if len(_letters(sample.text)) >= FEW:
                best.setdefault(sample.font, []).append(_Row(page, sample))
    rows: list[_Row] = []
    for found in best.values():
        found.sort(key=lambda row: (-len(_letters(row.sample.text)[:40]), row.page.number))
        rows += found[:2]
    return rows[:120]


def _letters(text: str) -> str:
    """The letters OCR can be asked about, in one case."""
    return "".join(char for char in text.casefold() if char.isalnum() and char < "\u0250")


def _alike(text: str, seen: str) -> bool:
    wanted, got = _letters(text), _letters(seen)
    matcher = SequenceMatcher(None, wanted, got, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same >= ALIKE * len(wanted)


def _strips(data: bytes, rows: Sequence[_Row]) -> list[tuple[_Row, Image.Image]]:
    """A picture of each sample that can be seen, as it looks on its page.

    Text that runs up or down gives two, one for either way.
    """
    document = pypdfium2.PdfDocument(data)
    found: list[tuple[_Row, Image.Image]] = []
    try:
        for row in rows:
            strip = _strip(document[row.page.number - 1], row)
            if strip is None or ImageStat.Stat(strip.convert("L")).stddev[0] < BLANK:
                continue
            if strip.height > 1.5 * strip.width:
                found += [(row, strip.transpose(turn)) for turn in TURNS]
            else:
                found.append((row, strip))
    finally:
        document.close()
    return found


def _strip(page: pypdfium2.PdfPage, row: _Row) -> Image.Image | None:
    left, top, right, bottom = shown(row.page.read, row.sample.box)
    width, height = page.get_size()
    left, top = max(left - 1, 0.0), max(top - 1, 0.0)
    right, bottom = min(right + 1, width), min(bottom + 1, height)
    thick = min(right - left, bottom - top)
    if thick <= 1:
        return None
    long = max(right - left, bottom - top)
    scale = min(ROW / thick, 8.0, LONGEST / long) if long < 40 * thick else ROW / thick
    margins = (left, height - bottom, width - right, top)
    image: Image.Image = page.render(scale=scale, crop=margins).to_pil()
    return image.convert("RGB")
