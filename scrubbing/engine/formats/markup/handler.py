"""One handler for HTML and XML; nothing but edited stretches of the source changes."""

import re
from collections.abc import Iterator, Sequence

import lxml.html
from lxml import etree

from scrubbing.engine import blobs, encoding, leaves
from scrubbing.engine.blobs import Blob
from scrubbing.engine.encoding import Decoded
from scrubbing.engine.errors import Broken
from scrubbing.engine.formats.markup.html_text import INLINE, html_leaves
from scrubbing.engine.formats.markup.machine import is_machine
from scrubbing.engine.formats.markup.standard import is_standard
from scrubbing.engine.formats.markup.xml_text import xml_leaves
from scrubbing.engine.identify import suffix_of
from scrubbing.engine.leaves import Leaf
from scrubbing.engine.suffixes import SAME
from scrubbing.engine.types import Box, Edit, Extraction, Fact, Role, Toolbox, Untrusted

DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
HEAD = 2048


class MarkupHandler:
    """Words that inline tags split are one unit; ``data:`` addresses are inner files."""

    name = "markup"
    formats = ("html", "xml")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units for text, attributes, scripts and comments."""
        decoded, is_html = _decoded(untrusted)
        found, inside = _parts(decoded.text, is_html)
        inner = blobs.extract(inside, toolbox)
        units = (*leaves.units(found), *inner.units)
        return Extraction("html" if is_html else "xml", units, _facts(found), inner.boxes)

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The same source with edited text; characters its encoding lacks are references."""
        decoded, is_html = _decoded(untrusted)
        found, inside = _parts(decoded.text, is_html)
        changed = blobs.changes(inside, edits, boxes, toolbox)
        text = leaves.rewrite(decoded.text, found, blobs.outer(edits, inside), changed)
        if not is_html:
            _check_xml(decoded.encode(text, "xmlcharrefreplace"))
        return decoded.encode(text, "xmlcharrefreplace")

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """Text of each block and every attribute and comment, as lxml reads them."""
        decoded = encoding.decode(output, _declared(output))
        return tuple(_lxml_texts(decoded.text))


def _decoded(untrusted: Untrusted) -> tuple[Decoded, bool]:
    suffix = suffix_of(untrusted.name)
    decoded = encoding.decode(untrusted.data, _declared(untrusted.data))
    return decoded, SAME.get(suffix, suffix) != "xml"


def _declared(data: bytes) -> str:
    match = DECLARED.search(data[:HEAD])
    return match.group(1).decode("ascii") if match else ""


def _parts(text: str, is_html: bool) -> tuple[list[Leaf], list[Blob]]:
    found = html_leaves(text) if is_html else xml_leaves(text)
    return blobs.divide(found, list(blobs.data_uris(text, 0, "blob")))


def _facts(found: Sequence[Leaf]) -> tuple[Fact, ...]:
    return tuple(Fact("author", leaf.text) for leaf in found if leaf.role is Role.AUTHOR)


def _check_xml(data: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Broken("xml") from error


def _lxml_texts(text: str) -> Iterator[str]:
    cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = lxml.html.fromstring(cleaned or "<p></p>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        yield cleaned
        return
    pieces: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield node.text or ""
            pieces.append(node.tail or "")
            continue
        if event == "start":
            names = (str(name).removeprefix("xmlns:") for name in (node.tag, *node.attrib))
            yield from (name for name in names if not is_standard(name))
            yield from (
                str(value)
                for name, value in node.attrib.items()
                if not is_machine(str(name), str(value))
            )
        if node.tag not in INLINE and pieces:
            yield "".join(pieces)
            pieces = []
        pieces.append((node.text if event == "start" else node.tail) or "")
    yield "".join(pieces)
