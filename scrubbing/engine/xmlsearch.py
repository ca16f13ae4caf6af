"""Text of an output's XML parts, read by another parser (expat) than the rewriters'."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from scrubbing.engine.errors import Broken


class Collector:
    """Gathers text per paragraph, values of attributes that say something, and comments.

    ``blocks`` are elements whose text is joined, ``breaks`` those that stand for a
    character, ``say`` gets an element, an attribute and its value and gives what of it is
    text, ``read_block`` a block and its text and gives what of that is. All names are without their namespace.
    """

    def __init__(
        self,
        blocks: frozenset[str],
        breaks: Mapping[str, str],
        say: Callable[[str, str, str], tuple[str, ...]],
        read_block: Callable[[str, str], str] = lambda _block, text: text,
    ) -> None:
        self.found: dict[str, None] = {}
        self.paragraphs: list[str] = []
        self._blocks, self._breaks, self._words_of = blocks, breaks, say
        self._read_block = read_block
        self._stack: list[list[str]] = [[]]

    def read(self, data: bytes) -> None:
        """Take in one part. Raises ``Broken`` for what is not XML or declares a type."""
        parser = expat.ParserCreate(namespace_separator="\x1f")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        parser.CommentHandler = self._say
        parser.ProcessingInstructionHandler = self._instruction
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Broken("an output part is not XML") from error
        self._flush()

    def _say(self, text: str) -> None:
        if text.strip():
            self.found[text] = None

    def _instruction(self, target: str, data: str) -> None:
        self._say(f"{target} {data}")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        word = name.rpartition("\x1f")[2]
        if word in self._blocks:
            self._stack.append([])
        elif word in self._breaks:
            self._stack[-1].append(self._breaks[word])
        for key, value in attributes.items():
            for text in self._words_of(word, key.rpartition("\x1f")[2], value):
                self._say(text)

    def _end(self, name: str) -> None:
        if name.rpartition("\x1f")[2] in self._blocks:
            self._flush(name.rpartition("\x1f")[2])
            if len(self._stack) > 1:
                self._stack.pop()

    def _flush(self, block: str = "") -> None:
        text = self._read_block(block, "".join(self._stack[-1]))
        self._stack[-1].clear()
        if text.strip():
            self._say(text)
            self.paragraphs.append(text)

    def _text(self, text: str) -> None:
        self._stack[-1].append(text)


def _refuse(*_: object) -> None:
    raise Broken("an output part with a document type declaration")
