"""Text files as they are, line by line, with what Pygments says each stretch is.

Highlighting happens in the confined child, on the scrubbed text, and gives offsets with
a word of ours; nothing here makes HTML.
"""

from typing import Any

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import Comment, Generic, Keyword, Name, Number, String, _TokenType
from pygments.util import ClassNotFound

from scrubbing.engine import encoding
from scrubbing.engine.encoding import is_text
from scrubbing.engine.types import Untrusted

MAX_TEXT = 400_000
"""Characters of a text that are shown."""
MAX_COLOURED = 120_000
LONGEST_LINE = 2_000
"""Longer lines are data, not code: a lexer could take very long over them."""
WORDS: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "c"), (Keyword, "k"), (String, "s"), (Number, "n"), (Name.Function, "f"),
    (Name.Class, "f"), (Name.Decorator, "f"), (Name.Tag, "k"), (Name.Attribute, "f"),
    (Name.Builtin, "b"), (Generic.Heading, "k"), (Generic.Subheading, "k"),
)  # fmt: skip
Token = tuple[int, int, str]


def is_source(data: bytes) -> bool:
    """Whether a file is shown as its own text."""
    return is_text(data)


def source(untrusted: Untrusted) -> tuple[list[dict[str, Any]], bool]:
    """A text file as one block, and whether it is shown whole."""
    text = encoding.decode(untrusted.data).text.replace("\r\n", "\n").replace("\r", "\n")
    shown = text[:MAX_TEXT]
    block = {
        "locator": "",
        "role": "code",
        "text": shown,
        "source": True,
        "place": {"line": 1},
        "tokens": tokens(shown, _lexer(untrusted.name)),
    }
    return [block], len(shown) == len(text)


def tokens(text: str, lexer: Lexer | None) -> list[Token]:
    """Stretches of a text that are shown in a colour, in order, without overlap."""
    if lexer is None or len(text) > MAX_COLOURED or _has_long_line(text):
        return []
    found: list[Token] = []
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        word = next((word for token, word in WORDS if kind in token), "")
        if not word:
            continue
        end = start + len(value)
        if found and found[-1][1] == start and found[-1][2] == word:
            found[-1] = (found[-1][0], end, word)
        else:
            found.append((start, end, word))
    return found


def named(language: str) -> Lexer | None:
    """The lexer of a language by its name."""
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _lexer(name: str) -> Lexer | None:
    """By the name alone: a text's own words never choose a lexer."""
    try:
        return get_lexer_for_filename(name.rsplit("/", 1)[-1])
    except ClassNotFound:
        return None


def _has_long_line(text: str) -> bool:
    return any(len(line) > LONGEST_LINE for line in text.split("\n"))
