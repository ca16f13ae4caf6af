"""epub: what it says about itself is left out but for title and language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.entities import html5
from itertools import chain

from scrubbing.engine.blobs import DROPPED
from scrubbing.engine.formats.epub import book as books
from scrubbing.engine.formats.epub.book import Book, Part
from scrubbing.engine.formats.epub.writing import MODIFIED, write
from scrubbing.engine.leaves import by_locator, splice
from scrubbing.engine.types import (
    Box,
    Edit,
    Extraction,
    Fact,
    Place,
    Role,
    Toolbox,
    Unit,
    Untrusted,
)
from scrubbing.engine.zipbox import Members

TEXTS = frozenset({"xhtml", "ncx", "css"})
"""Parts without which it is no book."""
NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
OF_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
OURS = re.compile(
    r"(?:EPUB/)?(?:package\.opf|item\d+\.\w{2,5})|mimetype|META-INF/container\.xml|"
    r"application/[a-z+-]+|" + re.escape(MODIFIED)
)
"""Names and values that every book of ours says."""
PROPERTIES = Place(part="properties")


class EpubHandler:
    """Parts are inner files, their locators under their number in the manifest."""

    name = "epub"
    formats = ("epub",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units of titles and of every part; other metadata and names are removable."""
        book = books.read(untrusted.data)
        units = [
            Unit(f"title:{number}", text, Role.HEADING, place=PROPERTIES)
            for number, text in enumerate(book.titles)
        ]
        units += _removed(book)
        boxes: list[Box] = []
        for part in book.parts:
            inner = _extracted(part, toolbox)
            prefix = f"{part.number}!"
            units += [replace(unit, locator=prefix + unit.locator) for unit in inner.units]
            boxes += [replace(box, locator=prefix + box.locator) for box in inner.boxes]
        return Extraction("epub", tuple(units), tuple(_facts(book)), tuple(boxes))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The book with every part rewritten; a picture that cannot be read is left out."""
        book = books.read(untrusted.data)
        contents = {}
        for part in book.parts:
            prefix = f"{part.number}!"
            mine = [_inner(edit, prefix) for edit in edits if edit.locator.startswith(prefix)]
            covered = [
                replace(box, locator=box.locator.removeprefix(prefix))
                for box in boxes
                if box.locator.startswith(prefix)
            ]
            try:
                _, data = toolbox.rewrite(Untrusted(part.inner_name, part.data), mine, covered)
            except DROPPED:
                if part.suffix in TEXTS and part.data.strip():
                    raise
                continue
            if part.suffix == "xhtml":
                data = _as_xml(data)
            contents[part.number] = data
        grouped = by_locator(edits)
        titles = [
            splice(text, grouped.get(f"title:{number}", ()))
            for number, text in enumerate(book.titles)
        ]
        return write(book, titles, contents)

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """Names of members, and text of each; the package file is read as any XML."""
        members = Members(output)
        found = list(members.names)
        for name in members.names:
            data = members.read(name)
            suffix = name.rpartition(".")[2]
            if suffix in ("opf", "ncx", "xml"):
                found += toolbox.texts("part.xml", data)
            elif name != "mimetype":
                found += toolbox.texts(f"part.{suffix}", data)
        return [text for text in found if not OURS.fullmatch(text)]


def _extracted(part: Part, toolbox: Toolbox) -> Extraction:
    try:
        return toolbox.extract(Untrusted(part.inner_name, part.data))
    except DROPPED:
        if part.suffix in TEXTS and part.data.strip():
            raise
        return Extraction(part.suffix, ())


def _removed(book: Book) -> Iterator[Unit]:
    told = dict.fromkeys(chain(book.people, book.publishers, book.untrusted_rest))
    for number, text in enumerate(told):
        yield Unit(f"meta:{number}", text, Role.PROPERTY, place=PROPERTIES, removable=True)


def _facts(book: Book) -> Iterator[Fact]:
    for person in dict.fromkeys(book.people):
        yield Fact("author", person, PROPERTIES)
    for publisher in dict.fromkeys(book.publishers):
        yield Fact("company", publisher, PROPERTIES)


def _inner(edit: Edit, prefix: str) -> Edit:
    return replace(edit, locator=edit.locator.removeprefix(prefix))


def _as_xml(data: bytes) -> bytes:
    """A chapter without the names that only HTML has for characters.

    Raises ``Broken`` where it is no XML then.
    """
    named = NAMED.sub(_numbered, data)
    books.parse(named)
    return named


def _numbered(match: re.Match[bytes]) -> bytes:
    characters = html5.get(match[1].decode("ascii") + ";", "")
    if match[1] in OF_XML or not characters:
        return match[0]
    return "".join(f"&#{ord(char)};" for char in characters).encode("ascii")
