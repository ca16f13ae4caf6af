"""Comma- and tab-separated tables: a unit per cell, quoting and line ends as they were."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubbing.engine import encoding, leaves
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import (
    Box,
    Edit,
    Extraction,
    Place,
    Role,
    Toolbox,
    Untrusted,
)

DELIMITERS = ",;\t|"
SNIFFED = 64_000
"""Characters looked at to find the delimiter."""


class TableHandler:
    """csv and tsv. Column counts, quoting, delimiters and line ends never change."""

    name = "table"
    formats = ("csv", "tsv")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """A unit per cell with its column's header as context."""
        text = encoding.decode(untrusted.data).text
        return Extraction("csv", leaves.units(_leaves(text, untrusted.name)))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The same table with the edited cells, quoted where the new text needs it."""
        decoded = encoding.decode(untrusted.data)
        table = _leaves(decoded.text, untrusted.name)
        return decoded.encode(leaves.rewrite(decoded.text, table, edits))

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """Cells as the standard library's reader sees them, and the text as a whole."""
        text = encoding.decode(output).text
        csv.field_size_limit(len(text) + 1)
        rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter_of(text, ""))
        try:
            cells = [cell for row in rows for cell in row if cell]
        except csv.Error:
            cells = []
        return (text, *cells)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a field stands: ``start`` to ``end`` with its quotes, counted from 1."""

    start: int
    end: int
    row: int
    column: int
    quoted: bool


def delimiter_of(text: str, name: str) -> str:
    """The delimiter that splits the first lines into the most even columns."""
    if name.lower().endswith(".tsv"):
        return "\t"
    lines = [line for line in text[:SNIFFED].splitlines() if line.strip()][:50]
    best, best_score = ",", 0.0
    for candidate in DELIMITERS:
        counts = [_outside_quotes(line).count(candidate) for line in lines]
        if not counts or not max(counts):
            continue
        common = max(set(counts), key=lambda count: (counts.count(count), count))
        score = counts.count(common) / len(counts) * min(common, 20) if common else 0.01
        if score > best_score:
            best, best_score = candidate, score
    return best


def _outside_quotes(line: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', "", line)


def _leaves(text: str, name: str) -> list[Leaf]:
    delimiter = delimiter_of(text, name)
    headers: dict[int, str] = {}
    result = []
    for cell in _cells(text, delimiter):
        if cell.start == cell.end:
            continue  # a table may hold millions of cells with nothing in them
        value = _value(text, cell)
        if cell.row == 1:
            headers[cell.column] = value.text.strip()
        header = headers.get(cell.column, "") if cell.row > 1 else ""
        place = Place(line=cell.row, cell=f"{_letters(cell.column)}{cell.row}")
        role = Role.CELL if cell.row > 1 else Role.HEADING
        result.append(Leaf(f"c:{cell.row}:{cell.column}", (value,), role, header, place))
    return result


def _value(text: str, cell: _Cell) -> Segment:
    raw = text[cell.start : cell.end]
    if cell.quoted:
        inner = raw[1:-1] if len(raw) > 1 and raw.endswith('"') else raw[1:]
        return Segment(cell.start, cell.end, inner.replace('""', '"'), _quoted)
    return Segment(cell.start, cell.end, raw, _quoted_if_needed)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _quoted_if_needed(text: str) -> str:
    return _quoted(text) if re.search(r'[",;\t|\r\n]', text) else text


def _cells(text: str, delimiter: str) -> Iterator[_Cell]:
    """All fields in order. A quote opens a field only at its very beginning."""
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    quoted = re.compile(r'"(?:[^"]|"")*(?:"|\Z)')
    position, row, column = 0, 1, 1
    while position <= len(text):
        match = quoted.match(text, position) or plain.match(text, position)
        if match is None:  # pragma: no cover - ``plain`` matches the empty string
            return
        end = match.end()
        if text.startswith('"', position):
            tail = plain.match(text, end)
            end = tail.end() if tail else end
        strict = text.startswith('"', position) and end == match.end()
        yield _Cell(position, end, row, column, strict)
        if end >= len(text):
            return
        if text[end] == delimiter:
            position, column = end + 1, column + 1
        else:
            position = end + (2 if text.startswith("\r\n", end) else 1)
            row, column = row + 1, 1


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
