"""Where text stands in JSON."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from scrubbing.engine import leaves
from scrubbing.engine.errors import Broken
from scrubbing.engine.jsonlex import Token, encode_string, tokens
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import Place, Role

LONG_NUMBER = 5
"""Digits from which a number may be someone's."""
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
ROLES = {"key": Role.KEY, "comment": Role.COMMENT}


def json_leaves(source: str) -> Iterator[Leaf]:
    """A leaf per key, string, comment and long number. Raises ``Broken``."""
    starts = leaves.line_starts(source)
    for number, token in enumerate(tokens(source), start=1):
        if token.role == "number" and sum(map(str.isdigit, token.raw)) < LONG_NUMBER:
            continue
        segment = Segment(token.start, token.end, token.text, _codec(token), '""')
        context = next((key for key in reversed(token.path) if key and not key.isdigit()), "")
        yield Leaf(
            f"j:{number}",
            (segment,),
            ROLES.get(token.role, Role.BODY),
            "" if token.role == "key" else context,
            Place(line=bisect_right(starts, token.start)),
        )


def _codec(token: Token) -> Callable[[str], str]:
    match token.role:
        case "comment":
            return leaves.same
        case "number":
            return lambda text: _number(token.raw, text)
        case _:
            return lambda text: encode_string(token.raw, text)


def _number(raw: str, text: str) -> str:
    """The new digits in the old number's shape, so that a number stays a number."""
    if NUMBER.fullmatch(text):
        return text
    digits = iter([char for char in text if char.isdigit()])
    shaped = "".join(next(digits, "0") if char.isdigit() else char for char in raw)
    return shaped if NUMBER.fullmatch(shaped) else "0"


def json_shape(text: str) -> object:
    """Types and nesting without any value; for files that only the lexer reads, its tokens."""
    try:
        return shape_of(json.loads(text))
    except (ValueError, RecursionError):
        pass
    try:
        return [token.role for token in tokens(text)]
    except Broken:
        return None


def shape_of(value: object) -> object:
    """Types and nesting of loaded data; keys count, their names do not."""
    if isinstance(value, dict):
        return {"object": [shape_of(item) for item in value.values()]}
    if isinstance(value, list):
        return [shape_of(item) for item in value]
    return (
        "number"
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else (type(value).__name__)
    )
