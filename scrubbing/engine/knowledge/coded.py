r"""Text that is written in codes, wholly or in part, as it reads, beside a map to the original.

``%4eorvane``, ``&#78;orvane`` and ``\\u004eorvane`` all read "Norvane". A code may stand for
the sign that begins another one, so a text is read again until nothing changes.
"""

import re
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5

SIGNS = ("%", "&", "\\")
"""Every code begins with one of these: most texts need no closer look."""
CODE = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|&(?:#(?P<number>[0-9]{1,7})|#[xX](?P<hexadecimal>[0-9A-Fa-f]{1,6})|(?P<name>[A-Za-z]{2,8}));"
    r"|\\(?:u(?P<unit>[0-9A-Fa-f]{4})|x(?P<byte>[0-9A-Fa-f]{2})|u\{(?P<point>[0-9A-Fa-f]{1,6})\})"
)
DEEPEST = 3
"""How many codes may lie in one another; addresses within addresses have two."""
SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Plain:
    """What a text reads, and for each character where it begins and ends in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def plain(text: str) -> Plain | None:
    """The text without codes; ``None`` where it holds none."""
    found = _once(text)
    for _ in range(DEEPEST - 1):
        deeper = _once(found.text) if found else None
        if found is None or deeper is None:
            break
        found = Plain(
            deeper.text,
            array("I", (found.starts[at] for at in deeper.starts)),
            array("I", (found.ends[at - 1] for at in deeper.ends)),
        )
    return found


def decoded(text: str) -> str:
    """The text without codes; the very same object where it holds none."""
    for _ in range(DEEPEST):
        if not any(sign in text for sign in SIGNS):
            break
        said = CODE.sub(_said, text)
        if said == text:
            break
        text = said
    return text


def _said(match: re.Match[str]) -> str:
    return "".join(said for _, _, said in _read(match)) or match[0]


def _once(text: str) -> Plain | None:
    if not any(sign in text for sign in SIGNS):
        return None
    pieces: list[str] = []
    starts, ends = array("I"), array("I")
    last = 0
    for match in CODE.finditer(text):
        for start, end, said in _read(match):
            pieces += [text[last:start], said]
            starts.extend((*range(last, start), *[start] * len(said)))
            ends.extend((*range(last + 1, start + 1), *[end] * len(said)))
            last = end
    if not last:
        return None
    pieces.append(text[last:])
    starts.extend(range(last, len(text)))
    ends.extend(range(last + 1, len(text) + 1))
    return Plain("".join(pieces), starts, ends)


def _read(match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and meaning of the characters of one code; nothing where it has none."""
    start, end = match.span()
    if run := match["percent"]:
        yield from _bytes(bytes.fromhex(run.replace("%", "")), start)
    elif name := match["name"]:
        if said := html5.get(f"{name};"):
            yield start, end, said
    elif digits := match["number"]:
        yield from _point(int(digits), start, end)
    else:
        digits = match["hexadecimal"] or match["unit"] or match["byte"] or match["point"]
        yield from _point(int(digits, 16), start, end)


def _point(number: int, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    if 0 < number <= sys.maxunicode and number not in SURROGATES:
        yield start, end, chr(number)


def _bytes(data: bytes, start: int) -> Iterator[tuple[int, int, str]]:
    """Characters of percent codes: UTF-8, or Latin letters where it is none."""
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"
    for char in text:
        width = 3 * len(char.encode(encoding))
        yield start, start + width, char
        start += width
