"""Plain text, Markdown and source code: paragraphs of lines, everything else untouched."""

from collections.abc import Sequence

from scrubbing.engine import encoding, leaves
from scrubbing.engine.leaves import Leaf
from scrubbing.engine.paragraphs import TERMINAL, paragraphs, shown
from scrubbing.engine.types import Box, Edit, Extraction, Toolbox, Untrusted


class TextHandler:
    """Lines joined to paragraphs, so that a name broken over two lines is one."""

    name = "text"
    formats = ("txt", "md", "code")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """A unit per paragraph; ``Place.line`` is its first line."""
        text = encoding.decode(untrusted.data).text
        return Extraction("txt", leaves.units(_leaves(text)))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The same bytes but for the edits, in the same encoding."""
        decoded = encoding.decode(untrusted.data)
        return decoded.encode(leaves.rewrite(decoded.text, _leaves(decoded.text), edits))

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """The whole text as one string, and as a terminal shows it."""
        text = encoding.decode(output).text
        return (text, TERMINAL.sub("", text))


def _leaves(text: str) -> list[Leaf]:
    return [shown(leaf) for leaf in paragraphs(text)]
