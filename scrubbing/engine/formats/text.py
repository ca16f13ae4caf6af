"""Plain text, Markdown and source code: paragraphs of lines, everything else untouched."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from scrubbing.engine import encoding, leaves
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import (
    Box,
    Edit,
    Extraction,
    Place,
    Role,
    Toolbox,
    Untrusted,
)

LONGEST = 2000
"""Characters after which a paragraph without an empty line is cut at a line's end."""


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
        """The whole text as one string."""
        return (encoding.decode(output).text,)


def _leaves(text: str) -> list[Leaf]:
    starts = leaves.line_starts(text)
    return [
        Leaf(
            locator=f"p:{number}",
            segments=(Segment(start, end, text[start:end]),),
            role=Role.BODY,
            place=Place(line=bisect_right(starts, start)),
        )
        for number, (start, end) in enumerate(_paragraphs(text, starts), start=1)
    ]


def _paragraphs(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines that are not empty, cut after ``LONGEST``."""
    begin: int | None = None
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        if not text[start:end].strip():
            if begin is not None:
                yield begin, start
            begin = None
        elif begin is None:
            begin = start
        elif end - begin > LONGEST:
            yield begin, start
            begin = start
    if begin is not None:
        yield begin, len(text)
