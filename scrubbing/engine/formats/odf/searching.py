"""Read all text of an output with another XML parser (expat) than the rewriter's."""

import re
from collections.abc import Iterator, Sequence

from scrubbing.engine.addresses import ATTRIBUTES, without_addresses
from scrubbing.engine.formats.odf.plain import is_plain
from scrubbing.engine.types import Toolbox
from scrubbing.engine.xmlsearch import Collector
from scrubbing.engine.zipbox import Members

_BLOCKS = frozenset({"p", "h", "title", "desc", "note-body", "ruby-text"})
_BREAKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_OURS = re.compile(
    r"mimetype|META-INF/manifest\.xml|(?:Object [0-9]+/)?(?:content|styles)\.xml|settings\.xml"
    r"|Pictures/image[0-9]+\.[a-z]{3,4}|(?:\./)?Object [0-9]+/?|/|Pictures/image[0-9]+"
)
_ESCAPED = re.compile(r"_([0-9a-fA-F]{1,4})_")


def _words_of(_element: str, attribute: str, value: str) -> tuple[str, ...]:
    if is_plain(attribute, value) or _OURS.fullmatch(value):
        return ()
    if attribute in ATTRIBUTES:
        return (without_addresses(value),)
    if "_" not in value:
        return (value,)
    return value, _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value)


def texts(output: bytes, toolbox: Toolbox) -> Sequence[str]:
    """All text in an output, names of members and inner files included."""
    members = Members(output)
    return [text for name in members.names for text in _member(name, members, toolbox)]


def _member(name: str, members: Members, toolbox: Toolbox) -> Iterator[str]:
    if not _OURS.fullmatch(name):
        yield name
    data = members.read(name)
    if name in {"META-INF/manifest.xml", "settings.xml"}:
        return  # written by us from our own words
    if name.endswith(".xml"):
        collector = Collector(_BLOCKS, _BREAKS, _words_of)
        collector.read(data)
        yield from collector.found
        yield "\n".join(collector.paragraphs)
    elif name.startswith("Pictures/"):
        yield from toolbox.texts(name.rpartition("/")[2], data)
