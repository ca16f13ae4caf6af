"""Tables: the header of a column says what its cells are.

A single cell says little ("Rose", "4711"); its column says much.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scrubbing.engine.detectors.columns import BY_HEADER, HEADERS, settles, whole
from scrubbing.engine.types import Kind, Role, Span, Unit


@dataclass(frozen=True, slots=True)
class Columns:
    """The detector of whole cells by their header."""

    name: str = "tables"
    kinds: tuple[Kind, ...] = tuple(kind for kind, _ in HEADERS)

    def detect(self, units: Sequence[Unit]) -> Sequence[Span]:
        """Give a span over each cell whose header says what it is."""
        return [
            whole(unit, kind, BY_HEADER)
            for unit in units
            if unit.role is Role.CELL and unit.context and (kind := settles(unit))
        ]
