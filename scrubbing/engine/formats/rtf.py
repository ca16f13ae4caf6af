"""A reader of RTF that misses nothing, and a cutter of whole groups."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    rb"""
      (?P<open>\{) | (?P<close>\})
    | \\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?\ ?
    | \\'(?P<hex>[0-9a-fA-F]{2})
    | \\(?P<symbol>[^a-zA-Z])
    | (?P<text>[^\\{}\r\n]+) | [\r\n]+
    """,
    re.VERBOSE,
)
_BREAKS = frozenset({b"par", b"line", b"cell", b"row", b"sect", b"page", b"nestcell"})
_CHARACTERS = {
    b"tab": "\t", b"emdash": "\u2014", b"endash": "\u2013", b"lquote": "\u2018",
    b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022",
    b"emspace": "\u2003", b"enspace": "\u2002",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"-": "\u00ad", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}"}
_CODE_PAGE = re.compile(rb"\\ansicpg([0-9]{3,5})")
_INFORMATION = re.compile(
    rb"\{(?:\\\*)?\\(?:info|generator|userprops|rsidtbl|revtbl|template|datastore|xmlnstbl|"
    rb"mailmerge|passwordhash|docvar|themedata|colorschememapping|latentstyles|"
    rb"protusertbl|wgrffmtfilter)(?![a-zA-Z])"
)
_CONTROL = re.compile(rb"\\(?:[a-zA-Z]+-?[0-9]*|[^a-zA-Z])")
_PICTURE = re.compile(rb"\\pict(?![a-zA-Z])")


def _group_end(data: bytes, start: int) -> int:
    """Where the group that opens at ``start`` ends."""
    depth, position = 0, start
    while position < len(data):
        letter = data[position : position + 1]
        if letter == b"\\":  # takes the next byte with it
            position += 2
            continue
        depth += (letter == b"{") - (letter == b"}")
        position += 1
        if depth == 0:
            return position
    return len(data)


def without_information(data: bytes) -> bytes:
    """The RTF without groups that say who, when and with what it was made."""
    pieces, reached = [], 0
    for match in _INFORMATION.finditer(data):
        if match.start() < reached:
            continue
        pieces.append(data[reached : match.start()])
        reached = _group_end(data, match.start())
    pieces.append(data[reached:])
    return b"".join(pieces)


def _encoding(data: bytes) -> str:
    match = _CODE_PAGE.search(data[:4096])
    name = f"cp{match.group(1).decode()}" if match else "cp1252"
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def texts(data: bytes) -> Iterator[str]:
    """Every paragraph's text, then all of it joined; hidden and ignorable groups too."""
    everything = []
    for paragraph in _paragraphs(data):
        if paragraph.strip():
            everything.append(paragraph)
            yield paragraph
    yield "\n".join(everything)


class _Text:
    """Gathers a paragraph's characters from bytes of a code page and from numbers."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._pieces: list[str] = []
        self._raw = bytearray()
        self._skip = 0

    def take(self, match: re.Match[bytes]) -> bool:
        """Take one token; says whether it ends a paragraph."""
        if match["hex"] is not None:
            self._bytes(bytes([int(match["hex"], 16)]))
        elif match["text"] is not None:
            self._bytes(match["text"])
        elif match["word"] == b"u" and match["number"]:
            self.add(chr(int(match["number"]) % 0x10000))
            self._skip = 1
        elif match["word"] is not None:
            self.add(_CHARACTERS.get(match["word"], ""))
            return match["word"] in _BREAKS
        elif match["symbol"] is not None:
            self.add(_SYMBOLS.get(match["symbol"], ""))
        return False

    def _bytes(self, data: bytes) -> None:
        """Bytes of the code page; the one after a number is its stand-in for old readers."""
        self._raw += data[self._skip :]
        self._skip = max(0, self._skip - len(data))

    def add(self, text: str) -> None:
        self._pieces += [self._raw.decode(self._encoding, "replace"), text]
        self._raw.clear()

    def end(self) -> str:
        """The paragraph, which is then empty again."""
        self.add("")
        text = "".join(self._pieces)
        self._pieces.clear()
        return _surrogates(text)


def _paragraphs(data: bytes) -> Iterator[str]:
    text = _Text(_encoding(data))
    for match in _TOKEN.finditer(data):
        if text.take(match):
            yield text.end()
    yield text.end()


def _surrogates(text: str) -> str:
    """Characters beyond the first plane, which RTF writes as two numbers."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def pictures(data: bytes) -> Iterator[bytes]:
    """The bytes of every picture."""
    for match in _PICTURE.finditer(data):
        start = data.rfind(b"{", 0, match.start())
        group = data[start : _group_end(data, start)]
        group = _CONTROL.sub(b"|", group)  # its numbers are no pixels
        digits = max(re.findall(rb"[0-9a-fA-F\s]{16,}", group), key=len, default=b"")
        digits = re.sub(rb"\s", b"", digits)
        if digits:
            yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
