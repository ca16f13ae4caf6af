"""Detection once more, on the output: what it still sees that we did not put there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scrubbing.engine.leaves import by_locator, splice
from scrubbing.engine.policy import Policy
from scrubbing.engine.replace.pools import LEGAL_FORMS, TITLES
from scrubbing.engine.types import Edit, Kind, Span, Unit

SHORTEST = 4
"""Letters of a rest beside a stand-in that are worth a second look."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a second look found: spans of the original, and values without a place there."""

    spans: tuple[Span, ...]
    values: tuple[tuple[Kind, str, float], ...]

    def __bool__(self) -> bool:
        return bool(self.spans or self.values)


@dataclass(frozen=True, slots=True)
class _Original:
    """A unit of the original, its edits, and where in its new text the stand-ins are."""

    unit: Unit
    edits: tuple[Edit, ...]
    issued: tuple[tuple[int, int], ...]


class Expectation:
    """What every unit should read after the edits, and which characters are stand-ins."""

    def __init__(self, units: Sequence[Unit], edits: Sequence[Edit]) -> None:
        grouped = by_locator(edits)
        self._by_locator: dict[str, tuple[str, _Original]] = {}
        self._by_text: dict[str, _Original] = {}
        self._stand_ins = {edit.replacement for edit in edits if edit.replacement}
        for unit in units:
            mine = grouped.get(unit.locator, [])
            text = splice(unit.text, mine)
            original = _Original(unit, tuple(mine), _issued(mine))
            self._by_locator[unit.locator] = (text, original)
            self._by_text.setdefault(text.strip(), original)

    def new(self, units: Sequence[Unit], spans: Iterable[Span], policy: Policy) -> Found:
        """Spans of the output that are no stand-ins, carried back to the original."""
        texts = {unit.locator: unit for unit in units}
        found: list[Span] = []
        values: list[tuple[Kind, str, float]] = []
        for span in spans:
            unit = texts[span.locator]
            if not policy.acts_on(span.kind, span.score):
                continue
            original = self._original(unit)
            issued = original.issued if original else self._occurrences(unit.text)
            for start, end in _rests(unit.text, span, issued):
                back = _back(original, start, end) if original else None
                if original and back:
                    at = replace(span, locator=original.unit.locator, start=back[0], end=back[1])
                    found.append(replace(at, detector=f"again:{span.detector}"))
                whole = (start, end) == (span.start, span.end)
                if whole:
                    values.append((span.kind, unit.text[start:end].strip(), span.score))
        return Found(tuple(found), tuple(values))

    def _original(self, unit: Unit) -> _Original | None:
        expected = self._by_locator.get(unit.locator)
        if expected and expected[0] == unit.text:
            return expected[1]
        return self._by_text.get(unit.text.strip()) if unit.text == unit.text.strip() else None

    def _occurrences(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where stand-ins stand: exact, because none of their words was in the upload."""
        places = []
        for stand_in in self._stand_ins:
            at = text.find(stand_in)
            while at >= 0:
                places.append((at, at + len(stand_in)))
                at = text.find(stand_in, at + 1)
        return tuple(sorted(places))


def _issued(edits: Sequence[Edit]) -> tuple[tuple[int, int], ...]:
    places, moved = [], 0
    for edit in edits:
        start = edit.start + moved
        places.append((start, start + len(edit.replacement)))
        moved += len(edit.replacement) - (edit.end - edit.start)
    return tuple(places)


def _rests(text: str, span: Span, issued: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of a span is no stand-in and says something."""
    cuts = [(start, end) for start, end in issued if start < span.end and span.start < end]
    if not cuts:
        return [(span.start, span.end)]
    rests, last = [], span.start
    for start, end in [*cuts, (span.end, span.end)]:
        if start > last and _says(text[last:start]):
            rests.append((last, start))
        last = max(last, end)
    return rests


def _says(text: str) -> bool:
    words = [word.strip(".,;:()[]'\"").lower() for word in text.split()]
    kept = [word for word in words if word not in TITLES and word not in LEGAL_FORMS]
    return sum(char.isalnum() for word in kept for char in word) >= SHORTEST


def _back(original: _Original, start: int, end: int) -> tuple[int, int] | None:
    """Offsets in the original's text of a stretch of the new text without stand-ins."""
    moved = 0
    for edit in original.edits:
        if edit.start + moved >= end:
            break
        moved += len(edit.replacement) - (edit.end - edit.start)
    first, last = start - moved, end - moved
    return (first, last) if 0 <= first < last <= len(original.unit.text) else None
