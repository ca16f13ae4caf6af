"""JSON as positions: where each string and number stands, and under which key.

Takes strict JSON, lines of JSON, and JSON with comments or trailing commas; whatever is
no JSON token raises ``Broken``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrubbing.engine.errors import Broken

TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\ufeff]+)
    |(?P<string>"(?:[^"\\\n]|\\.)*")
    |(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<word>true|false|null|NaN|-?Infinity)
    |(?P<comment>//[^\n]*|/\*.*?\*/|\#[^\n]*)
    |(?P<mark>[{}\[\],:])""",
    re.VERBOSE | re.DOTALL,
)
DEEPEST = 500


@dataclass(frozen=True, slots=True)
class Token:
    """A string, number or comment: ``raw`` source, ``path`` of keys and positions above.

    ``role`` is "key", "string", "number" or "comment".
    """

    role: str
    start: int
    end: int
    raw: str
    path: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the token says: a string without quotes and escapes."""
        if self.role in ("key", "string"):
            return str(json.loads(self.raw, strict=False))
        return self.raw


def tokens(source: str) -> Iterator[Token]:
    """Keys, strings, numbers and comments in order. Raises ``Broken``."""
    state = _State()
    position = 0
    while position < len(source):
        match = TOKEN.match(source, position)
        if match is None:
            raise Broken("json")
        kind, raw, start, position = match.lastgroup, match.group(), position, match.end()
        if kind == "mark":
            state.mark(raw)
        elif kind == "comment":
            yield Token("comment", start, position, raw, state.path())
        elif kind == "string" and state.wants_key():
            token = Token("key", start, position, _checked(raw), state.path())
            state.key = token.text
            yield token
        elif kind == "string":
            yield Token("string", start, position, _checked(raw), state.path())
        elif kind == "number":
            yield Token("number", start, position, raw, state.path())
    if state.stack:
        raise Broken("json")


def _checked(raw: str) -> str:
    try:
        json.loads(raw, strict=False)
    except ValueError as error:
        raise Broken("json") from error
    return raw


class _State:
    """Where in the tree we are: one (mark, key or position) per level."""

    def __init__(self) -> None:
        self.stack: list[list[str | int]] = []
        self.key = ""
        self._after_colon = False

    def mark(self, mark: str) -> None:
        if mark in "{[":
            if len(self.stack) >= DEEPEST:
                raise Broken("json depth")
            self.stack.append([mark, self.key, 0])
            self.key, self._after_colon = "", False
        elif mark in "}]":
            if not self.stack or self.stack[-1][0] != {"}": "{", "]": "["}[mark]:
                raise Broken("json")
            self.key = str(self.stack.pop()[1])
        elif mark == ",":
            if self.stack:
                self.stack[-1][2] = int(self.stack[-1][2]) + 1
            self._after_colon = False
        else:
            self._after_colon = True
            return
        if mark in "}]":
            self._after_colon = False

    def wants_key(self) -> bool:
        return bool(self.stack) and self.stack[-1][0] == "{" and not self._after_colon

    def path(self) -> tuple[str, ...]:
        outer = [str(level[1]) if level[1] else "" for level in self.stack[1:]]
        here = str(self.stack[-1][2]) if self.stack and self.stack[-1][0] == "[" else self.key
        return (*outer, here)


def encode_string(model: str, text: str) -> str:
    """``text`` as a JSON string, escaped as the original ``model`` was."""
    return json.dumps(text, ensure_ascii=model.isascii())
