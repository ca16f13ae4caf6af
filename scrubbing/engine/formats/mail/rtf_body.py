r"""A message's RTF body as the HTML it was made from, else as plain text.

Outlook wraps HTML in RTF ([MS-OXRTFEX]): markup stands in ``\*\htmltag`` groups, what only
RTF readers need stands between ``\htmlrtf`` and ``\htmlrtf0``.
"""

import re
from dataclasses import dataclass, field

from scrubbing.engine.errors import TooDeep

TOKEN = re.compile(
    rb"""
      (?P<open>\{) | (?P<close>\})
    | \\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?\ ?
    | \\'(?P<hex>[0-9a-fA-F]{2})
    | \\(?P<symbol>[^a-zA-Z])
    | (?P<text>[^\\{}\r\n]+) | [\r\n]+
    """,
    re.VERBOSE,
)
HIDDEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object generator listtable listoverridetable "
    b"themedata colorschememapping latentstyles datastore xmlnstbl rsidtbl filetbl mhtmltag".split()
)
BREAKS = {b"par": "\r\n", b"line": "\r\n", b"tab": "\t", b"cell": "\t", b"row": "\r\n",
          b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d",
          b"bullet": "\u2022", b"endash": "\u2013", b"emdash": "\u2014"}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}"}
DEEPEST = 200
CODE_PAGE = re.compile(rb"\\ansicpg([0-9]{3,5})")


@dataclass(frozen=True, slots=True)
class Body:
    """The text and whether it is HTML."""

    text: str
    html: bool


@dataclass(slots=True)
class _Group:
    hidden: bool = False
    """A destination that is no text."""
    tag: bool = False
    """A group of markup."""
    quiet: bool = False
    """For RTF readers alone."""
    wide: int = 1
    """Bytes that stand for a numbered character."""


@dataclass(slots=True)
class _Reader:
    encoding: str
    html: bool
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    out: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    skip: int = 0
    star: bool = False

    def take(self, match: re.Match[bytes]) -> None:
        """Follow one token."""
        if match["open"]:
            self._open()
        elif match["close"]:
            if len(self.groups) > 1:
                self.groups.pop()
        elif match["word"]:
            self._word(match["word"], int(match["number"]) if match["number"] else None)
        elif match["hex"]:
            self._bytes(bytes([int(match["hex"], 16)]))
        elif match["symbol"]:
            self.star = match["symbol"] == b"*"
            self._add(SYMBOLS.get(match["symbol"], ""))
        elif match["text"]:
            self._bytes(match["text"])

    def end(self) -> str:
        """All text; characters beyond the first plane come as two numbers."""
        self._flush()
        joined = "".join(self.out)
        return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _open(self) -> None:
        if len(self.groups) > DEEPEST:
            raise TooDeep
        top = self.groups[-1]
        self.groups.append(_Group(top.hidden, top.tag, top.quiet, top.wide))

    def _word(self, word: bytes, number: int | None) -> None:
        top, star, self.star = self.groups[-1], self.star, False
        if word == b"htmltag":
            top.tag = True
        elif word in HIDDEN or star:
            top.hidden = True
        elif word == b"htmlrtf":
            top.quiet = number != 0
        elif word == b"uc":
            top.wide = max(0, number or 0)
        elif word == b"u" and number is not None:
            self._add(chr(number % 0x10000))
            self.skip = top.wide
        elif not (self.html and top.tag and word in BREAKS):
            self._add(BREAKS.get(word, ""))

    def _shown(self) -> bool:
        top = self.groups[-1]
        return not top.hidden and not (self.html and top.quiet)

    def _bytes(self, data: bytes) -> None:
        left = data[self.skip :]
        self.skip = max(0, self.skip - len(data))
        if self._shown():
            self.raw += left

    def _add(self, text: str) -> None:
        if text and self._shown():
            self._flush()
            self.out.append(text)

    def _flush(self) -> None:
        self.out.append(self.raw.decode(self.encoding, "replace"))
        self.raw.clear()


def read(data: bytes) -> Body:
    """The body of an RTF. Raises ``TooDeep``."""
    html = b"\\fromhtml" in data[:2048]
    reader = _Reader(_encoding(data), html)
    for match in TOKEN.finditer(data):
        reader.take(match)
    return Body(reader.end(), html)


def _encoding(data: bytes) -> str:
    match = CODE_PAGE.search(data[:4096])
    name = {b"65001": "utf-8"}.get(match[1], f"cp{match[1].decode()}") if match else "cp1252"
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
