"""All units as one text, so that each expression runs once and not once per cell."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubbing.engine.types import Kind, Span, Unit

SEPARATOR = "\n\ue000\n"
"""A private-use character: neither a space nor a letter to any expression."""
PORTION = 50_000
"""Characters joined at once: Presidio's recognisers were seen to take 3 kB per character."""
CONTEXT_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Joined:
    """Units that differ, their joined text with contexts, and where each begins in it.

    ``lowered`` has the same length as ``text``. ``twins`` are all units that say the
    same as a unit, itself included: what is found in one is found in all.
    """

    text: str
    lowered: str
    starts: Sequence[int]
    ends: Sequence[int]
    twins: Sequence[Sequence[Unit]]

    def spans(
        self, start: int, end: int, kind: Kind, score: float, detector: str
    ) -> Iterator[Span]:
        """Give a stretch of the joined text as spans; nothing where it is not in a unit."""
        index = bisect_right(self.starts, start) - 1
        if index < 0 or end > self.ends[index] or end <= start:
            return
        begin = self.starts[index]
        for unit in self.twins[index]:
            yield Span(unit.locator, start - begin, end - begin, kind, score, detector)

    def pieces(
        self, start: int, end: int, kind: Kind, score: float, detector: str
    ) -> Iterator[Span]:
        """Give a stretch that may run over several units as one span in each of them."""
        index = max(0, bisect_right(self.starts, start) - 1)
        while index < len(self.starts) and self.starts[index] < end:
            left, right = max(start, self.starts[index]), min(end, self.ends[index])
            yield from self.spans(left, right, kind, score, detector)
            index += 1

    def unit_at(self, position: int) -> Unit | None:
        """Give the unit at a position of the joined text; None on a separator or context."""
        index = bisect_right(self.starts, position) - 1
        return self.twins[index][0] if index >= 0 and position < self.ends[index] else None


def lead(unit: Unit) -> str:
    """Give what is read before a unit: a column's header, a list's lead-in."""
    context = unit.context.strip()
    return f"{context[-CONTEXT_LENGTH:]}: " if context else ""


def joined(units: Sequence[Unit], limit: int = PORTION) -> Iterator[Joined]:
    """Join units in portions of about ``limit`` characters; equal units are joined once."""
    groups: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        if unit.text:
            groups.setdefault((lead(unit), unit.text), []).append(unit)
    portion: dict[tuple[str, str], list[Unit]] = {}
    size = 0
    for key, twins in groups.items():
        if portion and size + len(key[1]) > limit:
            yield _join(portion)
            portion, size = {}, 0
        portion[key] = twins
        size += len(key[0]) + len(key[1])
    if portion:
        yield _join(portion)


def _join(groups: dict[tuple[str, str], list[Unit]]) -> Joined:
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for before, text in groups:
        starts.append(position + len(before))
        ends.append(starts[-1] + len(text))
        position = ends[-1] + len(SEPARATOR)
    text = SEPARATOR.join(before + text for before, text in groups)
    return Joined(text, lower(text), starts, ends, tuple(groups.values()))


def lower(text: str) -> str:
    """Lower-case a text without changing its length ("İ" would become two characters)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
