"""Where text stands in XML: text nodes, attributes, comments, and the names of tags."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from scrubbing.engine import leaves
from scrubbing.engine.errors import Broken
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.marklex import TAG_NAME, Attribute, Piece, pieces
from scrubbing.engine.types import STYLE, Place, Role

REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot|apos));")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
WIRING = re.compile(r"xmlns(?::|$)|(?:\w+:)?(?:noNamespaceS|s)chemaLocation$")
"""Attributes that name vocabularies: only known values are looked for in them."""
SCHEMA = re.compile(r"""\sxmlns(?::([\w.-]+))?\s*=\s*["']http://www\.w3\.org/2001/XMLSchema["']""")
DEFINING = frozenset(["name", "id", "type", "ref", "base", "substitutionGroup", "itemType", "refer",
                      "memberTypes"])  # fmt: skip
"""Attributes by which a schema makes up a vocabulary; they are wiring like the tags they make."""


def xml_leaves(source: str) -> Iterator[Leaf]:
    """All leaves. Tag and attribute names stay the same wherever they occur.

    Raises ``UnknownPart`` for entities of the file's own.
    """
    starts = leaves.line_starts(source)
    schemas = frozenset(prefix or "" for prefix in SCHEMA.findall(source))
    names: dict[tuple[str, str], list[Segment]] = {}
    stack: list[str] = []
    for number, piece in enumerate(pieces(source, html=False), start=1):
        attributes = tuple(piece.attributes()) if piece.sort == "open" else ()
        yield from _piece(number, piece, attributes, stack[-1] if stack else "", schemas, starts)
        for sort, segment in _names(piece, attributes):
            names.setdefault((sort, segment.text), []).append(segment)
        _step(stack, piece)
    for number, (first, *others) in enumerate(names.values(), start=1):
        yield Leaf(f"x:n{number}", (first,), Role.KEY, mirrors=tuple(others))


def _names(piece: Piece, attributes: Sequence[Attribute]) -> Iterator[tuple[str, Segment]]:
    """Names that can be changed if they are changed everywhere."""
    match = TAG_NAME.match(piece.raw) if piece.sort in ("open", "close") else None
    if match is None:
        return
    prefix, colon, word = match[1].rpartition(":")
    start = piece.start + match.start(1)
    if colon:
        yield "prefix", _named(start, prefix)
    yield "element", _named(start + len(prefix + colon), word)
    for item in attributes:
        before, colon, after = item.name.rpartition(":")
        if before == "xmlns":
            yield "prefix", _named(item.at + len("xmlns:"), after)
        elif before != "xml" and item.name != "xmlns":
            yield "attribute", _named(item.at + len(before + colon), after)
            if before:
                yield "prefix", _named(item.at, before)


def _named(start: int, text: str) -> Segment:
    return Segment(start, start + len(text), text, _name)


def _step(stack: list[str], piece: Piece) -> None:
    if piece.sort == "open" and not piece.raw.endswith("/>"):
        stack.append(piece.name)
    elif piece.sort == "close" and (not stack or stack.pop() != piece.name):
        raise Broken("xml")


def _piece(
    number: int,
    piece: Piece,
    attributes: Sequence[Attribute],
    parent: str,
    schemas: frozenset[str],
    starts: Sequence[int],
) -> Iterator[Leaf]:
    def leaf(locator: str, segment: Segment, role: Role, context: str = "") -> Leaf:
        return Leaf(
            locator, (segment,), role, context, Place(line=bisect_right(starts, segment.start))
        )

    match piece.sort:
        case "text":
            if not piece.raw.isspace():
                yield leaf(f"x:{number}", _text(piece), Role.BODY, parent)
        case "cdata":
            inner = piece.raw.removeprefix("<![CDATA[").removesuffix("]]>")
            start = piece.start + 9
            yield leaf(f"x:{number}", Segment(start, start + len(inner), inner), Role.BODY, parent)
        case "comment":
            segment = Segment(piece.start + 4, piece.end - 3, piece.raw[4:-3], _comment)
            yield leaf(f"x:{number}", segment, Role.COMMENT)
        case "open":
            defines = piece.name.rpartition(":")[0] in schemas
            for at, item in enumerate(attributes, start=1):
                wiring = bool(WIRING.match(item.name)) or (defines and item.name in DEFINING)
                role, context = (Role.CODE, STYLE) if wiring else (Role.BODY, item.name)
                yield leaf(f"x:{number}:{at}", _value(item), role, context)
        case "instruction" | "doctype" if not piece.raw.startswith("<?xml "):
            yield leaf(f"x:{number}", Segment(piece.start, piece.end, piece.raw), Role.PROPERTY)


def _text(piece: Piece) -> Segment:
    return Segment(piece.start, piece.end, _unescape(piece.raw), _escape)


def _value(item: Attribute) -> Segment:
    return Segment(item.start, item.end, _unescape(item.raw), _escape_all)


def _unescape(raw: str) -> str:
    if "&" not in raw:
        return raw

    def character(match: re.Match[str]) -> str:
        if match[3]:
            return NAMED[match[3]]
        code = int(match[1], 16) if match[1] else int(match[2])
        return chr(code) if 0 < code <= sys.maxunicode else ""

    return REFERENCE.sub(character, raw)


def _escape(text: str) -> str:
    return escape(text)


def _escape_all(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;"})


def _comment(text: str) -> str:
    return text.replace("--", "- -")


def _name(text: str) -> str:
    safe = re.sub(r"[^\w.-]", "_", text)
    return safe if safe[:1].isalpha() or safe[:1] == "_" else f"_{safe}"
