"""Knowledge as a value: entries, the table of stand-ins, what people exempted."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scrubbing.engine.knowledge.matcher import Matcher, Needle, key_of, needle
from scrubbing.engine.replace import Draw, Words
from scrubbing.engine.types import Kind

SHORTEST_BACKWARDS = 8
"""Letters; of shorter words too many are another word when read backwards."""
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that files hold in the order of reading or of drawing, whichever they like."""


class Source(StrEnum):
    """Who says that a value has to go; the first in this order wins."""

    DECLARED = "declared"
    PERSON = "person"
    FOUND = "found"
    FACT = "fact"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Entry:
    """One value. ``everywhere`` says whether it is looked for beyond where it was found.

    ``number`` counts the values of its kind in the submission. ``exact`` and ``capital``
    are the guards of its needle. ``of`` is the squeezed value it is another spelling of;
    both have one number.
    """

    untrusted_value: str
    kind: Kind
    source: Source
    number: int
    everywhere: bool = True
    exact: bool = False
    capital: bool = False
    score: float = 1.0
    of: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Key, entries, stand-ins and exemptions of one submission at one moment."""

    key_hex: str
    entries: tuple[Entry, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    avoid: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    """Squeezed values that a person called not private everywhere."""

    @property
    def draw(self) -> Draw:
        """The keyed choices of this submission."""
        return Draw(bytes.fromhex(self.key_hex))

    def stand_ins(self, *, gendered: bool = False) -> Words:
        """The table of stand-ins, to draw from and to add to."""
        return Words(self.draw, self.words, self.avoid, gendered=gendered)

    def numbers(self) -> dict[tuple[Kind, str], int]:
        """The number of each known value, by kind and squeezed value."""
        return {(e.kind, key_of(e.untrusted_value)): e.number for e in self.entries}

    def matcher(self) -> Matcher:
        """The automaton of all values that are looked for everywhere."""
        return Matcher(self.needles())

    def told(self) -> Matcher:
        """The automaton of declared names alone."""
        return Matcher(
            item for item in self.needles() if self.entries[item.index].source is Source.DECLARED
        )

    def needles(self) -> list[Needle]:
        """Needles of what is looked for everywhere; a needle's index is its entry's.

        What a person declared is looked for backwards too, and whatever is written from
        right to left: a page may hold it in the order in which it was drawn.
        """
        found = []
        for index, entry in enumerate(self.entries):
            if not entry.everywhere:
                continue
            value = entry.untrusted_value
            found.append(needle(value, index, exact=entry.exact, capital=entry.capital))
            found += [needle(turned, index) for turned in _backwards(entry)]
        return found


def _backwards(entry: Entry) -> Iterator[str]:
    value = entry.untrusted_value
    if RIGHT_TO_LEFT.search(value):
        # letters joined into one character turn as one, or one by one
        yield from dict.fromkeys((value[::-1], unicodedata.normalize("NFKC", value)[::-1]))
    elif (
        entry.source in (Source.DECLARED, Source.PERSON)
        and not entry.exact
        and len(key_of(value)) >= SHORTEST_BACKWARDS
    ):
        yield value[::-1]
