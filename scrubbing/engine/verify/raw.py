"""The search that knows no formats: removed values in any encoding, anywhere in the bytes."""

from collections.abc import Iterable, Iterator, Sequence

import ahocorasick
from lxml import etree

from scrubbing.engine.addresses import ELEMENTS, is_address_in_part, without_addresses
from scrubbing.engine.encoding import is_text
from scrubbing.engine.knowledge import Matcher
from scrubbing.engine.knowledge.coded import decoded
from scrubbing.engine.knowledge.matcher import Needle
from scrubbing.engine.verify import forms, scaffold
from scrubbing.engine.verify.given import is_given
from scrubbing.engine.verify.unpack import Piece, pieces
from scrubbing.engine.xmlwords import is_built_in

SHORTEST = 5
SCAFFOLD = (
    "w3.org", "openxmlformats.org", "schemas.microsoft.com", "purl.org", "ns.adobe.com",
    "oasis-open", "example.com", "example.org", "example.net", "openoffice.org", "inkscape.org",
)  # fmt: skip
"""Addresses that formats themselves and our own stand-ins contain."""
NAMING = frozenset({"descr", "alt", "author", "tooltip"})
"""Attributes whose single words count as text."""
PLAIN_FORMS = frozenset({"utf-8", "legacy", "plus", "percent", "entities"})
"""Forms in which a single word may be a word of the format itself."""
READABLE = PLAIN_FORMS - {"legacy"}
"""Forms that the search of texts reads too, and by its rules."""
FONTS = (b"\0\1\0\0", b"true", b"OTTO", b"ttcf", *(bytes((1, 0, 4, size)) for size in range(1, 5)))
"""How programs of fonts begin: TrueType, OpenType, collections, and CFF."""
CHANCE = 7
"""Digits; the outlines of usual fonts are full of short rows of bytes that read like digits."""
AROUND = 64
"""Bytes on each side of a value that tell whether it is one."""


class RawSearch:
    """Looks for a set of values; ``stand_ins`` that contain one excuse it there.

    Needles in ``told`` are looked for though they are also names of usual fonts.
    """

    def __init__(
        self,
        needles: Sequence[Needle],
        stand_ins: Iterable[str],
        told: frozenset[int] = frozenset(),
    ) -> None:
        self._folded = ahocorasick.Automaton()
        self._exact = ahocorasick.Automaton()
        self._names = Matcher(needles)
        self._told = told
        self._stand_ins = [text.lower() for text in set(stand_ins)]
        for item in needles:
            if _is_sought(item) and (item.index in told or not is_built_in(item.value)):
                self._add(item)
        for automaton in (self._folded, self._exact):
            if len(automaton):
                automaton.make_automaton()

    def _add(self, item: Needle) -> None:
        value, tells, told = item.value, _tells(item.value), item.index in self._told
        if item.exact or item.capital:
            cased = value if item.exact else value[:1].upper() + value[1:]
            for encoding, form in forms.cased(cased, upper=not item.exact):
                self._exact.add_word(form, (encoding, form, tells, told))
        else:
            for encoding, form in forms.spellings(value):
                known = self._folded.get(form, None)
                if known is None or known[0] not in PLAIN_FORMS or (told and not known[3]):
                    self._folded.add_word(form, (encoding, form, tells, told))
        for piece in forms.base64_pieces(value):
            self._exact.add_word(piece, ("base64", piece, True, told))

    def find(self, data: bytes) -> str:
        """The encoding in which a value still stands somewhere in ``data``, or ""."""
        return next(self._all(data), "")

    def _all(self, data: bytes) -> Iterator[str]:
        for piece in pieces(data):
            if piece.name and self._in_name(piece.name):
                yield "member name"
            yield from self._in_piece(piece)

    def _in_name(self, name: str) -> bool:
        return any(
            not scaffold.is_part_name(name[hit.start : hit.end])
            and not self._excused(name.lower(), hit.start, name[hit.start : hit.end])
            for hit in self._names.find(name)
        )

    def _in_piece(self, piece: Piece) -> Iterator[str]:
        text = piece.data.decode("latin-1")
        packed = piece.data.startswith((b"PK", b"%PDF"))
        opaque = bool(piece.data) and not packed and not is_text(piece.data)
        plain_text = piece.frame or not (packed or opaque)
        found = self._in_text(text, opaque=opaque, plain_text=plain_text)
        font = opaque and piece.data.startswith(FONTS)
        yield from (name for name, form in found if not (font and _by_chance(form)))
        if not (packed or opaque):
            said = decoded(source := _as_utf8(text))
            if said is not source:
                bytes_of = said.encode("utf-8", "replace").decode("latin-1")
                found = self._in_text(bytes_of, opaque=False, plain_text=True)
                yield from (name for name, _ in found)
        if piece.data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            yield from self._in_markup(piece.data)

    def _in_text(self, text: str, *, opaque: bool, plain_text: bool) -> Iterator[tuple[str, str]]:
        """Give the encoding and the form of each value that stands in a text."""
        lowered = text.lower()
        for automaton, haystack in ((self._folded, lowered), (self._exact, text)):
            if not len(automaton):
                continue
            for last, (encoding, form, tells, told) in automaton.iter(haystack):
                start = last - len(form) + 1
                if self._counts(lowered, last, form, encoding, tells or opaque) and (
                    not plain_text
                    or encoding not in READABLE
                    or (
                        self._stands(text, start, last + 1)
                        and (told or not is_given(text, start, last + 1))
                    )
                ):
                    yield encoding, form

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether what reads like a value is one where it stands, by the rules of all texts.

        "5026" is no word of "5026.1", and a name that needs a capital has none in "webicons".
        """
        if is_address_in_part(text, start, end):
            return False
        begin = max(0, start - AROUND)
        window = text[begin : end + AROUND]
        said = _as_utf8(window[: start - begin]), _as_utf8(text[start:end])
        first = len(said[0])
        hits = self._names.find("".join((*said, _as_utf8(window[end - begin :]))))
        return any(hit.start < first + len(said[1]) and first < hit.end for hit in hits)

    def _counts(self, text: str, last: int, form: str, encoding: str, tells: bool) -> bool:
        """Whether a hit is the value: single words in text are left to the text search."""
        start, end = last - len(form) + 1, last + 1
        if encoding in PLAIN_FORMS and not tells:
            return False
        if encoding in PLAIN_FORMS and _inside_word(text, start, end):
            return False
        return not self._excused(text, start, form)

    def _excused(self, lowered: str, start: int, form: str) -> bool:
        for stand_in in self._stand_ins:
            at = stand_in.find(form.lower())
            if at >= 0 and lowered.startswith(stand_in, max(start - at, 0)):
                return True
        return False

    def _in_markup(self, data: bytes) -> Iterator[str]:
        """Single words inside text nodes and naming attributes of XML members.

        At a node's ends nothing can be said: the next run may go on with the word.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root: etree._Element | None = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            return
        for text in _markup_texts(root) if root is not None else ():
            for hit in self._names.find(text):
                inside = hit.start > 0 and hit.end < len(text)
                form = text[hit.start : hit.end]
                if inside and not self._excused(text.lower(), hit.start, form):
                    yield "markup"


def _by_chance(form: str) -> bool:
    """Say whether a value is so few digits that outlines of a font may read like it."""
    return form.isascii() and form.isdigit() and len(form) <= CHANCE


def _as_utf8(text: str) -> str:
    """Bytes that were taken for Latin-1 letters, as the text they are."""
    return text.encode("latin-1").decode("utf-8", "replace")


def _is_sought(item: Needle) -> bool:
    """Whether a value is long enough, and no word that formats are built of."""
    lowered = item.value.lower()
    return len(item.value) >= SHORTEST and not any(part in lowered for part in SCAFFOLD)


def _markup_texts(root: etree._Element) -> Iterator[str]:
    for node in root.iter():
        formula = str(node.tag).rpartition("}")[2] in ELEMENTS
        for text in (without_addresses(node.text or "") if formula else node.text, node.tail):
            if text and not text.isspace():
                yield text
        if isinstance(node.tag, str):
            for key, value in node.attrib.items():
                if str(key).rpartition("}")[2].lower() in NAMING:
                    yield f" {value!s} "


def _tells(value: str) -> bool:
    """Whether a value is more than one plain word."""
    return not value.isalpha()


def _inside_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if text[start:end].isdigit() and after == "." and text[end + 1 : end + 2].isdigit():
        return True  # a longer number: a coordinate, a width
    return (_word(before) and text[start].isalnum()) or (_word(after) and text[end - 1].isalnum())


def _word(char: str) -> bool:
    return char.isascii() and char.isalnum()
