"""Content streams cut into steps by one pattern, so that what stays is never looked at twice.

Most of a page is numbers and operators that go through as they are: a whole stretch of
them is one match, and one step. A stream that is written oddly raises ``Unclear``; qpdf
then writes it anew, which costs ten times as much and reads any stream.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import ContentStreamInlineImage, Object, Stream

from scrubbing.engine.formats.pdf.streams import items

WHITE = rb"[\0\t\n\f\r ]"
NUMBER = rb"[-+]?+(?:\d++\.?+\d*+|\.\d++)"
END = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%]|\Z)"
STRING = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)"
HEX = rb"<[0-9A-Fa-f\0\t\n\f\r ]*+>"
REGULAR = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"

DRAWING = rb"re|[mlcvyhSsnFwJjMigGkK]|[fBbW]\*?+|rg|RG|sc|SC|d[01]"
"""Lines, colours and paint: nothing in them depends on where text stands."""

MOVING = rb"cm|BT|ET|T[cwLsrzdDm*]|[qQ]"
"""What says where text stands."""


def _pattern(steady: bytes, told: bytes) -> re.Pattern[bytes]:
    numeric = rb"(?:" + NUMBER + WHITE + rb"++)*+"
    colour = rb"(?:" + NUMBER + WHITE + rb"++)++(?:scn|SCN)"  # without a pattern's name
    return re.compile(
        rb"(?:(?P<run>(?:(?:" + numeric + rb"(?:" + steady + rb")|" + colour + rb")" + END + WHITE
        + rb"*+)++)"
        rb"|(?P<move>" + numeric + rb")(?P<told>" + told + rb")" + END +
        rb"|(?P<show>\[(?:[-+.\d\0\t\n\f\r ]++|" + STRING + rb"|" + HEX + rb")*+\]"
        + WHITE + rb"*+TJ|(?:" + STRING + rb"|" + HEX + rb")" + WHITE + rb"*+Tj)" + END +
        rb"|(?P<name>/" + REGULAR + rb"*+)" + WHITE + rb"++(?P<size>" + NUMBER + rb")" + WHITE
        + rb"++Tf" + END +
        rb"|(?P<operand>/" + REGULAR + rb"*+|" + NUMBER + END + rb"|" + STRING + rb"|" + HEX +
        rb"|<<|>>|\[|\])"
        rb"|(?P<word>" + REGULAR + rb"++)"
        rb"|(?P<comment>%[^\r\n]*+)"
        rb"|(?P<odd>[^\0\t\n\f\r ])"
        rb"|)" + WHITE + rb"*+",
        re.DOTALL,
    )  # fmt: skip


IDLE = _pattern(DRAWING + rb"|" + MOVING, rb"(?!)")
"""For pages on which no glyph goes: moves are let through with the drawing."""

BUSY = _pattern(DRAWING, MOVING)
WORD = re.compile(rb"[A-Za-z'\"][A-Za-z0-9*'\"]{0,3}")
PIECE = re.compile(rb"(" + STRING + rb"|" + HEX + rb")|(" + NUMBER + rb")", re.DOTALL)
ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)|\r\n?", re.DOTALL)
GOING_ON = frozenset({b"\\\r\n", b"\\\r", b"\\\n"})
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
SPECIAL = re.compile(rb"[\\()\r]")
HASH = re.compile(rb"#([0-9A-Fa-f]{2})")


class Unclear(ValueError):
    """Something that is not cut safely by a pattern: an inline image, an odd number."""


class Step(NamedTuple):
    """One operator with its operands, or a stretch that goes through as it is.

    ``operator`` is empty for a stretch; ``raw`` is the text as it stands: the stretch,
    the operands of a move, or those of a show; other operators have ``operands``.
    """

    operator: bytes
    raw: bytes = b""
    operands: tuple[bytes, ...] = ()


def steps(stream: Object, *, idle: bool) -> Iterable[Step | ContentStreamInlineImage]:
    """All steps of a page's content, a form, a pattern or a glyph procedure."""
    pattern = IDLE if idle else BUSY
    try:
        return _cut(content(stream), pattern)
    except Unclear:
        return _rewritten(stream, pattern)


def content(stream: Object) -> bytes:
    """The decoded bytes of a stream, or of all streams of a page."""
    if isinstance(stream, Stream):
        return stream.read_bytes()
    found = stream.get("/Contents")
    parts = items(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, Stream))


def _rewritten(
    stream: Object, pattern: re.Pattern[bytes]
) -> Iterator[Step | ContentStreamInlineImage]:
    """The steps of a stream as qpdf understands it; words it does not know are left out."""
    held: list[pikepdf.ContentStreamInstruction] = []
    for one in pikepdf.parse_content_stream(stream):
        if not isinstance(one, ContentStreamInlineImage):
            held.append(one)
            continue
        yield from _cut(pikepdf.unparse_content_stream(held), pattern, lenient=True)
        held = []
        yield one
    yield from _cut(pikepdf.unparse_content_stream(held), pattern, lenient=True)


def _cut(  # noqa: C901 - one branch per kind of token
    data: bytes, pattern: re.Pattern[bytes], *, lenient: bool = False
) -> list[Step]:
    found: list[Step] = []
    operands: list[bytes] = []
    for match in pattern.finditer(data):  # for every operator of a document, hence one loop
        kind = match.lastgroup
        if kind == "operand":
            operands.append(_in_one_line(match["operand"]))
            continue
        if kind == "told":
            found.append(Step(match["told"], match["move"]))
        elif kind == "run":
            found.append(Step(b"", match["run"]))
        elif kind == "show":
            text = _in_one_line(match["show"])
            found.append(Step(text[-2:], text[:-2]))
        elif kind == "size":
            found.append(Step(b"Tf", b"", (match["name"], match["size"])))
        elif kind is None or kind == "comment":  # white space
            continue
        elif kind == "word" and match["word"] != b"BI" and WORD.fullmatch(match["word"]):
            found.append(Step(match["word"], b"", tuple(operands)))
        elif not lenient:
            raise Unclear
        if operands:
            operands = []
    return found


def _in_one_line(text: bytes) -> bytes:
    """Strings without a break that says "go on": some readers take it for letters."""
    if b"\\\r" not in text and b"\\\n" not in text:
        return text
    return ESCAPE.sub(lambda match: b"" if match[0] in GOING_ON else match[0], text)


def numbers(raw: bytes) -> list[float]:
    return [float(part) for part in raw.replace(b"\0", b" ").split()]


def parts(raw: bytes) -> list[tuple[bytes, bytes | float]]:
    """The strings of a show and the moves between them: as they stand, and what they say."""
    return [
        (text, text_of(text)) if text else (number, float(number))
        for text, number in PIECE.findall(raw)
    ]


def strings(shows: Iterable[bytes]) -> set[bytes]:
    """The strings of shows alone, each once."""
    return {text_of(text) for text in {text for raw in shows for text, _ in PIECE.findall(raw)}}


def text_of(token: bytes) -> bytes:
    """What a string's token says."""
    if token[:1] == b"<":
        digits = bytes(byte for byte in token[1:-1] if byte not in b"\0\t\n\f\r ")
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    inner = token[1:-1]
    if b"\\" in inner or b"\r" in inner:
        return ESCAPE.sub(_unescaped, inner)
    return inner


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code is None:
        return b"\n"
    if code[:1].isdigit() and code[0] < ord("8"):
        return bytes([int(code, 8) & 0xFF])
    if code in {b"\n", b"\r", b"\r\n"}:
        return b""
    return ESCAPED.get(code, code)


def token_of(text: bytes) -> bytes:
    """A string's token for a text."""
    return b"(" + SPECIAL.sub(_escaped, text) + b")"


def _escaped(match: re.Match[bytes]) -> bytes:
    return b"\\r" if match[0] == b"\r" else b"\\" + match[0]


def name_of(token: bytes) -> str:
    """A name as pikepdf spells it. Raises ``ValueError`` for one that is no UTF-8."""
    if b"#" in token:
        token = HASH.sub(lambda match: bytes([int(match[1], 16)]), token)
    return token.decode("utf-8")


def number_token(value: float) -> bytes:
    return f"{value:.3f}".rstrip("0").rstrip(".").encode("ascii")
