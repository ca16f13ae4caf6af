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


def limits_for(size: int, *, seconds: float | None = None) -> Limits:
    """Bounds for a file of ``size`` bytes before its text is known.

    30 s, 30 s per MB and room for sixty OCR pages at 5 s, at most an hour; the policy's
    or caller's ``seconds`` caps it.
    """
    wall = min(30.0 + 30.0 * size / 1_000_000 + 300.0, 3600.0)
    return Limits(wall_seconds=min(wall, seconds) if seconds is not None else wall)
