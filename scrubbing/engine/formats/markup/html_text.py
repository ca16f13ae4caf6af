"""Where text stands in HTML: blocks joined over inline tags, attributes, scripts, comments."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from scrubbing.engine import leaves
from scrubbing.engine.formats.markup.machine import OCR_SOURCE, is_machine
from scrubbing.engine.formats.markup.standard import is_standard
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.marklex import Attribute, Piece, pieces
from scrubbing.engine.paragraphs import paragraphs
from scrubbing.engine.types import Place, Role

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
"""Elements that do not end a word or a line."""
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title", "caption", "th", "legend"])
LINKS = frozenset(
    [
        "href",
        "src",
        "action",
        "cite",
        "longdesc",
        "poster",
        "background",
        "formaction",
        "data",
        "srcset",
        "ping",
        "manifest",
    ]
)
ALTS = frozenset(["alt", "title", "placeholder", "label", "summary", "aria-label"])
KEYS = frozenset(
    [
        "class",
        "id",
        "name",
        "for",
        "rel",
        "type",
        "headers",
        "itemprop",
        "itemtype",
        "property",
        "role",
    ]
)
CODE = frozenset(["script", "style"])
LONGEST = 20_000
"""Characters of one joined block; beyond it is cut at a tag."""


def html_leaves(source: str) -> Iterator[Leaf]:
    """All leaves; comments, conditional ones too, are removable.

    Names of a page's own elements and attributes stay the same wherever they occur.
    """
    starts = leaves.line_starts(source)
    walk = _Walk()
    names: dict[str, list[Segment]] = {}
    for piece in pieces(source, html=True):
        for leaf in walk.take(piece):
            yield _placed(leaf, starts)
        for name, at in piece.names() if piece.sort in ("open", "close") else ():
            if not is_standard(name.lower()):
                segment = Segment(at, at + len(name), name, _name)
                names.setdefault(name.lower(), []).append(segment)
    for leaf in walk.flush():
        yield _placed(leaf, starts)
    for number, (first, *others) in enumerate(names.values(), start=1):
        leaf = Leaf(f"h:n{number}", (first,), Role.KEY, mirrors=tuple(others))
        yield _placed(leaf, starts)


def _placed(leaf: Leaf, starts: list[int]) -> Leaf:
    return replace(leaf, place=Place(line=bisect_right(starts, leaf.segments[0].start)))


def _name(text: str) -> str:
    return re.sub(r"[^\w.:-]", "-", text)


class _Walk:
    """Collects the segments of the current block."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._size = 0
        self._number = 0
        self._role = Role.BODY

    def take(self, piece: Piece) -> Iterator[Leaf]:
        match piece.sort:
            case "text" if piece.name in CODE:
                yield from self._code(piece)
            case "text" | "cdata":
                self._segments.append(_text(piece))
                self._size += len(piece.raw)
            case "comment" | "instruction" | "doctype":
                yield from self._aside(piece)
            case _:
                if piece.name == "br":
                    self._segments.append(Segment(piece.start, piece.start, "\n", _nothing))
                elif piece.name not in INLINE or self._size > LONGEST:
                    yield from self.flush()
                    self._role = _role_of(piece, self._role)
                if piece.sort == "open":
                    yield from self._attributes(piece)

    def flush(self) -> Iterator[Leaf]:
        if any(segment.text.strip() for segment in self._segments):
            yield Leaf(self._next("b"), tuple(self._segments), self._role)
        self._segments, self._size = [], 0

    def _next(self, letter: str) -> str:
        self._number += 1
        return f"h:{letter}{self._number}"

    def _code(self, piece: Piece) -> Iterator[Leaf]:
        for leaf in paragraphs(piece.raw):
            segment = leaf.segments[0]
            start, end = piece.start + segment.start, piece.start + segment.end
            yield Leaf(self._next("s"), (Segment(start, end, segment.text),), Role.CODE, piece.name)

    def _aside(self, piece: Piece) -> Iterator[Leaf]:
        inner = piece.raw.strip("<>!-?[] \n")
        if piece.sort == "doctype" and '"' not in piece.raw:
            return
        drop = piece.sort == "comment"
        segment = Segment(piece.start, piece.end, inner if drop else piece.raw)
        role = Role.COMMENT if drop else Role.PROPERTY
        yield Leaf(self._next("c"), (segment,), role, removable=drop)

    def _attributes(self, piece: Piece) -> Iterator[Leaf]:
        found = list(piece.attributes())
        named = {item.name.lower(): html.unescape(item.raw) for item in found}
        for item in found:
            if not item.raw.strip() or is_machine(item.name, html.unescape(item.raw)):
                continue
            segment = Segment(item.start, item.end, html.unescape(item.raw), _encoder(item))
            if item.name.lower() == "title" and (scan := OCR_SOURCE.fullmatch(item.raw)):
                start, end = (item.start + place for place in scan.span("said"))
                segment = Segment(start, end, html.unescape(scan["said"]), _encoder(item))
            role = _attribute_role(piece.name, item.name.lower(), named)
            context = named.get("name") or named.get("property") or item.name
            yield Leaf(self._next("a"), (segment,), role, context if role is not Role.KEY else "")


def _role_of(piece: Piece, before: Role) -> Role:
    if piece.name in HEADINGS:
        return Role.HEADING if piece.sort == "open" else Role.BODY
    if piece.name == "td":
        return Role.CELL if piece.sort == "open" else Role.BODY
    return Role.BODY if before in (Role.CELL, Role.HEADING) and piece.sort == "open" else before


def _attribute_role(tag: str, name: str, named: dict[str, str]) -> Role:
    if tag == "meta" and name == "content":
        label = (named.get("name") or named.get("property") or "").lower()
        return Role.AUTHOR if "author" in label or "creator" in label else Role.PROPERTY
    if name in LINKS:
        return Role.LINK
    if name in ALTS:
        return Role.ALT
    if name == "style":
        return Role.CODE
    return Role.KEY if name in KEYS or name.startswith(("data-", "on")) else Role.BODY


def _text(piece: Piece) -> Segment:
    if piece.sort == "cdata":
        inner = piece.raw.removeprefix("<![CDATA[").removesuffix("]]>")
        return Segment(piece.start + 9, piece.start + 9 + len(inner), inner)
    return Segment(piece.start, piece.end, html.unescape(piece.raw), _escape)


def _escape(text: str) -> str:
    return html.escape(text, quote=False).replace("\u00a0", "&nbsp;").replace("\u00ad", "&shy;")


def _nothing(_text: str) -> str:
    return ""


def _encoder(item: Attribute) -> "_Quoted":
    return _Quoted(item.quote)


class _Quoted:
    """Writes an attribute's value between the quotes that are already there."""

    def __init__(self, quote: str) -> None:
        self._quote = quote

    def __call__(self, text: str) -> str:
        escaped = html.escape(text, quote=True)
        return escaped if self._quote or not set(text) & set(" \t\n=`>") else f'"{escaped}"'
