"""Tables: the header of a column says what its cells are.

A single cell says little ("Rose", "4711"); its column says much.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scrubbing.engine.detectors.columns import BY_HEADER, HEADERS, fits, kind_of_header, whole
from scrubbing.engine.types import Kind, Role, Span, Unit


@dataclass(frozen=True, slots=True)
class Columns:
    """The detector of whole cells by their header."""

    name: str = "tables"
    kinds: tuple[Kind, ...] = tuple(kind for kind, _ in HEADERS)

    def detect(self, units: Sequence[Unit]) -> Sequence[Span]:
        """Give a span over each cell whose header says what it is."""
        known: dict[str, Kind | None] = {}
        spans = []
        for unit in units:
            if unit.role is not Role.CELL or not unit.context:
                continue
            if unit.context not in known:
                known[unit.context] = kind_of_header(unit.context)
            kind = known[unit.context]
            if kind and fits(kind, unit.text):
                spans.append(whole(unit, kind, BY_HEADER))
        return spans
