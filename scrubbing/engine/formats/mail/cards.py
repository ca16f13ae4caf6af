"""iCalendar and vCard: properties and parameters in place, pictures and keys dropped."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from scrubbing.engine import encoding, leaves
from scrubbing.engine.errors import Broken
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import Box, Edit, Extraction, Fact, Place, Role, Toolbox, Untrusted

LINE = re.compile(r"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
FOLD = re.compile(r"\r?\n[ \t]")
HEAD = re.compile(r'(?:"[^"]*"|[^:"])*')
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;:"]*)')
FIELDS = frozenset({"N", "ADR", "ORG"})
"""Properties whose value is several fields with semicolons between them."""
DROPPED = frozenset(
    ["PHOTO", "LOGO", "SOUND", "KEY", "ATTACH", "UID", "PRODID", "X-WR-CALNAME", "REV"]
)
KEEP_LINE = frozenset({"UID", "PRODID"})
"""Dropped values whose line the format wants."""
PLAIN = frozenset(["BEGIN", "END", "VERSION", "METHOD", "CALSCALE"])
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
        """The lines unfolded and without escapes."""
        unfolded = FOLD.sub("", encoding.decode(output).text)
        return tuple(_unescape(line) for line in unfolded.splitlines() if line.strip())


def _leaves(source: str) -> Iterator[Leaf]:
    starts = leaves.line_starts(source)
    position, number = 0, 0
    while position < len(source):
        match = LINE.match(source, position)
        if match is None or match.end() == position:
            raise Broken("card")
        number += 1
        place = Place(line=bisect_right(starts, position))
        if match.group().strip():
            yield from _property(source, position, match.end(), number, place)
        position = match.end()


def _property(source: str, start: int, end: int, number: int, place: Place) -> Iterator[Leaf]:
    raw = source[start:end]
    head = HEAD.match(raw)
    size = head.end() if head else 0
    name = re.split(r"[;:]", raw, maxsplit=1)[0].rpartition(".")[2].strip().upper()
    if name in PLAIN or size >= len(raw.rstrip()):
        return
    body_end = end - (len(raw) - len(raw.rstrip("\r\n")))
    if name in DROPPED:
        yield _dropped(source, start, end, start + size + 1, body_end, name, number, place)
        return
    for index, item in enumerate(PARAMETER.finditer(raw[:size])):
        value = item.group(2)
        if item.group(1).upper() in ("CN", "SENT-BY", "DIR", "MEMBER", "X-ORIGINAL-NAME", "EMAIL"):
            at = start + item.start(2)
            quoted = value.startswith('"')
            segment = Segment(at + quoted, at + len(value) - quoted, value.strip('"'), _parameter)
            yield Leaf(f"v:{number}:p{index}", (segment,), Role.AUTHOR, name, place)
    yield from _value(source, start + size + 1, body_end, name, number, place)


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
        if segments:
            yield Leaf(f"v:{number}:{index}", segments, Role.BODY, context, place)


def _segments(source: str, start: int, end: int) -> Iterator[Segment]:
    """The value without folds: a segment per physical line."""
    position = start
    for fold in [*FOLD.finditer(source, start, end), None]:
        stop = fold.start() if fold else end
        if stop > position:
            yield Segment(position, stop, _unescape(source[position:stop]), _escape)
        position = fold.end() if fold else end


def _unescape(raw: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda match: ESCAPES[match.group(1)], raw)


def _escape(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n")


def _parameter(text: str) -> str:
    return re.sub(r'[";:,\r\n]', " ", text)
