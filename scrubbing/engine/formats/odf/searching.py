"""Read all text of an output with another XML parser (expat) than the rewriter's."""

import re
from collections.abc import Iterator, Sequence
from xml.parsers import expat

from scrubbing.engine.errors import Broken
from scrubbing.engine.formats.odf.plain import is_plain
from scrubbing.engine.types import Toolbox
from scrubbing.engine.zipbox import Members

_BLOCKS = frozenset({"p", "h", "title", "desc", "note-body", "ruby-text"})
_BREAKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_OURS = re.compile(
    r"mimetype|META-INF/manifest\.xml|(?:Object [0-9]+/)?(?:content|styles)\.xml|settings\.xml"
    r"|Pictures/image[0-9]+\.[a-z]{3,4}|(?:\./)?Object [0-9]+/?|/|Pictures/image[0-9]+"
)
_ESCAPED = re.compile(r"_([0-9a-fA-F]{1,4})_")


class _Collector:
    """Gathers text per paragraph and attribute values that say something."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}
        self.paragraphs: list[str] = []
        self._stack: list[list[str]] = [[]]
        self._parser = expat.ParserCreate(namespace_separator="\x1f")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.CommentHandler = self._say

    def read(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Broken("an output part is not XML") from error
        self._flush()

    def _say(self, text: str) -> None:
        if text.strip():
            self.found[text] = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        word = name.rpartition("\x1f")[2]
        if word in _BLOCKS:
            self._stack.append([])
        elif word in _BREAKS:
            self._stack[-1].append(_BREAKS[word])
        for key, value in attributes.items():
            if not is_plain(key.rpartition("\x1f")[2], value) and not _OURS.fullmatch(value):
                self._say(value)
                if "_" in value:
                    self._say(_ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), value))

    def _end(self, name: str) -> None:
        if name.rpartition("\x1f")[2] in _BLOCKS:
            self._flush()
            if len(self._stack) > 1:
                self._stack.pop()

    def _flush(self) -> None:
        text = "".join(self._stack[-1])
        self._stack[-1].clear()
        if text.strip():
            self._say(text)
            self.paragraphs.append(text)

    def _text(self, text: str) -> None:
        self._stack[-1].append(text)


def _refuse(*_: object) -> None:
    raise Broken("an output part with a document type declaration")


def texts(output: bytes, toolbox: Toolbox) -> Sequence[str]:
    """All text in an output, names of members and inner files included."""
    members = Members(output)
    return [text for name in members.names for text in _member(name, members, toolbox)]


def _member(name: str, members: Members, toolbox: Toolbox) -> Iterator[str]:
    if not _OURS.fullmatch(name):
        yield name
    data = members.read(name)
    if name in {"META-INF/manifest.xml", "settings.xml"}:
        return  # written by us from our own words
    if name.endswith(".xml"):
        collector = _Collector()
        collector.read(data)
        yield from collector.found
        yield "\n".join(collector.paragraphs)
    elif name.startswith("Pictures/"):
        yield from toolbox.texts(name.rpartition("/")[2], data)
