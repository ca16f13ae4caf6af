"""Read all text of an output with another XML parser (expat) than the rewriter's."""

import re
from collections.abc import Iterator, Sequence

from scrubbing.engine.addresses import ATTRIBUTES, ELEMENTS, without_addresses
from scrubbing.engine.formats.ooxml import allow
from scrubbing.engine.formats.ooxml.media import CONTENT_TYPES
from scrubbing.engine.formats.ooxml.plain import is_plain
from scrubbing.engine.types import Toolbox
from scrubbing.engine.xmlsearch import Collector
from scrubbing.engine.xmltext import words
from scrubbing.engine.zipbox import Members

_BLOCKS = words("""p si is text rPh rt c v f row pt definedName formula formula1 formula2 lvl instrText
    calculatedColumnFormula totalsRowFormula sqref
    Relationship""")
_TYPES = allow.CONTENT_TYPES | set(CONTENT_TYPES.values())
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _words_of(element: str, attribute: str, value: str) -> tuple[str, ...]:
    if is_plain(element, attribute, value):
        return ()
    return (without_addresses(value) if attribute in ATTRIBUTES else value,)


def _in_block(element: str, text: str) -> str:
    return without_addresses(text) if element in ELEMENTS else text


def texts(output: bytes, toolbox: Toolbox) -> Sequence[str]:
    """All text in an output, names of members and inner files included."""
    members = Members(output)
    return [text for name in members.names for text in _member(name, members, toolbox)]


def _member(name: str, members: Members, toolbox: Toolbox) -> Iterator[str]:
    if not _OURS.fullmatch(name):
        yield name
    data = members.read(name)
    if name.endswith((".xml", ".rels")):
        collector = Collector(_BLOCKS, _BREAKS, _words_of, _in_block)
        collector.read(data)
        yield from (text for text in collector.found if not _is_ours(name, text))
        if name.startswith(_FLOWING):
            yield "\n".join(collector.paragraphs)
    else:
        yield from toolbox.texts(name.rpartition("/")[2], data)


_FLOWING = ("word/document", "word/footnotes", "word/endnotes", "ppt/slides/", "ppt/notesSlides/")
"""Parts whose paragraphs are read one after the other, so that a value may be split."""

_OURS = re.compile(
    r"\[Content_Types\]\.xml|docProps/app\.xml|(?:_rels|(?:word|ppt|xl)(?:/[a-zA-Z]{5,13})?(?:/_rels)?)"
    r"/(?:\.rels|[a-zA-Z]{4,22}[0-9]*\.[a-z]{3,5}(?:\.rels)?)"
)
"""The shape of our own names of parts; a name of another shape is text to search."""


def _is_ours(member: str, text: str) -> bool:
    """Whether a text in a list of parts is one of our own words, not one of the upload."""
    if member == "[Content_Types].xml":
        return _OURS.fullmatch(text[1:]) is not None or text in _TYPES
    if not member.endswith(".rels"):
        return False
    inside = _OURS.fullmatch(text) or _OURS.fullmatch("word/" + text.removeprefix("../"))
    if text == allow.RELATION_ROOTS[0] + "extended-properties":
        return True
    return (
        bool(inside) or bool(allow.relation(text)) or re.fullmatch(r"rId[0-9]+", text) is not None
    )
