"""What inner files held and became, remembered while one upload is cleaned.

Each round rewrites the original and reads the output twice. Most members of an archive are
the same bytes with the same edits every time; they are read, rewritten and read again once.
A child lives for one upload, and what is remembered decides nothing but how long it takes.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from scrubbing.engine.types import Extraction

MOST = 100_000_000
"""Characters and bytes remembered; where there is more the oldest goes."""
UNIT = 200
"""Bytes of a unit beside its text, about."""
Kept = TypeVar("Kept")


@dataclass(slots=True)
class _Memory:
    """What is known, with its size, and the size of it all."""

    known: dict[Hashable, tuple[object, int]] = field(default_factory=dict)
    size: int = 0

    def keep(self, key: Hashable, made: object, needed: int) -> None:
        while self.known and self.size + needed > MOST:
            self.size -= self.known.pop(next(iter(self.known)))[1]
        if needed <= MOST:
            self.known[key] = made, needed
            self.size += needed


_NOW: list[_Memory] = []


@contextmanager
def remembering() -> Iterator[None]:
    """While one upload is cleaned."""
    _NOW.append(_Memory())
    try:
        yield
    finally:
        _NOW.pop()


def digest(data: bytes) -> bytes:
    """Names the bytes of an inner file."""
    return hashlib.sha256(data).digest()


def once(key: Hashable, make: Callable[[], Kept], size: Callable[[Kept], int]) -> Kept:
    """What ``make`` gave the first time; what it raises is not remembered."""
    if not _NOW:
        return make()
    memory = _NOW[-1]
    if key in memory.known:
        kept: Kept = memory.known[key][0]  # type: ignore[assignment]  # the key says what it is
        return kept
    made = make()
    memory.keep(key, made, size(made))
    return made


def size_of_extraction(extraction: Extraction) -> int:
    """Bytes that an extraction takes, about."""
    return sum(len(unit.text) + UNIT for unit in extraction.units)


def size_of_texts(texts: Sequence[str]) -> int:
    """Characters of texts."""
    return sum(map(len, texts))
