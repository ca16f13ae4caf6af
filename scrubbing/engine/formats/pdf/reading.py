"""All text of an output, read in four ways that have no code with the rewriter in common."""

import io
import re
from collections.abc import Iterator, Sequence

import pikepdf
import pypdfium2
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer, LTItem

from scrubbing.engine.formats.pdf.glyphs import Glyph, read_page
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.streams import entries, items
from scrubbing.engine.formats.pdf.vocabulary import is_ours

DEEPEST = 20
LONGEST = 2_000_000
"""Bytes of a stream that is no content searched for readable letters."""

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


def _sorted(glyphs: Sequence[Glyph]) -> str:
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
    """Every string and foreign name of every object, and the strings in content streams."""
    with pikepdf.open(io.BytesIO(output)) as pdf:
        for thing in [*pdf.objects, pdf.trailer]:
            found = [text for text in _strings(thing, 0) if text.strip()]
            if found:
                yield "\n".join(found)
            if isinstance(thing, pikepdf.Stream):
                yield from _stream(thing)


def _strings(thing: object, depth: int) -> Iterator[str]:  # noqa: C901 - one branch per kind of object
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Name):
        if not is_ours(str(thing)):
            yield str(thing)[1:]
    elif isinstance(thing, pikepdf.Array) and depth < DEEPEST:
        for item in items(thing):
            if not (isinstance(item, pikepdf.Object) and item.is_indirect):
                yield from _strings(item, depth + 1)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) and depth < DEEPEST:
        for key, value in entries(thing):
            if not is_ours(key):
                yield key[1:]
            if key == "/ID" or (isinstance(value, pikepdf.Object) and value.is_indirect):
                continue
            yield from _strings(value, depth + 1)


def _stream(stream: pikepdf.Stream) -> Iterator[str]:
    """What a stream shows, if it is content; else runs of readable letters in it."""
    kind = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if kind[0] in {"/ObjStm", "/XRef"} or kind[1] == "/Image":
        return
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return
    if b"begincmap" in data:
        return
    if kind[1] == "/Form" or re.search(rb"\b(?:Tj|TJ|BT|re|cm)\b", data):
        try:
            shown = "".join(_shown(stream))
        except FOREIGN:
            shown = data.decode("latin-1")
        if shown.strip():
            yield shown
        return
    runs = [run.decode("ascii") for run in re.findall(rb"[A-Za-z][\x20-\x7e]{4,}", data[:LONGEST])]
    if runs:
        yield "\n".join(runs)


def _shown(stream: pikepdf.Stream) -> Iterator[str]:
    for step in pikepdf.parse_content_stream(stream):
        if isinstance(step, pikepdf.ContentStreamInlineImage):
            continue
        for operand in step.operands:
            for part in items(operand) if isinstance(operand, pikepdf.Array) else (operand,):
                if isinstance(part, pikepdf.String):
                    yield bytes(part).decode("latin-1")
        if str(step.operator) in NEW_LINE:
            yield "\n"


NEW_LINE = {"ET", "Td", "TD", "Tm", "T*"}
