"""The pieces a header is made of: numbers, bits and names, each read within its bounds."""

import struct
from dataclasses import dataclass

from scrubbing.engine.errors import Bomb, Broken
from scrubbing.engine.limits import MAX_MEMBERS

MOST = 4 * MAX_MEMBERS
"""Things of one kind that a header may count."""


@dataclass(slots=True)
class Fields:
    """Reads a header from its first byte on. Raises ``Broken`` at its end, ``Bomb``."""

    data: bytes
    at: int = 0

    def take(self, size: int) -> bytes:
        """The next bytes."""
        piece = self.data[self.at : self.at + size]
        if size < 0 or len(piece) != size:
            raise Broken("7z header")
        self.at += size
        return piece

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        """Up to eight bytes; the ones before the first zero of the first byte say how many."""
        first = self.byte()
        value = 0
        for index in range(8):
            if not first & (0x80 >> index):
                return value | (first & ((0x80 >> index) - 1)) << 8 * index
            value |= self.byte() << 8 * index
        return value

    def count(self) -> int:
        """How many there are of something."""
        number = self.number()
        if number > MOST:
            raise Bomb("members")
        return number

    def word(self) -> int:
        """Four bytes."""
        return int(struct.unpack("<I", self.take(4))[0])

    def bits(self, count: int) -> list[bool]:
        """One bit for each."""
        packed = self.take((count + 7) // 8)
        return [bool(packed[index // 8] & 0x80 >> index % 8) for index in range(count)]

    def defined(self, count: int) -> list[bool]:
        """Which of them have a value."""
        return [True] * count if self.byte() else self.bits(count)

    def digests(self, count: int) -> list[int | None]:
        """Check sums of those that have one."""
        return [self.word() if known else None for known in self.defined(count)]
