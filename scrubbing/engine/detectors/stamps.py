"""Times as programs write them: "2024-01-02T09:00:00Z" is one date, not several numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scrubbing.engine.types import Kind, Span

STAMP = re.compile(
    r"(?<![\w-])(?:(?:\d{4}-\d\d-\d\d[T_ ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?|\d{8}T\d{4}(?:\d\d)?)"
    r"(?: ?Z|[+-]\d\d(?::?\d\d)?)?"
    r"|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d?:\d\d(?::\d\d)?(?: (?:[+-]\d{4}|[A-Z]{1,4}))?(?: \([A-Z]{2,5}\))?)(?![\w-])"
)
PIECES = frozenset({Kind.REFERENCE, Kind.DATE_TIME, Kind.QUANTITY, Kind.ORGANIZATION})
"""What a model takes the pieces of such a time for."""


def whole(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans of one unit; those inside a time become the time, once."""
    stamps = [match.span() for match in STAMP.finditer(text)]
    told: set[tuple[int, int]] = set()
    for span in spans:
        around = next((s for s in stamps if s[0] <= span.start and span.end <= s[1]), None)
        if around is None or span.kind not in PIECES:
            yield span
        elif around not in told:
            told.add(around)
            yield replace(span, start=around[0], end=around[1], kind=Kind.DATE_TIME)
