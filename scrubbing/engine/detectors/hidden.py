"""What a file holds out of sight (cross-check X9): hidden text, comments, removed text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubbing.engine.types import Place, Role, Unit

WORD = re.compile(r"(?<!\S)[^\W\d_]{2,}(?:['\u2019-]\w+)?[.,;:!?]?(?!\S)")
WORDS = 4
"""Fewer are names of styles and the like, which every file has out of sight."""
DRAWN = re.compile(
    r"(?:sum|prod|mid|if|val|abs|min|max|sin|cos|tan|atan2|sqrt|ellipse)\s[\w@#$\s.-]+|.*\bChar"
)
"""Formulas of drawn shapes, and names of character styles."""
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
        if name and _says_something(unit.text[:2000]):
            found.setdefault(name, []).append(unit)
    for name, hits in found.items():
        yield Hidden(name, hits[0].locator, hits[0].place, len(hits))


def _says_something(text: str) -> bool:
    return len(WORD.findall(text)) >= WORDS and not DRAWN.fullmatch(text.strip())
