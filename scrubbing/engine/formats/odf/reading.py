"""Read a cleaned OpenDocument tree: paragraphs, cells, attributes, names used as keys."""

import re
from dataclasses import dataclass, field

from lxml import etree

from scrubbing.engine.formats.odf import allow
from scrubbing.engine.formats.odf.plain import is_plain
from scrubbing.engine.types import FORMULA, STYLE, Place, Role
from scrubbing.engine.xmltext import TAIL, TEXT, Passage, Slot, local, words

_SEPARATE = words("note ruby-text note-body")
_FORMULAS = words(
    """formula condition expression cell-range-address base-cell-address target-range-address
    print-ranges cell-range label-cell-address values-cell-range-address end-cell-address
    source-cell-range-addresses linked-cell cell-address target-cell-address
    label-cell-range-address data-cell-range-address scenario-ranges buttons
    error-upper-range error-lower-range"""
)
_ROLES = {
    "title": Role.ALT, "desc": Role.ALT, "href": Role.LINK, "formula": Role.CODE,
    "condition": Role.CODE, "expression": Role.CODE, "string-value": Role.HIDDEN,
    "target-frame-name": Role.LINK,
}  # fmt: skip
_STYLING = words(
    """font-name font-name-asian font-name-complex font-family font-family-asian display-name
    font-family-complex class-names fill-gradient-name fill-hatch-name fill-image-name
    stroke-dash master-page-name page-layout-name presentation-page-layout-name enhanced-path"""
)
"""Names of styles and fonts: nothing to look for a person in, but known values go."""

_ESCAPED = re.compile(r"_([0-9a-fA-F]{1,4})_")
_DIGITS = re.compile(r"\d")
_TELLING = 4
"""Digits a number needs to be worth reading where the cell does not show it."""


class NameSlot(Slot):
    """A name in an attribute that must be an XML name: a space is written as ``_20_``."""

    __slots__ = ()

    def write(self, text: str) -> None:
        """Put text into the attribute, escaped as the format wants it."""
        safe = re.sub(r"[^\w.-]", lambda match: f"_{ord(match.group()):x}_", text)
        Slot.write(self, safe if safe[:1].isalpha() or safe[:1] == "_" else "_" + safe)


@dataclass(slots=True)
class Names:
    """Attribute values all over a file: one passage for all uses of a value."""

    found: dict[str, Passage] = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)

    def add(self, node: etree._Element, key: str, value: str, place: Place) -> None:
        """Note one use of a value."""
        word = key.rpartition("}")[2]
        role, group = Role.NAME, ""
        if word in _ROLES:
            role = _ROLES[word]
        if word in _FORMULAS:
            role, group = Role.CODE, "formula"
        text, slot = value, Slot(node, key, value)
        if word.endswith("style-name") or (word == "name" and local(node) == "style"):
            text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value)
            slot = NameSlot(node, key, text)
        passage = self.found.get(group + value)
        if passage is None:
            locator = f"names!{len(self.found) + 1}"
            styling = isinstance(slot, NameSlot) or word in _STYLING or local(node) == "font-face"
            self.found[group + value] = Passage(
                locator,
                [slot],
                Role.CODE if styling else role,
                place,
                STYLE if styling else FORMULA if group == "formula" else "",
                copies=True,
                group=group,
            )
        else:
            passage.slots.append(slot)


@dataclass(slots=True)
class _Table:
    """Where in a table the walk is; ``sheet`` is set in spreadsheets only."""

    sheet: int | None = None
    row: int = 0
    column: int = 0
    headers: dict[int, str] = field(default_factory=dict)


class Reader:
    """Walks the trees of a file in order."""

    def __init__(self, names: Names, spreadsheet: bool) -> None:
        """Read with shared names; cells have places in a spreadsheet."""
        self.passages: list[Passage] = []
        self.cells: dict[str, etree._Element] = {}
        self.names = names
        self._spreadsheet = spreadsheet
        self._sheets = 0
        self._slides = 0
        self._count = 0
        self._prefix = ""
        self._role = Role.BODY
        self._place = Place()

    def read(self, root: etree._Element, prefix: str) -> None:
        """Read one tree under a prefix of our own."""
        self._prefix, self._count = prefix, 0
        self._role = Role.MASTER if prefix == "styles" else Role.BODY
        self._place = Place(part="master") if prefix == "styles" else Place()
        self._walk(root, None)

    def _add(self, slots: list[Slot], role: Role, context: str = "") -> Passage:
        self._count += 1
        passage = Passage(f"{self._prefix}!{self._count}", slots, role, self._place, context)
        self.passages.append(passage)
        return passage

    def _walk(self, node: etree._Element, table: _Table | None) -> None:
        name = local(node)
        self._attributes(node)
        if node.tag in (f"{allow.TEXT}p", f"{allow.TEXT}h"):
            self._paragraph(node, name == "h", table)
            return
        if node.tag == f"{allow.TABLE}table":
            table = self._enter_table()
        elif name == "table-row" and table is not None:
            table.row, table.column = table.row + _repeated(node, "rows", before=True), 0
        elif name in {"table-cell", "covered-table-cell"} and table is not None:
            self._cell(node, table)
            return
        elif node.tag == f"{allow.DRAW}page":
            self._slides += 1
            self._place = Place(slide=self._slides)
        self._children(node, table)
        if name == "table-row" and table is not None:
            table.row += _repeated(node, "rows") - 1

    def _children(self, node: etree._Element, table: _Table | None) -> None:
        name = local(node)
        before, place = self._role, self._place
        if name in {"notes", "note-body"}:
            self._role, self._place = Role.NOTE, Place(slide=place.slide, part="notes")
        elif name.startswith(("header", "footer")) and self._prefix == "styles":
            self._role = Role.HEADER if name.startswith("header") else Role.FOOTER
            self._place = Place(part=self._role.value)
        if node.text and not node.text.isspace():
            self._add([Slot(node, TEXT, node.text)], _ROLES.get(name, self._role))
        for child in node:
            self._walk(child, table)
            if child.tail and not child.tail.isspace():
                self._add([Slot(child, TAIL, child.tail)], self._role)
        self._role, self._place = before, place

    def _enter_table(self) -> _Table:
        if not self._spreadsheet or self._prefix != "content":
            return _Table()
        self._sheets += 1
        return _Table(self._sheets)

    def _cell(self, node: etree._Element, table: _Table) -> None:
        column = table.column + 1
        place, first = self._place, len(self.passages)
        if table.sheet is not None:
            self._place = Place(sheet=table.sheet, cell=f"{_letters(column)}{table.row}")
        self._children(node, table)
        shown = " ".join(passage.text for passage in self.passages[first:])
        for passage in self.passages[first:]:
            self.cells[passage.locator] = node
        self._hidden_value(node, shown)
        if shown and (table.row == 1 or not table.headers):
            table.headers[column] = shown[:200]
        self._place = place
        table.column += _repeated(node, "columns")

    def _hidden_value(self, node: etree._Element, shown: str) -> None:
        """A number the cell holds but does not show."""
        key = f"{allow.OFFICE}value"
        value = str(node.get(key) or "")
        digits = "".join(_DIGITS.findall(value.partition(".")[0]))
        if len(digits) >= _TELLING and digits not in "".join(_DIGITS.findall(shown)):
            passage = self._add([Slot(node, key, value)], Role.HIDDEN)
            self.cells[passage.locator] = node

    def _paragraph(self, node: etree._Element, heading: bool, table: _Table | None) -> None:
        slots: list[Slot] = []
        self._inline(node, slots)
        if not any(not slot.fixed and not slot.text.isspace() for slot in slots):
            return
        role, context = self._role, ""
        if role is Role.BODY and table is not None:
            context = table.headers.get(table.column + 1, "")
            role = Role.CELL if context else Role.HEADING
        elif role is Role.BODY and heading:
            role = Role.HEADING
        self._add(slots, role, context)

    def _inline(self, node: etree._Element, slots: list[Slot]) -> None:
        """The pieces of a paragraph; shapes and notes in it are passages of their own."""
        if node.text:
            slots.append(Slot(node, TEXT, node.text))
        for child in node:
            name = local(child)
            fixed = {"s": " ", "tab": "\t", "line-break": "\n"}.get(name)
            if not str(child.tag).startswith(allow.TEXT) or name in _SEPARATE:
                self._walk(child, None)
            elif fixed is not None:
                count = str(child.get(f"{allow.TEXT}c") or "1")
                repeat = min(int(count), 1000) if name == "s" and count.isdigit() else 1
                slots.append(Slot(child, TEXT, fixed * repeat, fixed=True))
            else:
                self._attributes(child)
                self._inline(child, slots)
            if child.tail:
                slots.append(Slot(child, TAIL, child.tail))

    def _attributes(self, node: etree._Element) -> None:
        for raw, held in node.attrib.items():
            key, value = str(raw), str(held)
            if not is_plain(key.rpartition("}")[2], value) and key != allow.HREF:
                self.names.add(node, key, value, self._place)
            elif key == allow.HREF and not value.startswith(("Pictures/", "Object ", "./Object ")):
                self.names.add(node, key, value, Place(part="links"))


def _repeated(node: etree._Element, what: str, *, before: bool = False) -> int:
    if before:
        return 1
    text = str(node.get(f"{allow.TABLE}number-{what}-repeated") or "1")
    return int(text) if text.isdigit() else 1


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
