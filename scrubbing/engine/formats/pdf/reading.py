"""All text of an output, read in four ways that have no code with the rewriter in common."""

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer, LTItem

from scrubbing.engine.formats.pdf.glyphs import read_page

PDFMINER_PAGES = 60
"""pdfminer reads some ten pages a second; longer documents rely on the other readers."""


def texts(output: bytes) -> Iterator[str]:
    yield from by_pdfium(output)
    yield from by_pdfminer(output)
    yield from by_objects(output)


def by_pdfium(output: bytes) -> Iterator[str]:
    """pdfium's own text, and its characters sorted by place: lines by height, then x."""
    document = pypdfium2.PdfDocument(output)
    try:
        for index in range(len(document)):
            page = document[index]
            textpage = page.get_textpage()
            yield textpage.get_text_range()
            textpage.close()
            yield _sorted(read_page(page, index + 1).glyphs)
            page.close()
    finally:
        document.close()


def _sorted(glyphs: tuple) -> str:  # type: ignore[type-arg]
    rows: dict[int, list[tuple[float, str]]] = {}
    for glyph in glyphs:
        if not glyph.generated:
            rows.setdefault(round(glyph.y / 2), []).append((glyph.x, glyph.text))
    lines = ("".join(text for _, text in sorted(rows[row])) for row in sorted(rows, reverse=True))
    return "\n".join(lines)


def by_pdfminer(output: bytes) -> Iterator[str]:
    for page in extract_pages(io.BytesIO(output), maxpages=PDFMINER_PAGES):
        yield "".join(_letters(page))


def _letters(item: LTItem) -> Iterator[str]:
    if isinstance(item, LTChar):
        yield item.get_text()
    elif isinstance(item, LTContainer):
        for inner in item:
            yield from _letters(inner)
        yield "\n"


def by_objects(output: bytes) -> Iterator[str]:
    """Every string, name and key of every object, and the strings in content streams."""
    with pikepdf.open(io.BytesIO(output)) as pdf:
        for thing in [*pdf.objects, pdf.trailer]:
            found = list(_strings(thing, 0))
            if found:
                yield "\n".join(found)
            if (isinstance(thing, pikepdf.Stream) and "/Subtype" in thing) or isinstance(
                thing, pikepdf.Stream
            ):
                yield from _stream(thing)


def _strings(thing: object, depth: int) -> Iterator[str]:
    if isinstance(thing, pikepdf.String) or isinstance(thing, pikepdf.Name):
        yield str(thing)
    elif depth > 20:
        return
    elif isinstance(thing, pikepdf.Array):
        for item in thing:  # type: ignore[attr-defined]
            if not (isinstance(item, pikepdf.Object) and item.is_indirect):
                yield from _strings(item, depth + 1)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in thing.items():
            yield key
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _strings(value, depth + 1)


def _stream(stream: pikepdf.Stream) -> Iterator[str]:
    kind = str(stream.get("/Subtype", ""))
    if (
        kind == "/Image"
        or "/Length1" in stream
        or kind in {"/Type1C", "/CIDFontType0C", "/OpenType"}
    ):
        return
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return
    if re.search(rb"\b(?:Tj|TJ|BT)\b", data):
        yield "".join(_shown(stream))
    if b"\0" not in data[:200]:
        yield data.decode("latin-1")


def _shown(stream: pikepdf.Stream) -> Iterator[str]:
    for step in pikepdf.parse_content_stream(stream):
        for operand in getattr(step, "operands", ()):
            for part in operand if isinstance(operand, pikepdf.Array) else (operand,):  # type: ignore[attr-defined]
                if isinstance(part, pikepdf.String):
                    yield bytes(part).decode("latin-1")
        if str(getattr(step, "operator", "")) in {"ET", "Td", "TD", "Tm", "T*"}:
            yield "\n"
