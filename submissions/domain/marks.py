"""Where redactions stand in a clean copy: computed once from the findings, kept sealed.

A finding counts characters of the original; what took its place is longer or shorter.
A mark keeps both: ``start`` of the finding, by which its row is found, and ``from`` and
``to`` in the clean text. The surrogate is no original value, but it is sealed with the
preview all the same.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

from scrubbing.engine.types import Finding
from submissions.domain.consent.evidence import plain_place


def marks_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """One mark per finding that was replaced, in reading order of its unit."""
    replaced = [found for found in findings if not found.suggestion]
    # Units in the order in which they were read, so that marks are counted as people read.
    first_seen = {found.locator: order for order, found in reversed([*enumerate(replaced)])}
    ordered = sorted(replaced, key=lambda found: (first_seen[found.locator], found.start))
    marks: list[dict[str, Any]] = []
    for _locator, group in groupby(ordered, key=attrgetter("locator")):
        shift = 0
        for found in group:
            first = found.start + shift
            marks.append(_mark(found, first))
            shift += len(found.surrogate) - (found.end - found.start)
    return marks


def uncertain_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """What scored too low to be removed, where it stands in the copy; its words are not told."""
    everything = list(findings)
    taken = [found for found in everything if not found.suggestion]
    told = []
    for found in (one for one in everything if one.suggestion):
        before = (o for o in taken if o.locator == found.locator and o.end <= found.start)
        shift = sum(len(other.surrogate) - (other.end - other.start) for other in before)
        first = found.start + shift
        told.append({**_mark(found, first), "to": first + found.end - found.start})
    return told


def _mark(found: Finding, first: int) -> dict[str, Any]:
    box = list(found.place.box) if found.place.box else None
    return {
        "kind": found.kind.value,
        "number": found.number,
        "locator": found.locator,
        "start": found.start,
        "from": first,
        "to": first + len(found.surrogate),
        "surrogate": found.surrogate,
        "detector": found.detector[:60],
        "score": found.score,
        "place": plain_place(found.place),
        "page": found.place.page,
        "box": box,
    }
