"""How much a repository may unpack to, all its objects together."""

from dataclasses import dataclass

from scrubbing.engine.errors import Bomb, TooBig
from scrubbing.engine.limits import MAX_RATIO, MEBIBYTE

FREE = 256 * MEBIBYTE
MOST = 4096 * MEBIBYTE
"""Bytes that go through memory one object after another; they are never held together."""
LARGEST = 64 * MEBIBYTE
"""One object."""
MOST_OBJECTS = 500_000
DEEPEST_CHAIN = 4096
"""Deltas on deltas; git itself makes chains of 50, at most 4095."""
HELD = 256 * MEBIBYTE
"""Objects of one chain that stand in memory together."""


@dataclass(slots=True)
class Budget:
    """Counts down; raises ``Bomb`` when a repository turns out to be far more than its size."""

    left: int

    def take(self, size: int) -> None:
        """``size`` more bytes are made from the upload."""
        self.left -= size
        if self.left < 0:
            raise Bomb("repository")


def budget_for(size: int) -> Budget:
    """The budget of a repository of ``size`` bytes."""
    return Budget(min(MOST, max(FREE, size * MAX_RATIO)))


def check_size(size: int) -> None:
    """Raises ``TooBig`` for an object that is too large on its own."""
    if size > LARGEST:
        raise TooBig("object")
