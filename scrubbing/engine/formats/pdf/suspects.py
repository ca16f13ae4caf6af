"""Pages whose text cannot be trusted to be all that is to be read: they go through OCR.

Text drawn as lines, text inside patterns and soft masks, letters that look different
from what they claim to be, pictures cut into strips, pictures inside the content.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Object, Stream
from PIL import Image

from scrubbing.engine.formats.pdf import bounds
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.pictures import png
from scrubbing.engine.formats.pdf.survey import Sample
from scrubbing.engine.types import Toolbox

ALIKE = 0.6
"""Letters that OCR and the font agree on, from which a font is believed."""

FEW = 4
"""Fewer letters say nothing about a font."""

ROW = 46
"""Pixels a sample is high on the sheet; two thirds of it letters."""

INLINE_BYTES = 600
"""An inline picture with fewer bytes is a bullet or a glyph."""


@dataclass(frozen=True, slots=True)
class _Row:
    page: int
    sample: Sample


def find(data: bytes, pages: Sequence[Page], toolbox: Toolbox) -> frozenset[int]:
    """Numbers of the pages to read by OCR as they look."""
    drawn = {page.number for page in pages if page.read.is_drawn}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        looker = _Looker()
        drawn |= {number for number, page in enumerate(pdf.pages, 1) if looker.hides(page.obj)}
    return frozenset(drawn | _lying(data, pages, toolbox))


class _Looker:
    """Looks into resources for streams that draw text where no text reader looks."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], bool] = {}

    def hides(self, page: Object) -> bool:
        try:
            return self._in_resources(page.get("/Resources"), 0) or _has_inline(page)
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
            if isinstance(font, Dictionary) and "/CharProcs" in font and self._nested(font):
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
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]  # type: ignore[call-overload]
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


def _lying(data: bytes, pages: Sequence[Page], toolbox: Toolbox) -> set[int]:
    """Pages with a font none of whose samples looks as it reads."""
    rows = _rows(pages)
    if not rows:
        return set()
    try:
        sheet = _sheet(data, rows)
    except FOREIGN:
        return {row.page for row in rows}
    read = _read_rows(sheet, len(rows), toolbox)
    good = {
        row.sample.font
        for number, row in enumerate(rows)
        if _alike(row.sample.text, read.get(number, ""))
    }
    bad = {row.sample.font for row in rows} - good
    return {page.number for page in pages if any(one.font in bad for one in page.read.samples)}


def _rows(pages: Sequence[Page]) -> list[_Row]:
    """Up to two samples of every embedded font whose letters OCR knows."""
    best: dict[tuple[int, str], list[_Row]] = {}
    for page in pages:
        for sample in page.read.samples:
            if len(_letters(sample.text)) >= FEW:
                best.setdefault(sample.font, []).append(_Row(page.number, sample))
    rows: list[_Row] = []
    for found in best.values():
        found.sort(key=lambda row: (-len(_letters(row.sample.text)[:40]), row.page))
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


def _sheet(data: bytes, rows: Sequence[_Row]) -> Image.Image:
    """One picture with a strip for each sample."""
    sheet = Image.new("RGB", (1400, ROW * len(rows) + 8), "white")
    document = pypdfium2.PdfDocument(data)
    try:
        for number, row in enumerate(rows):
            sheet.paste(_strip(document[row.page - 1], row.sample), (16, number * ROW + 8))
    finally:
        document.close()
    return sheet


def _strip(page: pypdfium2.PdfPage, sample: Sample) -> Image.Image:
    left, bottom, right, top = sample.box
    crop = page.get_cropbox()
    high, wide = max(top - bottom, 2.0), max(right - left, 2.0)
    if high > wide and len(sample.text) > FEW:  # turned text is read by OCR of whole pages only
        high = wide
    scale = min((ROW - 12) / high, 8.0)
    margins = (
        max(left - crop[0] - 1, 0), max(bottom - crop[1] - 1, 0),
        max(crop[2] - right - 1, 0), max(crop[3] - top - 1, 0),
    )  # fmt: skip
    image = page.render(
        scale=scale, crop=margins, rotation=(360 - page.get_rotation()) % 360
    ).to_pil()
    return image.convert("RGB").crop((0, 0, min(image.width, 1370), min(image.height, ROW - 6)))


def _read_rows(sheet: Image.Image, count: int, toolbox: Toolbox) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for unit in toolbox.read_image(png(sheet)).units:
        if unit.place.box is not None and not unit.removable:
            middle = (unit.place.box[1] + unit.place.box[3]) / 2
            number = int((middle - 8) // ROW)
            if 0 <= number < count:
                found[number] = found.get(number, "") + unit.text
    return found
