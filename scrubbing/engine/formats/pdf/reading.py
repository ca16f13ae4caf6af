"""All text of an output, read in four ways that have no code with the rewriter in common."""

import io
import re
from collections.abc import Iterator, Sequence

import pikepdf
import pypdfium2
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from scrubbing.engine.formats.pdf import base, letters
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.fontnames import is_known
from scrubbing.engine.formats.pdf.glyphs import Glyph
from scrubbing.engine.formats.pdf.streams import entries, items
from scrubbing.engine.formats.pdf.vocabulary import is_ours

DEEPEST = 20
LONGEST = 2_000_000
"""Bytes of a stream that is no content searched for readable letters."""

CONTENT = re.compile(rb"\b(?:Tj|TJ|BT|re|cm)\b")
CODES = re.compile(rb"[\0-\x08\x0e-\x1f\x7f-\x9f]")
"""Bytes that say that a string holds numbers of glyphs, not letters."""

RUN = re.compile(rb"[A-Za-z][\x20-\x7e]{4,}")
FONT_RUN = re.compile(rb"[A-Za-z][\w .,:;'@()/-]{7,}", re.ASCII)
"""In a font program most short runs of letters are outlines of glyphs."""

FONT_KEYS = {"/Length1", "/Length2", "/Length3"}
FONT_KINDS = {"/Type1C", "/CIDFontType0C", "/OpenType"}

SHOWN = re.compile(
    rb"(\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)|<[0-9A-Fa-f\s]++>)"
    rb"|(?<![^\s\]>)])(?:ET|T[dDm*])(?!\S)",
    re.DOTALL,
)
"""Strings of a content stream, and the operators that begin a line."""


def texts(output: bytes, pages: Sequence[Page] = ()) -> Iterator[str]:
    """Every reader's text; ``pages`` where they have been read already."""
    yield from by_pdfium(output, pages or tuple(base.pages(output)))
    yield from by_pdfminer(output)
    yield from by_objects(output)


def by_pdfium(output: bytes, pages: Sequence[Page]) -> Iterator[str]:
    """pdfium's own text, and its characters sorted by place: lines by height, then x."""
    document = pypdfium2.PdfDocument(output)
    try:
        for page in document:
            textpage = page.get_textpage()
            yield textpage.get_text_range()
            textpage.close()
            page.close()
    finally:
        document.close()
    for read in pages:
        yield _sorted(read.read.glyphs)


def _sorted(glyphs: Sequence[Glyph]) -> str:
    return "\n".join("".join(glyph.text for glyph in row) for row in rows(glyphs))


def rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Characters by their place alone: lines from the top, each from the left."""
    found: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if not glyph.generated:
            found.setdefault(round(glyph.y / 2), []).append(glyph)
    for row in sorted(found, reverse=True):
        yield sorted(found[row], key=lambda glyph: (glyph.x, glyph.text))


def by_pdfminer(output: bytes) -> Iterator[str]:
    """All pages as pdfminer decodes them, in the order of the content."""
    manager = PDFResourceManager()
    device = letters.Letters(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.get_pages(io.BytesIO(output)):
        interpreter.process_page(page)
        yield device.take()


def by_objects(output: bytes) -> Iterator[str]:
    """Every string and foreign name of every object, and the strings in content streams."""
    with pikepdf.open(io.BytesIO(output)) as pdf:
        for thing in [*pdf.objects, pdf.trailer]:
            found = [text for text in _strings(thing, 0) if text.strip()]
            if found:
                yield "\n".join(found)
            if isinstance(thing, pikepdf.Stream):
                yield from _stream(thing)


def by_content(output: bytes) -> Iterator[tuple[int, str]]:
    """The strings in the content of each page and of the forms on it, by its number."""
    with pikepdf.open(io.BytesIO(output)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for stream in _streams_of(page):
                yield from ((number, text) for text in _stream(stream))


def _streams_of(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    contents = page.obj.get("/Contents")
    for part in [contents, *items(contents)] if contents is not None else ():
        if isinstance(part, pikepdf.Stream):
            yield part
    yield from _forms(page.resources, set())


def _forms(resources: object, seen: set[tuple[int, int]]) -> Iterator[pikepdf.Stream]:
    """Forms and patterns, in one another too, each once."""
    if not isinstance(resources, pikepdf.Dictionary):
        return
    for category in ("/XObject", "/Pattern"):
        table = resources.get(category)
        for _, thing in table.items() if isinstance(table, pikepdf.Dictionary) else ():
            if isinstance(thing, pikepdf.Stream) and thing.objgen not in seen:
                seen.add(thing.objgen)
                yield thing
                yield from _forms(thing.get("/Resources"), seen)


def _strings(thing: object, depth: int) -> Iterator[str]:  # noqa: C901 - one branch per kind of object
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Name):
        if not is_ours(str(thing)) and not is_known(str(thing)[1:]):
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
    is_font = bool(stream.keys() & FONT_KEYS) or kind[1] in FONT_KINDS
    if kind[1] == "/Form" or (not is_font and CONTENT.search(data)):
        shown = _shown(data)
        if shown.strip():
            yield shown
        return
    runs = [run.decode("ascii") for run in (FONT_RUN if is_font else RUN).findall(data[:LONGEST])]
    if runs:
        yield "\n".join(runs)


def _shown(data: bytes) -> str:
    """The strings of a content stream as they stand, each line on its own."""
    return "".join(_plain(match[1]) if match[1] else "\n" for match in SHOWN.finditer(data))


def _plain(token: bytes) -> str:
    """A string's bytes as letters; nothing where they are numbers of glyphs."""
    if token[:1] == b"<":
        digits = re.sub(rb"\s", b"", token[1:-1])
        text = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        text = re.sub(rb"\\([()\\])", rb"\1", token[1:-1])
    return "" if CODES.search(text) else text.decode("latin-1")
