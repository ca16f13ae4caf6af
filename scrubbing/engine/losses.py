"""What a format took out beside the edits, told like any other removal.

A proof reads whole pages, in orders that no single unit has. Where it saw a value, the
format takes its characters away; a person must find them among the findings all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrubbing.engine.decide import Decision
from scrubbing.engine.knowledge import Entry, Knowledge, Matcher, key_of
from scrubbing.engine.knowledge.matcher import Needle
from scrubbing.engine.types import Edit, Finding, Lost, Unit

Row = tuple[Edit, Finding, str]
"""An edit, its finding, and the characters that go."""


def with_lost(
    decision: Decision,
    lost: Sequence[Lost],
    units: Sequence[Unit],
    knowledge: Knowledge,
    needles: Sequence[Needle],
) -> Decision:
    """The decision with an edit and a finding for each loss, under the value that was seen."""
    if not lost:
        return decision
    known = {unit.locator: unit for unit in units}
    matcher = Matcher(needles)
    rows = [
        row
        for one in lost
        if one.locator in known
        for row in _rows(one, known[one.locator], matcher, knowledge)
    ]
    threes = zip(decision.edits, decision.findings, decision.removed, strict=True)
    rows = [*(three for three in threes if not _gives_way(three, lost)), *rows]
    return replace(
        decision,
        edits=tuple(edit for edit, _, _ in rows),
        findings=tuple(finding for _, finding, _ in rows),
        removed=tuple(text for _, _, text in rows),
    )


def _gives_way(row: Row, lost: Sequence[Lost]) -> bool:
    """Whether an edit changes nothing (a year that stays) and stands where something went."""
    edit, _, text = row
    return edit.replacement == text and any(
        one.locator == edit.locator and one.start < edit.end and edit.start < one.end
        for one in lost
    )


def _rows(lost: Lost, unit: Unit, matcher: Matcher, knowledge: Knowledge) -> Iterator[Row]:
    """The edit of one loss, its finding, and the characters that went."""
    entry = _seen(lost.untrusted_said, matcher, knowledge)
    text = unit.text[lost.start : lost.end]
    if entry is None or not text:
        return
    finding = Finding(
        kind=entry.kind,
        detector=f"proof:{entry.source}",
        score=round(entry.score, 3),
        locator=unit.locator,
        place=unit.place,
        start=lost.start,
        end=lost.end,
        digest=knowledge.draw.digest(entry.kind, entry.untrusted_value),
        number=knowledge.numbers()[entry.kind, key_of(entry.untrusted_value)],
        surrogate="",
    )
    yield Edit(unit.locator, lost.start, lost.end, "", entry.kind), finding, text


def _seen(text: str, matcher: Matcher, knowledge: Knowledge) -> Entry | None:
    """The longest value in what was read."""
    hits = sorted(matcher.find(text), key=lambda hit: hit.start - hit.end)
    return knowledge.entries[hits[0].needle.index] if hits else None
