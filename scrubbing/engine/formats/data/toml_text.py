"""Where text stands in TOML."""

import json
import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator

from scrubbing.engine import leaves
from scrubbing.engine.errors import Broken
from scrubbing.engine.formats.data.json_text import shape_of
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import Place, Role

TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<long>\"\"\"(?:[^\\]|\\.)*?\"\"\"+)
    |(?P<raw_long>'''.*?'''+)
    |(?P<text>"(?:[^"\\\n]|\\.)*")
    |(?P<raw>'[^'\n]*')
    |(?P<bare>[A-Za-z0-9_+.:-]+)
    |(?P<equals>=)
    |(?P<line>\n)
    |(?P<open>[\[{,])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
LONG_NUMBER = 5
BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_leaves(source: str) -> Iterator[Leaf]:
    """A leaf per key, string, comment and long number. Raises ``Broken``."""
    try:
        tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        raise Broken("toml") from error
    starts = leaves.line_starts(source)
    key, number = "", 0
    for match in TOKEN.finditer(source):
        kind, raw, start = match.lastgroup or "", match.group(), match.start()
        is_key = kind in ("bare", "text", "raw") and _is_key(source, match)
        if kind not in ("comment", "long", "raw_long", "text", "raw") and not (
            kind == "bare" and (is_key or sum(map(str.isdigit, raw)) >= LONG_NUMBER)
        ):
            continue
        role = Role.KEY if is_key else Role.COMMENT if kind == "comment" else Role.BODY
        place = Place(line=bisect_right(starts, start))
        for begin, piece in _pieces(raw) if kind == "bare" and is_key else ((0, raw),):
            number += 1
            text, codec = _read(kind, piece, is_key)
            segment = Segment(start + begin, start + begin + len(piece), text, codec, '""')
            yield Leaf(f"t:{number}", (segment,), role, "" if is_key else key, place)
            key = text if is_key else key


def _pieces(raw: str) -> Iterator[tuple[int, str]]:
    """The keys of a dotted key: each is quoted by itself, the dots stay."""
    return ((match.start(), match.group()) for match in re.finditer(r"[^.]+", raw))


def _is_key(source: str, match: re.Match[str]) -> bool:
    """Whether the token stands before an equals sign, or in a table's header."""
    line_start = source.rfind("\n", 0, match.start()) + 1
    before = source[line_start : match.start()]
    after = source[match.end() :].lstrip(" \t")
    if after.startswith(("=", ".")) and "=" not in re.sub(r".*[{,]", "", before):
        return True
    return before.lstrip().startswith("[") and "=" not in before and after[:1] in ("]", ".")


def _read(kind: str, raw: str, is_key: bool) -> tuple[str, Callable[[str], str]]:
    match kind:
        case "text":
            return _unescape(raw), lambda text: json.dumps(text, ensure_ascii=raw.isascii())
        case "raw":
            return raw[1:-1], lambda text: f"'{text}'" if "'" not in text else json.dumps(text)
        case "bare" if is_key:
            return raw, lambda text: text if BARE.fullmatch(text) else json.dumps(text)
        case "bare":
            return raw, lambda text: _digits(raw, text)
        case _:
            return raw, leaves.same


def _unescape(raw: str) -> str:
    loaded: str = tomllib.loads(f"a = {raw}")["a"]
    return loaded


def _digits(raw: str, text: str) -> str:
    """The new value where it is of the old type, else new digits in the old shape."""
    for candidate in (text, _shaped(raw, text)):
        try:
            new, old = tomllib.loads(f"a = {candidate}")["a"], tomllib.loads(f"a = {raw}")["a"]
        except ValueError:
            continue
        if type(new) is type(old):
            return candidate
    return json.dumps(text)


def _shaped(raw: str, text: str) -> str:
    digits = iter([char for char in text if char.isdigit()])
    return "".join(next(digits, "1") if char.isdigit() else char for char in raw)


def toml_shape(text: str) -> object:
    """Types and nesting; ``None`` for text that is no TOML."""
    try:
        return shape_of(tomllib.loads(text))
    except (ValueError, RecursionError):
        return None
