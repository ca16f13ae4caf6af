"""The search that knows no formats: removed values in any encoding, anywhere in the bytes."""

from collections.abc import Iterable, Iterator, Sequence

import ahocorasick
from lxml import etree

from scrubbing.engine.encoding import is_text
from scrubbing.engine.knowledge import Matcher
from scrubbing.engine.knowledge.matcher import Needle
from scrubbing.engine.verify import forms
from scrubbing.engine.verify.unpack import Piece, pieces

SHORTEST = 5
SCAFFOLD = (
    "w3.org", "openxmlformats.org", "schemas.microsoft.com", "purl.org", "ns.adobe.com",
    "oasis-open", "example.com", "example.org", "example.net", "openoffice.org", "inkscape.org",
)  # fmt: skip
"""Addresses that formats themselves and our own stand-ins contain."""
NAMING = frozenset({"name", "descr", "title", "alt", "author", "tooltip", "label", "value"})
"""Attributes whose single words count as text."""


class RawSearch:
    """Looks for a set of values; ``stand_ins`` that contain one excuse it there."""

    def __init__(self, needles: Sequence[Needle], stand_ins: Iterable[str]) -> None:
        self._folded = ahocorasick.Automaton()
        self._exact = ahocorasick.Automaton()
        self._names = Matcher(needles)
        self._stand_ins = [text.lower() for text in set(stand_ins)]
        for item in needles:
            self._add(item)
        for automaton in (self._folded, self._exact):
            if len(automaton):
                automaton.make_automaton()

    def _add(self, item: Needle) -> None:
        value = item.value
        if len(value) < SHORTEST or any(part in value.lower() for part in SCAFFOLD):
            return
        if item.exact or item.capital:
            for encoding, form in forms.cased(value, upper=not item.exact):
                self._exact.add_word(form, (encoding, form, _tells(value)))
        for encoding, form in () if item.exact or item.capital else forms.spellings(value):
            known = self._folded.get(form, None)
            if known is None or known[0] != "utf-8":
                self._folded.add_word(form, (encoding, form, _tells(value)))
        for piece in forms.base64_pieces(value):
            self._exact.add_word(piece, ("base64", piece, True))

    def find(self, data: bytes) -> str:
        """The encoding in which a value still stands somewhere in ``data``, or ""."""
        return next(self._all(data), "")

    def _all(self, data: bytes) -> Iterator[str]:
        for piece in pieces(data):
            if piece.name and self._names.find(piece.name):
                yield "member name"
            yield from self._in_piece(piece)

    def _in_piece(self, piece: Piece) -> Iterator[str]:
        text = piece.data.decode("latin-1")
        textual = is_text(piece.data) if piece.data else True
        if len(self._folded):
            lowered = text.lower()
            for last, (encoding, form, tells) in self._folded.iter(lowered):
                if self._counts(lowered, last, form, encoding, tells or not textual):
                    yield encoding
        if len(self._exact):
            for last, (encoding, form, tells) in self._exact.iter(text):
                if self._counts(text, last, form, encoding, tells or not textual):
                    yield encoding
        if piece.data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            yield from self._in_markup(piece.data)

    def _counts(self, text: str, last: int, form: str, encoding: str, tells: bool) -> bool:
        """Whether a hit is the value: single words in text are left to the text search."""
        start, end = last - len(form) + 1, last + 1
        if encoding in ("utf-8", "legacy", "plus", "percent", "entities") and not tells:
            return False
        if form[0].isalnum() and start and _word(text[start - 1]) and encoding == "utf-8":
            return False
        if form[-1].isalnum() and end < len(text) and _word(text[end]) and encoding == "utf-8":
            return False
        return not self._excused(text, start, form)

    def _excused(self, text: str, start: int, form: str) -> bool:
        for stand_in in self._stand_ins:
            at = stand_in.find(form.lower())
            begin = max(start - at, 0)
            if at >= 0 and text[begin : begin + len(stand_in)].lower() == stand_in:
                return True
        return False

    def _in_markup(self, data: bytes) -> Iterator[str]:
        """Single words in text nodes and naming attributes of XML members."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root: etree._Element | None = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            return
        for text in _markup_texts(root) if root is not None else ():
            if any(
                not self._is_stand_in(text, hit.start, hit.end) for hit in self._names.find(text)
            ):
                yield "markup"

    def _is_stand_in(self, text: str, start: int, end: int) -> bool:
        return self._excused(text.lower(), start, text[start:end].lower())


def _markup_texts(root: etree._Element) -> Iterator[str]:
    for node in root.iter():
        for text in (node.text, node.tail):
            if text and not text.isspace():
                yield text
        if not isinstance(node.tag, str):
            continue
        for key, value in node.attrib.items():
            local = str(key).rpartition("}")[2].lower()
            if local in NAMING and (local != "name" or " " in value):
                yield str(value)


def _tells(value: str) -> bool:
    """Whether a value is more than one plain word."""
    return not value.isalpha()


def _word(char: str) -> bool:
    return char.isascii() and char.isalnum()
