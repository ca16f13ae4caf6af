"""Many detectors' spans made into one list without overlaps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from scrubbing.engine.types import Kind, Span

ORDER: tuple[Kind, ...] = (
    Kind.MANUAL,
    Kind.DECLARED,
    Kind.SECRET,
    Kind.BANK_ACCOUNT,
    Kind.CARD,
    Kind.CRYPTO,
    Kind.EMAIL,
    Kind.SOCIAL_ID,
    Kind.HEALTH_ID,
    Kind.TAX_ID,
    Kind.IDENTITY_DOCUMENT,
    Kind.DATE_OF_BIRTH,
    Kind.MAC_ADDRESS,
    Kind.IP_ADDRESS,
    Kind.URL,
    Kind.COORDINATE,
    Kind.PHONE,
    Kind.LICENCE_PLATE,
    Kind.PATH,
    Kind.HOST,
    Kind.ADDRESS,
    Kind.USERNAME,
    Kind.REFERENCE,
    Kind.PERSON,
    Kind.ORGANIZATION,
    Kind.LOCATION,
    Kind.DATE_TIME,
    Kind.DEMOGRAPHIC,
    Kind.QUANTITY,
)
"""Of two kinds that claim the same characters, the earlier names them."""
RANK = {kind: rank for rank, kind in enumerate(ORDER)}
SURE = 0.5
PLACES = frozenset({Kind.ADDRESS, Kind.LOCATION})
GAP = 2
"""Characters between the parts of an address: a comma and a blank, or a line's end."""


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Give the union of all spans, in order of locator and place, without overlap.

    Spans that share a character become one: from the first character of any to the last
    of any, of the kind that ranks first among the sure ones, with the best score of that
    kind. A doubtful span never widens a sure one; what it has beyond stays doubtful.
    """
    ordered = sorted(spans, key=attrgetter("locator", "start"))
    merged: list[Span] = []
    for _, group in groupby(ordered, key=attrgetter("locator")):
        members = list(group)
        sure = list(_addresses(_united([span for span in members if span.score >= SURE])))
        doubtful = _united([span for span in members if span.score < SURE])
        rest = (piece for span in doubtful for piece in _outside(span, sure))
        merged += sorted([*sure, *rest], key=attrgetter("start"))
    return tuple(merged)


def _united(spans: Sequence[Span]) -> Iterator[Span]:
    cluster: list[Span] = []
    end = -1
    for span in spans:
        if cluster and span.start >= end:
            yield _one(cluster)
            cluster = []
        cluster.append(span)
        end = max(end, span.end) if len(cluster) > 1 else span.end
    if cluster:
        yield _one(cluster)


def _addresses(spans: Iterable[Span]) -> Iterator[Span]:
    """Join the lines of an address: street, post code and town with a comma between."""
    last: Span | None = None
    for span in spans:
        if last and _one_address(last, span):
            last = replace(last, end=span.end, kind=Kind.ADDRESS)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _one_address(left: Span, right: Span) -> bool:
    kinds = {left.kind, right.kind}
    return Kind.ADDRESS in kinds and kinds <= PLACES and right.start - left.end <= GAP


def _one(cluster: Sequence[Span]) -> Span:
    best = min(cluster, key=lambda span: (RANK.get(span.kind, len(RANK)), -span.score))
    return replace(best, start=min(s.start for s in cluster), end=max(s.end for s in cluster))


def _outside(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """Give what of a doubtful span no sure one covers."""
    start = span.start
    for other in taken:
        if other.end <= start or other.start >= span.end:
            continue
        if other.start > start:
            yield replace(span, start=start, end=other.start)
        start = max(start, other.end)
    if start < span.end:
        yield replace(span, start=start)
