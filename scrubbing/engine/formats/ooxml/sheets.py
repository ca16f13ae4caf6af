"""Cells: one unit each, with its column's header; shared strings split on writing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from scrubbing.engine.formats.ooxml.allow import RELATION_NAMESPACES, RELATION_ROOTS
from scrubbing.engine.formats.ooxml.cells import column_letters, column_number
from scrubbing.engine.formats.ooxml.clean import Harvest, harvest
from scrubbing.engine.formats.ooxml.formulas import Renames, edit_formula
from scrubbing.engine.formats.ooxml.numbers import Numbers
from scrubbing.engine.formats.ooxml.opc import Part, Relation
from scrubbing.engine.formats.ooxml.strings import Strings, StringSlot, decode, phonetic, slots
from scrubbing.engine.types import FORMULA, STYLE, Edit, Place, Role, Unit
from scrubbing.engine.xmltext import TEXT, Passage, Slot, apply_edits, local, namespace, spread
from scrubbing.engine.xmlwords import ERROR

_REF = re.compile(r"([A-Z]{1,3})([0-9]+)")


class Holds(StrEnum):
    """What the value of a cell is."""

    SHARED = "shared"
    INLINE = "inline"
    STRING = "string"
    NUMBER = "number"
    FORMULA = "formula"
    PHONETIC = "phonetic"


@dataclass(slots=True)
class Cell:
    """One text of one cell."""

    locator: str
    text: str
    holds: Holds
    element: etree._Element
    place: Place
    role: Role = Role.CELL
    context: str = ""
    index: int = -1

    def unit(self) -> Unit:
        """The cell's text as the engine's unit."""
        return Unit(self.locator, self.text, self.role, self.context, self.place)


@dataclass(slots=True)
class Table:
    """A table's part: where it stands and the elements that name its columns."""

    first_row: int
    first_column: int
    header: bool
    columns: list[etree._Element]


@dataclass(slots=True)
class Sheet:
    """A worksheet's cells, by reading them in order."""

    name: str
    number: int
    data: etree._Element | None
    cells: list[Cell] = field(default_factory=list)


class Book:
    """All cells of a workbook."""

    def __init__(self, strings: Strings, numbers: Numbers) -> None:
        """Read with these shared strings and number formats."""
        self.strings = strings
        self.numbers = numbers
        self.sheets: list[Sheet] = []
        self.copies: dict[etree._Element, etree._Element] = {}

    def read(self, root: etree._Element, name: str) -> Sheet:
        """Read a worksheet's cells; ``name`` is our own name of its part."""
        data = next((node for node in root if local(node) == "sheetData"), None)
        sheet = Sheet(name.removesuffix(".xml"), len(self.sheets) + 1, data)
        self.sheets.append(sheet)
        headers: dict[int, str] = {}
        row_number = 0
        for row in data if data is not None else ():
            row_number = _number(row.get("r"), row_number + 1)
            self._row(sheet, row, row_number, headers)
        return sheet

    def _row(
        self, sheet: Sheet, row: etree._Element, row_number: int, headers: dict[int, str]
    ) -> None:
        first = not headers
        column = 0
        for cell in row:
            if local(cell) != "c":
                continue
            match = _REF.fullmatch(cell.get("r") or "")
            column = column_number(match.group(1)) if match else column + 1
            place = Place(sheet=sheet.number, cell=f"{column_letters(column)}{row_number}")
            for found in self._cell(sheet.name, cell, place):
                words = found.holds in {Holds.SHARED, Holds.INLINE}
                if first and words:
                    headers[column] = found.text[:200]
                    found.role = Role.HEADING
                elif found.role is not Role.CODE:
                    found.context = headers.get(column, "")
                sheet.cells.append(found)

    def _cell(self, name: str, cell: etree._Element, place: Place) -> Iterator[Cell]:
        kind = cell.get("t", "n")
        locator = f"{name}!{place.cell}"
        for child in cell:
            part = local(child)
            if part == "v" and child.text:
                yield from self._value(cell, kind, child.text, locator, place)
            elif part == "is":
                text = "".join(slot.text for slot in slots(child))
                if text.strip():
                    yield Cell(locator, text, Holds.INLINE, cell, place)
                yield from self._phonetic(child, cell, locator, place)
            elif part == "f" and child.text:
                yield Cell(
                    f"{locator}/f", child.text, Holds.FORMULA, cell, place, Role.CODE, FORMULA
                )

    def _value(
        self, cell: etree._Element, kind: str, raw: str, locator: str, place: Place
    ) -> Iterator[Cell]:
        if kind == "s":
            index = _number(raw, -1)
            if 0 <= index < len(self.strings.items):
                text = "".join(slot.text for slot in self.strings.slots(index))
                if text.strip():
                    yield Cell(locator, text, Holds.SHARED, cell, place, index=index)
                for found in self._phonetic(self.strings.items[index], cell, locator, place):
                    found.index = index
                    yield found
        elif kind in {"str", "d"}:
            if raw.strip():
                yield Cell(locator, decode(raw), Holds.STRING, cell, place)
        elif kind == "e" and raw.strip():
            says = () if ERROR.fullmatch(raw.strip()) is None else (Role.CODE, STYLE)
            yield Cell(locator, raw, Holds.STRING, cell, place, *says)
        elif kind == "n":
            text = self.numbers.show(raw, cell.get("s", "0"))
            yield Cell(locator, text, Holds.NUMBER, cell, place)

    def _phonetic(
        self, item: etree._Element, cell: etree._Element, locator: str, place: Place
    ) -> Iterator[Cell]:
        text = "".join(slot.text for slot in phonetic(item))
        if text.strip():
            yield Cell(f"{locator}/ph", text, Holds.PHONETIC, cell, place)

    def write(self, edits: Mapping[str, Sequence[Edit]], maps: Renames) -> dict[str, str]:
        """Apply edits to all cells; gives the new text of changed cells by locator."""
        changed = {}
        for sheet in self.sheets:
            for cell in sheet.cells:
                wanted = edits.get(cell.locator, ())
                if cell.holds is Holds.FORMULA:
                    if wanted or any(maps.values()):
                        _write_formula(cell, edit_formula(cell.text, wanted, maps))
                elif wanted:
                    changed[cell.locator] = apply_edits(cell.text, wanted)
                    self._write_cell(cell, wanted)
        self.strings.rebuild(self._uses())
        return changed

    def _write_cell(self, cell: Cell, edits: Sequence[Edit]) -> None:
        text = apply_edits(cell.text, edits)
        if cell.holds in {Holds.SHARED, Holds.PHONETIC, Holds.INLINE}:
            item = self._own_item(cell)
            pieces = phonetic(item) if cell.holds is Holds.PHONETIC else slots(item)
            for slot, fresh in zip(pieces, spread(pieces, edits), strict=True):
                if fresh != slot.text:
                    slot.write(fresh)
            return
        value = next(node for node in cell.element if local(node) == "v")
        if cell.holds is Holds.NUMBER:
            raw = self.numbers.read(text, cell.element.get("s", "0"))
            if raw is not None:
                value.text = raw
                return
            cell.element.set("t", "str")
        if cell.element.get("t") in {"d", "e"}:
            cell.element.set("t", "str")
        StringSlot(value, TEXT, cell.text).write(text)

    def _own_item(self, cell: Cell) -> etree._Element:
        """The string item that only this cell shows."""
        if cell.index < 0:
            return next(node for node in cell.element if local(node) == "is")
        item = self.copies.get(cell.element)
        if item is None:
            item = self.copies[cell.element] = self.strings.split(cell.index)
        return item

    def _uses(self) -> Iterator[tuple[etree._Element, int | etree._Element]]:
        for sheet in self.sheets:
            for row in sheet.data if sheet.data is not None else ():
                for cell in row:
                    if cell.get("t") != "s":
                        continue
                    value = next((node for node in cell if local(node) == "v"), None)
                    index = _number(value.text, -1) if value is not None else -1
                    if value is None or not 0 <= index < len(self.strings.items):
                        continue
                    yield value, self.copies.get(cell, index)


def _write_formula(cell: Cell, formula: str | None) -> None:
    """Write a formula; one that is none any more goes, its value stays."""
    node = next(node for node in cell.element if local(node) == "f")
    if formula is not None:
        node.text = formula
    elif any(local(child) == "v" for child in cell.element) and node.get("t") not in {
        "shared",
        "array",
    }:
        cell.element.remove(node)
    else:
        node.text = "#REF!"


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


_NEUTRAL = "external.xlsx"


def external_link(root: etree._Element, part: Part) -> Harvest:
    """Keep of a link to another book (or program) only the names of its sheets.

    Formulas refer to links by number, so the part stays, without its path and its copy
    of the other book's cells. Gives the text that went.
    """
    gone = harvest(root)
    gone += [
        (relation.external, Role.LINK)
        for relation in part.relations
        if relation.external not in {"", _NEUTRAL}
    ]
    space = f"{{{namespace(str(root.tag))}}}"
    kept = [str(n.get("val", "")) for n in root.iter(f"{space}sheetName")] or ["Sheet1"]
    for child in list(root):
        root.remove(child)
    uri = RELATION_ROOTS[0] + "externalLinkPath"
    part.relations = [Relation("rId1", "", "externalLinkPath", uri, external=_NEUTRAL)]
    part.cut, part.renamed, part.known = {}, {}, {"rId1"}
    book = etree.SubElement(root, f"{space}externalBook")
    book.set(RELATION_NAMESPACES[0] + "id", "rId1")
    names = etree.SubElement(book, f"{space}sheetNames")
    for name in kept:
        etree.SubElement(names, f"{space}sheetName", val=name)
    return [item for item in gone if item[0] not in kept]


def tables(root: etree._Element) -> Table | None:
    """A table's place and columns from its part."""
    match = _REF.match(root.get("ref", ""))
    columns = [node for node in root.iter(etree.Element) if local(node) == "tableColumn"]
    if match is None or not columns:
        return None
    header = root.get("headerRowCount", "1") != "0"
    return Table(int(match.group(2)), column_number(match.group(1)), header, columns)


def header_locators(table: Table, sheet: str) -> list[tuple[etree._Element, str]]:
    """For each column of a table its element and the locator of its header cell."""
    if not table.header:
        return []
    return [
        (node, f"{sheet}!{column_letters(table.first_column + index)}{table.first_row}")
        for index, node in enumerate(table.columns)
    ]


def formula_passage(
    passage: Passage, edits: Sequence[Edit], maps: Renames, *, outside: bool
) -> None:
    """Write a formula that stands outside a cell; one that breaks becomes ``#REF!``."""
    fresh = edit_formula(passage.text, edits, maps, outside=outside)
    for slot in passage.slots:
        Slot.write(slot, "#REF!" if fresh is None else fresh)
