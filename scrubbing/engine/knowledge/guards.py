"""Which values are looked for beyond where they were found, and how strictly.

A name in one place is an ordinary word in another: "Will", "May", "Level". What the
submission itself writes in small letters, what is an everyday word, and what the model saw
only in doubt stays where it was found.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scrubbing.engine.knowledge.book import Entry, Source
from scrubbing.engine.knowledge.common import AMBIGUOUS, is_plain, is_rare
from scrubbing.engine.reading import Reading
from scrubbing.engine.replace import squeeze
from scrubbing.engine.types import Kind

TOKEN = re.compile(r"[^\W\d_]+", re.UNICODE)
NAMES = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.LOCATION})
CELL = re.compile(r"[A-Za-z]{1,3}\d{1,7}")
"""The shape of a cell's address: as a name that was found it stays where it was found."""
COUNTED = re.compile(r"([a-z]+)[-_.]?\d{1,3}")
"""What programs call their things, one after the other: "item7"."""
THINGS = frozenset(
    {
        "page", "img", "id", "toc", "nav", "html", "xhtml", "pg", "div", "col", "cell", "frame",
        "slide", "sheet", "rect", "path", "layer", "node", "anchor",
    }
)  # fmt: skip
"""Such words that are no ordinary ones, or surnames too."""
LOCAL_ONLY = frozenset(
    {Kind.DATE_TIME, Kind.DEMOGRAPHIC, Kind.QUANTITY, Kind.MANUAL, Kind.FACE, Kind.BARCODE}
)
"""Kinds that go where they were found and are not looked for elsewhere."""
EXACT = frozenset({Kind.SECRET, Kind.PATH, Kind.URL, Kind.USERNAME})
SHORTEST_NAME = 3
SHORTEST_NUMBER = 5
SHORTEST_SECRET = 6
SPREADS = 0.65
"""A single word that was taken for a name with less than this is taken for one there only."""
OFTEN = 3
"""So often in small letters, and more often than with a capital, a name's part is a word."""


@dataclass(frozen=True, slots=True)
class Ordinary:
    """Squeezed words that the submission writes in small letters; those it does so ``often``."""

    seen: frozenset[str]
    often: frozenset[str] = frozenset()


def guarded(entry: Entry, ordinary: Ordinary) -> Entry:
    """The entry with the guards its value needs, so that ordinary words survive."""
    value, key = entry.untrusted_value, squeeze(entry.untrusted_value)
    if entry.source in (Source.DECLARED, Source.PERSON):
        return replace(entry, exact=entry.exact or not key)
    if entry.kind in LOCAL_ONLY:
        return replace(entry, everywhere=False)
    if entry.kind in NAMES:
        return _guarded_name(entry, key, ordinary)
    exact = entry.kind in EXACT or not key
    return replace(entry, exact=exact, everywhere=_tells(entry.kind, value, key))


def _guarded_name(entry: Entry, key: str, ordinary: Ordinary) -> Entry:
    if CELL.fullmatch(entry.untrusted_value):
        return replace(entry, everywhere=False)
    words = TOKEN.findall(entry.untrusted_value)
    if words and all(len(word) == 1 for word in words):
        return replace(entry, everywhere=False)  # letters of a table or of a list
    if len(words) > 1:
        # "medical center" is no name because a "Medical Center" was one.
        everyday = entry.kind is not Kind.PERSON and not any(is_rare(squeeze(w)) for w in words)
        return replace(entry, capital=everyday, everywhere=len(key) > SHORTEST_NAME)
    plain = key in AMBIGUOUS or key in ordinary.often or is_plain(entry.untrusted_value)
    if entry.source is Source.DERIVED and entry.kind is Kind.PERSON and is_rare(key):
        # Part of a whole name and no everyday word: it is that name in lower case too.
        return replace(entry, capital=False, everywhere=not plain)
    tells = len(key) >= SHORTEST_NAME and key not in ordinary.seen and not plain
    return replace(
        entry,
        capital=True,
        everywhere=tells and (entry.score >= SPREADS or entry.source is not Source.FOUND),
    )


def _tells(kind: Kind, value: str, key: str) -> bool:
    """Whether a value is distinctive enough to be looked for elsewhere."""
    if kind is Kind.SECRET:
        digits = any(char.isdigit() for char in value)
        return len(value) >= SHORTEST_SECRET and (digits or len(value) > SHORTEST_SECRET + 2)
    if kind is Kind.USERNAME:
        return len(key) > SHORTEST_NAME and key not in AMBIGUOUS
    counted = COUNTED.fullmatch(value) if kind is Kind.REFERENCE else None
    if counted and (counted[1] in THINGS or is_plain(counted[1])):
        return False
    if any(char.isdigit() for char in key):
        return len(key) >= SHORTEST_NUMBER
    return len(key) > SHORTEST_NUMBER and key not in AMBIGUOUS


def ordinary_words(readings: Sequence[Reading], entries: Iterable[Entry]) -> Ordinary:
    """Single-word values that the submission itself also writes in lower case.

    Words that were found as names in small letters are not counted against a name.
    """
    candidates = {
        squeeze(entry.untrusted_value)
        for entry in entries
        if entry.kind in NAMES and entry.untrusted_value[:1].isupper()
        and TOKEN.fullmatch(entry.untrusted_value.strip())
    }  # fmt: skip
    if not candidates:
        return Ordinary(frozenset())
    tokens: Counter[str] = Counter()
    for reading in readings:
        for unit in reading.extraction.units:
            tokens.update(TOKEN.findall(_without_addresses(unit.text)))
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for token, count in tokens.items():
        if (key := squeeze(token)) in candidates:
            (small if token.islower() else large)[key] += count
    found = _found_small(readings)
    return Ordinary(
        frozenset(small),
        frozenset(
            key for key, count in small.items()
            if count >= OFTEN and count > large[key] and key not in found
        ),
    )  # fmt: skip


def _found_small(readings: Sequence[Reading]) -> frozenset[str]:
    """Words in small letters that a detector took for a name."""
    found: set[str] = set()
    for reading in readings:
        texts = {unit.locator: unit.text for unit in reading.extraction.units}
        for span in reading.spans:
            if span.kind in NAMES:
                value = texts.get(span.locator, "")[span.start : span.end]
                found.update(squeeze(word) for word in TOKEN.findall(value) if word.islower())
    return frozenset(found)


def _without_addresses(text: str) -> str:
    """Text without e-mail addresses, hosts and identifiers, where names are lower case."""
    return re.sub(r"\S*[@_/\\.]\w\S*", " ", text)
