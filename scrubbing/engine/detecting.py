"""Detection alone, over lines of text that are each a submission of their own."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from scrubbing.engine.decide import Decider
from scrubbing.engine.errors import Broken
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import detect
from scrubbing.engine.policy import Policy
from scrubbing.engine.reading import Reading
from scrubbing.engine.types import Extraction, Span, Unit

BATCH = 64
KEY = bytes(32)
"""No stand-in leaves this command, so any key will do."""


def lines_of(lines: Iterable[str]) -> Iterator[list[Mapping[str, Any]]]:
    """Lines of JSON in batches; empty lines are skipped. Raises ``Broken``."""
    filled = (line for line in lines if line.strip())
    while batch := list(islice(filled, BATCH)):
        try:
            yield [json.loads(line) for line in batch]
        except ValueError as error:
            raise Broken("JSON lines") from error


def detect_lines(
    batch: Sequence[Mapping[str, Any]], policy: Policy, *, suggestions: bool = False
) -> Iterator[Mapping[str, Any]]:
    """{"id", "spans"} for each line, in order; offsets count code points."""
    units = [Unit(f"line:{index}", str(line["text"])) for index, line in enumerate(batch)]
    spans: dict[str, list[Span]] = {unit.locator: [] for unit in units}
    for span in detect(units):
        spans[span.locator].append(span)
    for line, unit in zip(batch, units, strict=True):
        yield {"id": line["id"], "spans": _line(unit, spans[unit.locator], policy, suggestions)}


def _line(
    unit: Unit, spans: Sequence[Span], policy: Policy, suggestions: bool
) -> list[dict[str, Any]]:
    acted = tuple(span for span in spans if policy.acts_on(span.kind, span.score))
    reading = Reading("", "", Extraction("txt", (unit,)), acted)
    findings = Decider(merge([reading], [], [], KEY), policy).decide([unit], acted).findings
    found = [_span(f.start, f.end, f.kind, f.score, f.detector) for f in findings]
    if suggestions:
        found += [
            {**_span(s.start, s.end, s.kind, round(s.score, 3), s.detector), "suggestion": True}
            for s in spans
            if s.score < policy.rule(s.kind).threshold
            and not any(s.start < f.end and f.start < s.end for f in findings)
        ]
    return sorted(found, key=lambda item: item["start"])


def _span(start: int, end: int, kind: str, score: float, detector: str) -> dict[str, Any]:
    return {"start": start, "end": end, "kind": kind, "score": score, "detector": detector}
