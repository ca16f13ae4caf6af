"""Where text stands in YAML: scalars by their marks, comments between them."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from scrubbing.engine import leaves
from scrubbing.engine.errors import Broken
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import Place, Role

COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*", re.MULTILINE)
PLAIN = re.compile(r"[A-Za-z_][\w .@/+()-]*[\w)]|[A-Za-z_]", re.ASCII)
"""Text that is safe without quotes wherever a plain scalar stood."""
WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])


def yaml_leaves(source: str) -> Iterator[Leaf]:
    """A leaf per scalar, anchor name, tag and comment. Raises ``Broken``."""
    try:
        found = list(yaml.scan(source, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Broken("yaml") from error
    starts = leaves.line_starts(source)
    covered: list[tuple[int, int]] = []
    for leaf in [*_scalars(source, found), *_names(found), *_tags(source, found)]:
        covered += [(part.start, part.end) for part in (*leaf.segments, *leaf.mirrors)]
        yield _placed(leaf, starts)
    for number, (start, end) in enumerate(_comments(source, sorted(covered)), start=1):
        segment = Segment(start, end, source[start:end])
        yield _placed(Leaf(f"y:c{number}", (segment,), Role.COMMENT), starts)


def _placed(leaf: Leaf, starts: list[int]) -> Leaf:
    place = Place(line=bisect_right(starts, leaf.segments[0].start))
    return Leaf(leaf.locator, leaf.segments, leaf.role, leaf.context, place, mirrors=leaf.mirrors)


def _scalars(source: str, found: list[yaml.Token]) -> Iterator[Leaf]:
    key, expects_key = "", False
    for number, token in enumerate(found, start=1):
        if isinstance(token, yaml.KeyToken):
            expects_key = True
        elif isinstance(token, yaml.ScalarToken):
            role, context = (Role.KEY, "") if expects_key else (Role.BODY, key)
            if expects_key:
                key, expects_key = token.value, False
            yield Leaf(f"y:{number}", (_segment(source, token),), role, context)


def _segment(source: str, token: yaml.ScalarToken) -> Segment:
    start, end = token.start_mark.index, token.end_mark.index
    raw = source[start:end]
    if token.style in ("|", ">"):
        body = raw.find("\n") + 1 or len(raw)
        return Segment(start + body, end, raw[body:])
    return Segment(start, end, token.value, _codec(token, raw), '""')


def _codec(token: yaml.ScalarToken, raw: str) -> Callable[[str], str]:
    if token.style == "'":
        return lambda text: "'" + text.replace("'", "''").replace("\n", "\n\n") + "'"
    if token.style == '"':
        return lambda text: json.dumps(text, ensure_ascii=raw.isascii())
    return lambda text: _plain(token.value, text)


def _plain(old: str, text: str) -> str:
    """Without quotes where that is safe and of the old type; a number stays a number."""
    if _type(old) == "str" and PLAIN.fullmatch(text) and text.lower() not in WORDS:
        return text
    if _type(text) == _type(old) != "str":
        return text
    return json.dumps(text) if _type(old) == "str" or not text.strip() else _digits(old, text)


def _digits(old: str, text: str) -> str:
    digits = iter([char for char in text if char.isdigit()])
    shaped = "".join(next(digits, "1") if char.isdigit() else char for char in old)
    return shaped if _type(shaped) == _type(old) else json.dumps(text)


def _type(text: str) -> str:
    resolver: Any = yaml.resolver.Resolver
    tag: str = resolver().resolve(yaml.ScalarNode, text, (True, False))
    return tag.rpartition(":")[2]


def _names(found: list[yaml.Token]) -> Iterator[Leaf]:
    """Anchors with all their aliases: they must go on saying the same."""
    places: dict[str, list[Segment]] = {}
    for token in found:
        if isinstance(token, (yaml.AnchorToken, yaml.AliasToken)):
            start, end = token.start_mark.index + 1, token.end_mark.index
            segment = Segment(start, end, token.value, _name)
            places.setdefault(token.value, []).append(segment)
    for number, (first, *others) in enumerate(places.values(), start=1):
        yield Leaf(f"y:a{number}", (first,), Role.KEY, mirrors=tuple(others))


def _tags(source: str, found: list[yaml.Token]) -> Iterator[Leaf]:
    """Names of types that are not YAML's own: "!invoice"."""
    for number, token in enumerate(found, start=1):
        if not isinstance(token, yaml.TagToken) or token.value[0] == "!!":
            continue
        start = token.start_mark.index + len(token.value[0] or "!<")
        end = token.end_mark.index - (token.value[0] is None)
        if end > start:
            segment = Segment(start, end, source[start:end], _tag)
            yield Leaf(f"y:t{number}", (segment,), Role.KEY)


def _tag(text: str) -> str:
    return re.sub(r"[^\w.:/-]", "-", text)


def _name(text: str) -> str:
    return re.sub(r"[^\w-]", "_", text)


def _comments(source: str, covered: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    position = 0
    for start, end in [*covered, (len(source), len(source))]:
        for match in COMMENT.finditer(source, position, max(start, position)):
            yield match.span()
        position = max(position, end)


def yaml_shape(text: str) -> object:
    """Kinds of tokens in order, scalars with their resolved type."""
    try:
        return [
            (type(token).__name__, _plain_type(token))
            for token in yaml.scan(text, Loader=yaml.SafeLoader)
        ]
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _plain_type(token: yaml.Token) -> str:
    """The type of a scalar that is not text; text is text with and without quotes."""
    kind = _type(token.value) if isinstance(token, yaml.ScalarToken) and token.plain else "str"
    return "" if kind == "str" else kind
