"""Organisations that a file names (cross-check X5): each once, with how strongly it speaks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubbing.engine.detectors.markings import FRAMING
from scrubbing.engine.types import Kind, Place, Span, Unit

LEAST_SCORE = 0.5
OFTEN = 3
MENTIONED, RECURRING, FRAMED, LETTERHEAD = 0.2, 0.3, 0.6, 0.8
"""Anybody is mentioned in a report; who stands in its header and all through it made it."""
REMOVED = "removed"
INITIALS = re.compile(r"[A-Z0-9]{1,4}")
"""In parts that programs write and the rewriter drops, these are names of formats ("XSL")."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A name as it is written where it was first seen."""

    untrusted_name: str
    locator: str
    place: Place
    weight: float


def find_organisations(units: Sequence[Unit], spans: Sequence[Span]) -> Iterator[Organisation]:
    """Give each organisation of the spans once, in order of appearance."""
    by_locator = {unit.locator: unit for unit in units}
    first: dict[str, tuple[str, Unit]] = {}
    counts: Counter[str] = Counter()
    framed: set[str] = set()
    for span in spans:
        unit = by_locator.get(span.locator)
        if span.kind is not Kind.ORGANIZATION or span.score < LEAST_SCORE or unit is None:
            continue
        name = unit.text[span.start : span.end].strip()
        if unit.place.part == REMOVED and INITIALS.fullmatch(name):
            continue
        key = name.casefold()
        first.setdefault(key, (name, unit))
        counts[key] += 1
        if unit.role in FRAMING:
            framed.add(key)
    for key, (name, unit) in first.items():
        often = counts[key] >= OFTEN
        if key in framed:
            weight = LETTERHEAD if often else FRAMED
        else:
            weight = RECURRING if often else MENTIONED
        yield Organisation(name, unit.locator, unit.place, weight)
