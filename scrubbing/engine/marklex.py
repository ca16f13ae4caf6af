"""HTML and XML as positions: tags, attributes and text of the source, nothing resolved."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scrubbing.engine.errors import Broken, TooBig, UnknownPart
from scrubbing.engine.limits import MAX_TAGS

TOKEN = re.compile(
    r"""(?P<comment><!--.*?(?:-->|\Z))
    |(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))
    |(?P<doctype><!(?:[^<>\["']|"[^"]*"|'[^']*')*(?P<subset>\[)?[^>]*>?)
    |(?P<instruction><\?.*?(?:\?>|>|\Z))
    |(?P<close></[A-Za-z][^>]*>)
    |(?P<open><[A-Za-z_:](?:[^<>"']|"[^"]*"|'[^']*')*>)
    |(?P<loose><[A-Za-z_:/][^<>]*>?)
    |(?P<text>[^<]+|<)""",
    re.VERBOSE | re.DOTALL,
)
ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=<>`]+)))?"""
)
QUOTES = {"double": '"', "single": "'", "bare": ""}
TAG_NAME = re.compile(r"</?([^\s/>]+)")
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes"})
"""HTML elements whose content is text up to their own end tag."""


class Attribute(NamedTuple):
    """One attribute: its name, its value as written and where that stands (no quotes).

    ``at`` is where the name stands. A tuple, as pieces are: a schema has a million of them.
    """

    name: str
    raw: str
    start: int
    end: int
    quote: str
    at: int


class Piece(NamedTuple):
    """One stretch of source.

    ``sort`` is "text", "open", "close", "comment", "cdata", "doctype" or "instruction";
    ``name`` is the tag's, lower case for HTML.
    """

    sort: str
    start: int
    end: int
    raw: str
    name: str = ""

    def attributes(self) -> Iterator[Attribute]:
        """Attributes of an opening tag, in order."""
        match = TAG_NAME.match(self.raw)
        position = match.end() if match else len(self.raw)
        end = len(self.raw) - (2 if self.raw.endswith("/>") else 1)
        offset = self.start
        for found in ATTRIBUTE.finditer(self.raw, position, end):
            group = found.lastgroup
            if group is None or group == "name":
                continue
            name, value = found.group("name", group)
            begin, stop = found.span(group)
            at = offset + found.start("name")
            yield Attribute(name, value, offset + begin, offset + stop, QUOTES[group], at)

    def names(self) -> Iterator[tuple[str, int]]:
        """The tag's name and those of its attributes, each with where it stands."""
        match = TAG_NAME.match(self.raw)
        if match is None:
            return
        yield match[1], self.start + match.start(1)
        if self.sort == "open":
            for found in ATTRIBUTE.finditer(self.raw, match.end()):
                yield found["name"], self.start + found.start("name")


def pieces(source: str, *, html: bool) -> Iterator[Piece]:
    """All pieces in order; together they are the source.

    Raises ``UnknownPart`` for a document type with declarations of its own (entities can
    hide text and blow up) in XML, ``TooBig`` for more tags than there is time for.
    """
    if source.count("<") > MAX_TAGS:
        raise TooBig("tags")
    position = 0
    while position < len(source):
        match = TOKEN.match(source, position)
        if match is None:
            raise Broken("markup")
        sort = match.lastgroup or "text"
        if match["doctype"] is not None:
            sort = "doctype"
        if sort == "doctype" and match["subset"]:
            raise UnknownPart("document type")
        raw, start, position = match.group(), position, match.end()
        sort = {"loose": "open" if not raw.startswith("</") else "close"}.get(sort, sort)
        name = _name(raw, html) if sort in ("open", "close") else ""
        yield Piece(sort, start, position, raw, name)
        if html and sort == "open" and name in RAW and not raw.endswith("/>"):
            end = _end_of(source, name, position)
            if end > position:
                yield Piece("text", position, end, source[position:end], name)
            position = end


def _name(raw: str, html: bool) -> str:
    match = TAG_NAME.match(raw)
    name = match.group(1) if match else ""
    return name.lower() if html else name


def _end_of(source: str, name: str, position: int) -> int:
    match = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(source, position)
    return match.start() if match else len(source)
