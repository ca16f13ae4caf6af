"""iCalendar and vCard: properties and parameters in place, pictures and keys dropped."""

import binascii
import codecs
import quopri
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from scrubbing.engine import encoding, leaves
from scrubbing.engine.errors import Broken
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import (
    STYLE,
    Box,
    Edit,
    Extraction,
    Fact,
    Place,
    Role,
    Toolbox,
    Untrusted,
)

LINE = re.compile(r"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
FOLD = re.compile(r"\r?\n[ \t]")
HEAD = re.compile(r'(?:"[^"]*"|[^:"])*')
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^;:"])*)')
ONE_OF = re.compile(r'"([^"]*)"|([^",]+)')
QUOTED = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE(?=[;:])", re.IGNORECASE)
PACKED = re.compile(r";ENCODING=B(?:ASE64)?(?=[;:])", re.IGNORECASE)
CHARSET = re.compile(r";CHARSET=\"?([\w-]+)", re.IGNORECASE)
ITEM = re.compile(r"[,;]|(?:\\.|[^,;\\]|\\\Z)+", re.DOTALL)
SEPARATORS = frozenset(",;")
GOES_ON = re.compile(r"(?:[^\r\n]*=\r?\n)*[^\r\n]*(?:\r?\n|\Z)")
"""Lines of a value in quoted-printable: they end in "=" but for the last."""
FIELDS = frozenset({"N", "ADR", "ORG"})
"""Properties whose value is several fields with semicolons between them."""
DROPPED = frozenset(
    ["PHOTO", "LOGO", "SOUND", "KEY", "ATTACH", "UID", "PRODID", "X-WR-CALNAME", "REV",
     "X-ALT-DESC", "AGENT"]
)  # fmt: skip
KEEP_LINE = frozenset({"UID", "PRODID"})
"""Dropped values whose line the format wants."""
PLAIN = frozenset(["BEGIN", "END", "VERSION", "METHOD", "CALSCALE"])
WIRED = frozenset(
    ["TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION", "RRULE", "EXRULE", "DURATION",
     "TRIGGER", "SEQUENCE", "PRIORITY", "STATUS", "TRANSP", "CLASS", "ACTION", "REPEAT",
     "PERCENT-COMPLETE", "KIND"]
)  # fmt: skip
"""Values in the format's own words: only known values are looked for in them."""
WIRED_PARAMETERS = frozenset(
    ["TZID", "TYPE", "VALUE", "ENCODING", "CHARSET", "FMTTYPE", "LANGUAGE", "ROLE", "PARTSTAT",
     "RSVP", "CUTYPE", "RELATED", "RELTYPE", "RANGE", "FBTYPE", "PREF", "PID", "ALTID"]
)  # fmt: skip
PEOPLE = frozenset(["CN", "SENT-BY", "DIR", "MEMBER", "X-ORIGINAL-NAME", "EMAIL"])
ESCAPES = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\"}
CONTEXT = {"N": ("family name", "given name", "middle name", "title", "suffix"),
           "ADR": ("box", "address", "street", "city", "region", "postal code", "country"),
           "ORG": ("organisation", "department")}  # fmt: skip


class CardHandler:
    """ics and vcf: a unit per value, folded lines joined."""

    name = "cards"
    formats = ("ics", "vcf")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units for values and for named parameters (CN)."""
        found = list(_leaves(encoding.decode(untrusted.data).text))
        facts = tuple(Fact("author", leaf.text) for leaf in found if leaf.role is Role.AUTHOR)
        return Extraction("vcf", leaves.units(found), facts)

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The same lines with edited values."""
        decoded = encoding.decode(untrusted.data)
        return decoded.encode(leaves.rewrite(decoded.text, _leaves(decoded.text), edits))

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """The lines unfolded and without escapes, but for those that only frame others."""
        return tuple(_lines(encoding.decode(output).text))


def _lines(source: str) -> Iterator[str]:
    position = 0
    while position < len(source):
        end = _end(source, position, LINE.match(source, position))
        line = source[position:end].rstrip("\r\n")
        position = end
        head = HEAD.match(line)
        size = head.end() if head else 0
        if not line.strip() or line.partition(":")[0].upper() in PLAIN:
            continue
        if QUOTED.search(line[: size + 1]):
            yield FOLD.sub("", line[:size]) + _unquoted(line[size:], line[:size])
        else:
            yield _unescape(FOLD.sub("", line))


def _leaves(source: str) -> Iterator[Leaf]:
    starts = leaves.line_starts(source)
    position, number = 0, 0
    while position < len(source):
        end = _end(source, position, LINE.match(source, position))
        number += 1
        place = Place(line=bisect_right(starts, position))
        if not source[position:end].isspace():
            yield from _property(source, position, end, number, place)
        position = end


def _end(source: str, position: int, match: re.Match[str] | None) -> int:
    """Where the property ends that begins here. Raises ``Broken``."""
    if match is None or match.end() == position:
        raise Broken("card")
    head = HEAD.match(source, position, match.end())
    if head and QUOTED.search(source, position, head.end() + 1):
        more = GOES_ON.match(source, head.end())
        return max(match.end(), more.end() if more else 0)
    return match.end()


def _property(source: str, start: int, end: int, number: int, place: Place) -> Iterator[Leaf]:
    raw = source[start:end]
    head = HEAD.match(raw)
    size = head.end() if head else 0
    name = re.split(r"[;:]", raw, maxsplit=1)[0].rpartition(".")[2].strip().upper()
    if name in PLAIN or size >= len(raw.rstrip()):
        return
    body = end - (len(raw) - len(raw.rstrip("\r\n")))
    if name in DROPPED or PACKED.search(raw[: size + 1]):
        yield _dropped(source, start, end, start + size + 1, body, name, number, place)
        return
    if name.startswith("X-"):
        at = start + raw.upper().index(name)
        segment = Segment(at, at + len(name), source[at : at + len(name)], _word)
        yield Leaf(f"v:{number}:n", (segment,), Role.CODE, STYLE, place)
    yield from _parameters(source, start, start + size, name, number, place)
    if QUOTED.search(raw[: size + 1]):
        segment = _quoted_segment(source, start + size + 1, body, raw[:size])
        yield Leaf(f"v:{number}:0", (segment,), Role.BODY, name.lower(), place)
        return
    yield from _value(source, start + size + 1, body, name, number, place)


def _parameters(
    source: str, start: int, end: int, name: str, number: int, place: Place
) -> Iterator[Leaf]:
    """A leaf for each value of each parameter, folded ones joined."""
    index = 0
    for item in PARAMETER.finditer(source, start, end):
        word = item.group(1).upper()
        role, context = (Role.AUTHOR, name) if word in PEOPLE else (Role.BODY, word.lower())
        if word in WIRED_PARAMETERS:
            role, context = Role.CODE, STYLE
        for one in ONE_OF.finditer(source, *item.span(2)):
            quoted = one.group(1) is not None
            write = _in_quotes if quoted else _parameter
            segments = tuple(_segments(source, *one.span(1 if quoted else 2), write))
            if segments:
                yield Leaf(f"v:{number}:p{index}", segments, role, context, place)
            index += 1


def _quoted_segment(source: str, start: int, end: int, head: str) -> Segment:
    return Segment(start, end, _unquoted(source[start:end], head), lambda text: _quoted(text, head))


def _charset(head: str) -> str:
    named = CHARSET.search(head)
    try:
        return codecs.lookup(named[1]).name if named else "utf-8"
    except LookupError:
        return "latin-1"


def _unquoted(raw: str, head: str) -> str:
    data = quopri.decodestring(raw.encode("utf-8", "surrogateescape"))
    return data.decode(_charset(head), "replace")


def _quoted(text: str, head: str) -> str:
    data = binascii.b2a_qp(text.encode(_charset(head), "replace"), quotetabs=True, istext=False)
    return data.decode("ascii").replace("=\n", "=\r\n")


def _dropped(  # noqa: PLR0913, PLR0917 - a line's four ends and what it is
    source: str, start: int, end: int, value: int, body: int, name: str, number: int, place: Place
) -> Leaf:
    if name in KEEP_LINE:
        segment = Segment(
            value, body, source[value:body], blank="removed" if name == "PRODID" else f"{number}"
        )
    else:
        segment = Segment(start, end, source[value:body])
    return Leaf(f"v:{number}", (segment,), Role.PROPERTY, name, place, removable=True)


def _value(
    source: str, start: int, end: int, name: str, number: int, place: Place
) -> Iterator[Leaf]:
    """A leaf for the value, or one per field."""
    cuts = [start]
    if name in FIELDS:
        cuts += [m.end() + start for m in re.finditer(r"(?<!\\);", source[start:end])]
    for index, begin in enumerate(cuts):
        stop = cuts[index + 1] - 1 if index + 1 < len(cuts) else end
        segments = tuple(_segments(source, begin, stop))
        words = CONTEXT.get(name, ())
        context = words[index] if index < len(words) else name.lower()
        role, context = (Role.CODE, STYLE) if name in WIRED else (Role.BODY, context)
        if segments:
            yield Leaf(f"v:{number}:{index}", segments, role, context, place)


def _segments(
    source: str, start: int, end: int, write: Callable[[str], str] | None = None
) -> Iterator[Segment]:
    """The value without folds: a segment per physical line and item of a list.

    What stands between items is a segment of its own, which no escape touches; parameters
    (``write``) have no items, and of escapes that of a line's end only.
    """
    position = start
    for fold in [*FOLD.finditer(source, start, end), None]:
        stop = fold.start() if fold else end
        if write and stop > position:
            text = source[position:stop].replace("\\n", "\n")
            yield Segment(position, stop, text, write)
        for item in () if write else ITEM.finditer(source, position, stop):
            text = item.group()
            between = text in SEPARATORS
            codec = (text, leaves.same) if between else (_unescape(text), _escape)
            yield Segment(item.start(), item.end(), *codec)
        position = fold.end() if fold else end


def _unescape(raw: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda match: ESCAPES[match.group(1)], raw)


def _escape(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n")


def _word(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", text)


def _in_quotes(text: str) -> str:
    return re.sub(r'["\r]', " ", text).replace("\n", "\\n")


def _parameter(text: str) -> str:
    return re.sub(r"[;:,]", " ", _in_quotes(text))
