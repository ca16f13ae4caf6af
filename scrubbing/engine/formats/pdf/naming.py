"""Does a font say itself what its character map says? One letter that differs is a lie.

The map (/ToUnicode) is what readers extract; the names of glyphs and the font program's
own table are what the font was drawn by. Where they tell of two letters or digits, the
page has to be read as it looks.
"""

import io
import struct
import unicodedata
from collections.abc import Iterator, Mapping

from pdfminer.encodingdb import EncodingDB, name2unicode
from pdfminer.pdffont import Type1FontHeaderParser
from pikepdf import Array, Dictionary, Name, Object, Stream

from scrubbing.engine.formats.pdf import charmap, tounicode
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.streams import items

Letters = Mapping[int, set[str]]


def lies(font: Object) -> bool:
    """Whether the character map of a font calls a letter by another letter's name."""
    try:
        table = font.get("/ToUnicode")
        if not isinstance(table, Stream):
            return False
        own = _composite(font) if "/DescendantFonts" in font else _simple(font)
        return any(_differ(text, own[code]) for code, text in _claimed(table) if code in own)
    except FOREIGN:
        return False  # an odd table; how the letters look is asked of other samples


def _claimed(table: Stream) -> Iterator[tuple[int, str]]:
    yield from tounicode.letters(table.read_bytes()).items()


def _differ(claimed: str, own: set[str]) -> bool:
    said, meant = _plain(claimed), {_plain(text) for text in own}
    return said.isalnum() and all(map(str.isalnum, meant)) and said not in meant


def _plain(text: str) -> str:
    """Letters without marks and case: spellings of one letter are no lie."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def _simple(font: Object) -> Letters:
    """What a font of single bytes calls its codes; procedures may have any names."""
    if str(font.get("/Subtype")) == "/Type3":
        return {}
    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    found: dict[int, set[str]] = {}
    if isinstance(base, Name):
        known = EncodingDB.encodings.get(str(base)[1:], {})
        found = {code: {text} for code, text in known.items()}
    else:
        found = {code: {text} for code, text in _built_in(font).items()}
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for item in items(differences) if isinstance(differences, Array) else ():
        if isinstance(item, Name):
            found.pop(code, None)
            if (text := _named(str(item)[1:])) is not None:
                found[code] = {text}
            code += 1
        else:
            code = int(item)
    return found


def _named(name: str) -> str | None:
    try:
        return name2unicode(name)
    except FOREIGN:
        return None  # a name of the maker's own: it says nothing


def _built_in(font: Object) -> Mapping[int, str]:
    descriptor = font.get("/FontDescriptor")
    program = descriptor.get("/FontFile") if isinstance(descriptor, Dictionary) else None
    if not isinstance(program, Stream):
        return {}
    head = program.read_bytes().partition(b"eexec")[0]
    return Type1FontHeaderParser(io.BytesIO(head)).get_encoding()


def _composite(font: Object) -> Letters:
    """The letters that the program of a TrueType font has for its glyphs, by code."""
    inner = font.DescendantFonts[0]
    descriptor = inner.get("/FontDescriptor")
    program = descriptor.get("/FontFile2") if isinstance(descriptor, Dictionary) else None
    if not str(font.get("/Encoding")).startswith("/Identity") or not isinstance(program, Stream):
        return {}
    glyphs = inner.get("/CIDToGIDMap")
    letters = charmap.letters(program.read_bytes())
    if not isinstance(glyphs, Stream):
        return letters
    table = glyphs.read_bytes()
    return {
        code: letters[glyph]
        for code, (glyph,) in enumerate(struct.iter_unpack(">H", table[: len(table) // 2 * 2]))
        if glyph in letters
    }
