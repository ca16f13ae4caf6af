"""What a file holds out of sight (cross-check X9): hidden text, comments, removed text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubbing.engine.types import Place, Role, Unit

WORD = re.compile(r"[^\W\d_]{2,}")
WORDS = 3
"""Fewer are names of styles and the like, which every file has out of sight."""
NAMES = {Role.HIDDEN: "hidden_text", Role.COMMENT: "comment_text"}


@dataclass(frozen=True, slots=True)
class Hidden:
    """The first place of a kind and how many there are. Holds no text."""

    name: str
    locator: str
    place: Place
    count: int


def find_hidden(units: Sequence[Unit]) -> Iterator[Hidden]:
    """Give one finding for each kind of hidden text, with the number of its stretches."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        name = NAMES.get(unit.role)
        if name and len(WORD.findall(unit.text[:2000])) >= WORDS:
            found.setdefault(name, []).append(unit)
    for name, hits in found.items():
        yield Hidden(name, hits[0].locator, hits[0].place, len(hits))
