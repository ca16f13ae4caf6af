"""A fresh book: our own package file, the parts under names of ours, no word about its makers."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from scrubbing.engine import zipbox
from scrubbing.engine.formats.epub.book import CONTAINER, IDENTIFIER, Book, Part

FOLDER = "EPUB/"
MIMETYPE = b"application/epub+zip"
MODIFIED = "1980-01-01T00:00:00Z"
UNTITLED = "Untitled"
CONTAINER_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    f'<rootfile full-path="{FOLDER}package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)


def write(book: Book, titles: Sequence[str], contents: Mapping[int, bytes]) -> bytes:
    """``contents`` has the bytes of every part that stays."""
    parts = [part for part in book.parts if part.number in contents]
    members = [("mimetype", MIMETYPE), (CONTAINER, CONTAINER_XML.encode())]
    members.append((f"{FOLDER}package.opf", "".join(_package(book, titles, parts)).encode()))
    members += [(FOLDER + part.name, contents[part.number]) for part in parts]
    return zipbox.build(members, frozenset({"mimetype"}))


def _package(book: Book, titles: Sequence[str], parts: Sequence[Part]) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" '
        f'version="{book.version}" unique-identifier="id">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">{IDENTIFIER}</dc:identifier>\n'
    )
    for title in titles or [UNTITLED]:
        yield f"<dc:title>{escape(title, quote=False)}</dc:title>\n"
    for language in book.languages or ("und",):
        yield f"<dc:language>{language}</dc:language>\n"
    if book.version == "3.0":
        yield f'<meta property="dcterms:modified">{MODIFIED}</meta>\n'
    yield "</metadata>\n<manifest>\n"
    for part in parts:
        kept = f' properties="{part.properties}"' if part.properties else ""
        mime = escape(part.mime)
        yield f'<item id="i{part.number}" href="{part.name}" media-type="{mime}"{kept}/>\n'
    yield from _spine(book, parts)
    yield "</package>\n"


def _spine(book: Book, parts: Sequence[Part]) -> Iterator[str]:
    numbers = {part.number for part in parts}
    table = next((f' toc="i{part.number}"' for part in parts if part.suffix == "ncx"), "")
    turn = f' page-progression-direction="{book.direction}"' if book.direction else ""
    yield f"</manifest>\n<spine{table}{turn}>\n"
    for number, shown in book.spine:
        if number in numbers:
            hidden = "" if shown else ' linear="no"'
            yield f'<itemref idref="i{number}"{hidden}/>\n'
    yield "</spine>\n"
    names = {part.name for part in parts}
    lines = [
        f'<reference type="{kind}" title="{kind}" href="{target}"/>\n'
        for kind, target in book.guide
        if target in names
    ]
    if lines:
        yield f"<guide>\n{''.join(lines)}</guide>\n"
