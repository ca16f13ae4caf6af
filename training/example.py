"""One training text with its labels, as every source of them gives it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LABELS = (
    "outside", "person", "organization", "location", "address", "date_time", "reference",
    "demographic", "quantity", "misc",
)  # fmt: skip
"""The model's classes, in order."""
SILENT = ("misc",)
"""Labels of one source only, which the detector does not report."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` to ``end``; ``labels`` are all that are right there."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text. ``elsewhere`` are the labels that unmarked characters may have.

    A source that does not label dates, say, gives ``("outside", "date_time")``: the model
    is not told that its dates are nothing.
    """

    text: str
    marks: tuple[Mark, ...]
    elsewhere: tuple[str, ...] = ("outside",)


def write(path: Path, examples: Iterable[Example]) -> int:
    """Write examples as JSON lines; gives their number."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for one in examples:
            count += 1
            marks = [[m.start, m.end, list(m.labels)] for m in one.marks]
            line = {"text": one.text, "marks": marks, "elsewhere": list(one.elsewhere)}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return count


def read(path: Path) -> Iterator[Example]:
    """Read what ``write`` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in map(json.loads, file):
            marks = tuple(Mark(start, end, tuple(labels)) for start, end, labels in line["marks"])
            yield Example(line["text"], marks, tuple(line["elsewhere"]))
