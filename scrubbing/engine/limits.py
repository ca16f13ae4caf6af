"""How much one file may take: time, memory, output, depth. Seconds and bytes."""

from dataclasses import dataclass, replace

MEBIBYTE = 1024 * 1024

MAX_DEPTH = 4
"""How many containers may stand above a file (an archive in a mail in an archive …)."""

MAX_MEMBERS = 20_000
"""How many members one container may have."""

MAX_RATIO = 200
"""How many times its packed size a container may unpack to, beyond ``FREE_BYTES``."""

FREE_BYTES = 16 * MEBIBYTE
"""Below this a high ratio is no danger: an empty sheet packs a thousandfold."""

MAX_UNPACKED = 1024 * MEBIBYTE
MAX_INPUT = 512 * MEBIBYTE
MAX_TAGS = 2_000_000
"""Tags of one page or document of markup: a book has 100,000, a table of a million cells more."""
MAX_TEXT = 64 * 1_000_000
"""Characters of extracted text in one file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one confined child.

    ``wall_seconds`` ends in ``TooSlow``, ``memory_bytes`` in ``OutOfMemory``;
    ``output_bytes`` bounds each file it writes.

    With ``slack`` above 1 the seconds are those of the processor, so that a busy machine
    refuses no file; by the clock it may take so many times as long.
    """

    wall_seconds: float = 50.0
    memory_bytes: int = 1_800 * MEBIBYTE
    output_bytes: int = 1024 * MEBIBYTE
    slack: float = 1.0
    most_seconds: float | None = None
    """A job that tells what it reads has its time by that, up to so much."""

    def longest(self) -> float:
        """Seconds by the clock after which it is over whatever happens."""
        return max(self.wall_seconds, self.most_seconds or 0.0) * self.slack


SECONDS_OF_PAGE = 5.0

ROUNDS = 3
"""How often a file may be rewritten and looked at again."""

ROOM = 60
"""OCR pages there is time for in any case, where nobody tells how many there are."""

MOST_SECONDS = 3600.0

SLACK = 4.0
"""How many times its processor seconds a file may take by the clock of a busy machine."""


def limits_for(size: int, *, seconds: float | None = None) -> Limits:
    """Bounds for a file of ``size`` bytes before its text is known; ``seconds`` caps them."""
    return _bounds(_wall(size, ROOM), seconds)


def limits_of_reading(size: int, *, seconds: float | None = None) -> Limits:
    """Bounds for reading a file of ``size`` bytes, which stands for its text until it is told.

    Pages read from pixels are told one by one, the text once all is there: see ``told``.
    """
    first = _bounds(_wall(size, 0), seconds)
    return replace(first, most_seconds=_most(seconds))


def told(limits: Limits, text: int | None, pages: int) -> float:
    """Seconds of a job that told so much text (None: not yet) and so many pages so far."""
    if limits.most_seconds is None:
        return limits.wall_seconds
    by_text = limits.wall_seconds if text is None else _wall(text, 0)
    return min(by_text + SECONDS_OF_PAGE * pages, limits.most_seconds)


def limits_after(text: int, pages: int, *, seconds: float | None = None) -> Limits:
    """Bounds for cleaning a file of so much extracted text and so many pages or pictures.

    A large file with little text gets little time, a small archive that holds much text
    enough. Every round may read all of it again.
    """
    return _bounds(max(_wall(0, ROOM), ROUNDS * _wall(text, pages)), seconds)


LETTERS_PER_PAGE = 2_000
"""Characters of a document that make about a page when it is laid out."""


def limits_of_preview(text: int, pages: int, *, seconds: float | None = None) -> Limits:
    """Bounds for showing a file of so much extracted text and so many pages and pictures.

    Every page is drawn once; a document whose pages are not known has as many as its
    text fills.
    """
    return _bounds(_wall(text, max(pages, -(-text // LETTERS_PER_PAGE))), seconds)


def _wall(size: int, pages: int) -> float:
    """30 s, 30 s per MB and 5 s per page that is read from pixels."""
    return 30.0 + 30.0 * size / 1_000_000 + SECONDS_OF_PAGE * pages


def _bounds(wall: float, seconds: float | None) -> Limits:
    return Limits(wall_seconds=min(wall, _most(seconds)), slack=SLACK)


def _most(seconds: float | None) -> float:
    return MOST_SECONDS if seconds is None else min(MOST_SECONDS, seconds)
