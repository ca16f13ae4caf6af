"""How much one file may take: time, memory, output, depth. Seconds and bytes."""

from dataclasses import dataclass

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
MAX_TEXT = 64 * 1_000_000
"""Characters of extracted text in one file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one confined child.

    ``wall_seconds`` ends in ``TooSlow``, ``memory_bytes`` in ``OutOfMemory``;
    ``output_bytes`` bounds each file it writes.
    """

    wall_seconds: float = 50.0
    memory_bytes: int = 1_800 * MEBIBYTE
    output_bytes: int = 1024 * MEBIBYTE


ROUNDS = 3
"""How often a file may be rewritten and looked at again."""

ROOM = 60
"""OCR pages there is time for in any case: how many there are is not known before reading."""

MOST_SECONDS = 3600.0


def limits_for(size: int, *, seconds: float | None = None) -> Limits:
    """Bounds for a file of ``size`` bytes before its text is known; ``seconds`` caps them."""
    return _bounds(_wall(size, ROOM), seconds)


def limits_after(text: int, pages: int, *, seconds: float | None = None) -> Limits:
    """Bounds for cleaning a file of so much extracted text and so many pages or pictures.

    A large file with little text gets little time, a small archive that holds much text
    enough. Every round may read all of it again.
    """
    return _bounds(max(_wall(0, ROOM), ROUNDS * _wall(text, pages)), seconds)


def _wall(size: int, pages: int) -> float:
    """30 s, 30 s per MB and 5 s per page that is read from pixels."""
    return 30.0 + 30.0 * size / 1_000_000 + 5.0 * pages


def _bounds(wall: float, seconds: float | None) -> Limits:
    most = MOST_SECONDS if seconds is None else min(MOST_SECONDS, seconds)
    return Limits(wall_seconds=min(wall, most))
