"""Read a cleaned tree into passages: paragraphs, field codes, values, attributes, keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from scrubbing.engine.formats.ooxml import allow
from scrubbing.engine.formats.ooxml.plain import is_plain
from scrubbing.engine.formats.ooxml.strings import pivot_slot
from scrubbing.engine.types import FORMULA, STYLE, Place, Role
from scrubbing.engine.xmltext import TAIL, TEXT, Passage, Slot, local, words

_PARAGRAPHS = frozenset({"p", "rt", "rPh"})
_RUNS = frozenset({"t", "delText"})
_CODES = frozenset({"instrText", "delInstrText"})
_FIXED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TEXT_ELEMENTS = words("""t v f text formula formula1 formula2 definedName instrText sheetName oddHeader oddFooter
    evenHeader evenFooter firstHeader firstFooter pt lvl""")
_FORMULAS = words(
    """f formula formula1 formula2 definedName calculatedColumnFormula totalsRowFormula"""
)
_FORMULA_ATTRIBUTES = frozenset({"location", "fmlaLink", "fmlaRange"})
_ROLES: Mapping[str, Role] = {
    "descr": Role.ALT, "title": Role.ALT, "alt": Role.ALT, "altText": Role.ALT,
    "location": Role.LINK, "tooltip": Role.LINK, "anchor": Role.LINK, "docLocation": Role.LINK,
    "display": Role.LINK, "href": Role.LINK, "src": Role.LINK, "instr": Role.CODE,
    "string": Role.WATERMARK, "author": Role.AUTHOR, "user": Role.AUTHOR,
    "prompt": Role.NOTE, "error": Role.NOTE, "comment": Role.COMMENT,
}  # fmt: skip
_STYLING = frozenset(
    {
        ("font", "name"), ("altName", "val"), ("rFont", "val"), ("name", "val"),
        ("lsdException", "name"), ("theme", "name"), ("clrScheme", "name"), ("fontScheme", "name"),
        ("fmtScheme", "name"), ("cellStyle", "name"), ("tblStyle", "styleName"),
        ("aliases", "val"), ("themeFamily", "name"), ("numFmt", "formatCode"),
    }
)  # fmt: skip
"""Names of styles and fonts: nothing to look for a person in, but known values go."""

_PRINTED = {"Header": Role.HEADER, "Footer": Role.FOOTER}
"""What is printed above and below every page of a sheet, by the end of its element's name."""

_FONT_ATTRIBUTES = words("typeface ascii hAnsi cs eastAsia style eqn fmla script")
_STYLE_USES = words("""pStyle rStyle tblStyle basedOn next link numStyleLink styleLink clickAndTypeStyle
    defaultTableStyle""")
_KEYS: Mapping[allow.Family, Mapping[tuple[str, str], str]] = {
    allow.Family.WORD: {
        ("style", "styleId"): "style",
        **{(name, "val"): "style" for name in _STYLE_USES},
        ("bookmarkStart", "name"): "bookmark",
        ("hyperlink", "anchor"): "bookmark",
    },
    allow.Family.SLIDES: {},
    allow.Family.SHEETS: {
        ("sheet", "name"): "sheet",
        ("worksheetSource", "sheet"): "sheet",
        ("rangeSet", "sheet"): "sheet",
        ("worksheetSource", "name"): "name",
        ("rangeSet", "name"): "name",
        ("definedName", "name"): "name",
        ("table", "name"): "name",
        ("table", "displayName"): "name",
        ("sheetName", "val"): "sheet",
        ("tableStyle", "name"): "tablestyle",
        ("tableStyleInfo", "name"): "tablestyle",
        ("pivotTableStyleInfo", "name"): "tablestyle",
        ("tableStyles", "defaultTableStyle"): "tablestyle",
        ("tableStyles", "defaultPivotStyle"): "tablestyle",
    },
}


@dataclass(slots=True)
class Keys:
    """Names that are used as keys all over a package: one passage for all uses."""

    family: allow.Family
    found: dict[tuple[str, str], Passage] = field(default_factory=dict)

    def add(self, group: str, node: etree._Element, key: str, value: str, place: Place) -> None:
        """Note one use of a key."""
        slot = Slot(node, key, value)
        identity = (group, value.casefold() if self.family is allow.Family.SHEETS else value)
        passage = self.found.get(identity)
        if passage is not None:
            passage.slots.append(slot)
            return
        locator = f"keys/{group}!{len(self.found) + 1}"
        styling = group in {"style", "tablestyle"}
        self.found[identity] = Passage(
            locator,
            [slot],
            Role.CODE if styling else Role.KEY,
            place,
            STYLE if styling else "",
            copies=True,
            group=group,
        )


@dataclass(slots=True)
class _Paragraph:
    slots: list[Slot] = field(default_factory=list)
    codes: list[Slot] = field(default_factory=list)
    shown: bool = False
    heading: bool = False


@dataclass(slots=True)
class _Table:
    row: int = 0
    column: int = 0
    headers: dict[int, str] = field(default_factory=dict)


def _enter(name: str, table: _Table | None) -> _Table | None:
    """The table that the inside of an element belongs to."""
    if name == "tbl":
        return _Table()
    if name == "tr" and table is not None:
        table.row, table.column = table.row + 1, 0
    return table


class Reader:
    """Walks one part's tree; ``passages`` then hold its text in document order."""

    def __init__(self, name: str, keys: Keys, role: Role, place: Place) -> None:
        """Read for the part of this (our own) name; ``role`` is that of its paragraphs."""
        self.passages: list[Passage] = []
        self.keys = keys
        self._prefix = name.removesuffix(".xml")
        self._role = role
        self._place = place
        self._count = 0
        self._attributes: dict[tuple[str, str], Passage] = {}
        self._decided: dict[tuple[str, str, str], str | None] = {}
        self._groups = _KEYS[keys.family]
        self._skip: frozenset[etree._Element] = frozenset()

    def add(self, slots: list[Slot], role: Role, *, context: str = "", group: str = "") -> None:
        """Note a passage of these slots."""
        self._count += 1
        locator = f"{self._prefix}!{self._count}"
        self.passages.append(Passage(locator, slots, role, self._place, context, group=group))

    def walk(
        self,
        node: etree._Element,
        paragraph: _Paragraph | None = None,
        table: _Table | None = None,
        *,
        hidden: bool = False,
    ) -> None:
        """Read a node and all below it."""
        name = local(node)
        if node.attrib:
            self.attributes(node, name)
        if name in _PARAGRAPHS:
            self._paragraph(node, table)
            return
        if name == "tc" and table is not None:
            self._cell(node, table)
            return
        table = _enter(name, table)
        if name == "r":
            hidden = _is_hidden(node)
        elif name in _FIXED and paragraph is not None and local_parent(node) in {"r", "p", "fld"}:
            paragraph.slots.append(Slot(node, TEXT, _FIXED[name], fixed=True))
        self._text(node, name, paragraph, hidden)
        for child in node:
            if isinstance(child.tag, str):
                self.walk(child, paragraph, table, hidden=hidden)
                tail = child.tail
                if tail and not tail.isspace():
                    self.add([Slot(child, TAIL, tail)], self._role)

    def _text(
        self, node: etree._Element, name: str, paragraph: _Paragraph | None, hidden: bool
    ) -> None:
        text = node.text
        if name == "fldChar" and paragraph is not None:
            self._flush_code(paragraph)
        if not text:
            return
        if name in _RUNS and paragraph is not None:
            paragraph.slots.append(Slot(node, TEXT, text))
            paragraph.shown = paragraph.shown or not hidden
        elif name in _CODES and paragraph is not None:
            paragraph.codes.append(Slot(node, TEXT, text))
        elif not text.isspace() and (name in _TEXT_ELEMENTS or not is_plain(name, TEXT, text)):
            group = "formula" if name in _FORMULAS else ""
            role = Role.CODE if group else _PRINTED.get(name[-6:], self._role)
            context = FORMULA if group else ""
            self.add([Slot(node, TEXT, text)], role, context=context, group=group)

    def _paragraph(self, node: etree._Element, table: _Table | None) -> None:
        inner = _Paragraph(heading=_is_heading(node))
        if node.text and not node.text.isspace():
            inner.slots.append(Slot(node, TEXT, node.text))
        for child in node:
            if isinstance(child.tag, str):
                self.walk(child, inner)
                if child.tail and not child.tail.isspace():
                    inner.slots.append(Slot(child, TAIL, child.tail))
        self._flush_code(inner)
        if not any(not slot.fixed and not slot.text.isspace() for slot in inner.slots):
            return
        role, context = self._role, ""
        if inner.slots and not inner.shown:
            role = Role.HIDDEN
        elif role is Role.BODY and table is not None:
            role, context = Role.CELL, table.headers.get(table.column, "")
            role = Role.HEADING if table.row == 1 else role
        elif role is Role.BODY and inner.heading:
            role = Role.HEADING
        self.add(inner.slots, role, context=context)

    def _flush_code(self, paragraph: _Paragraph) -> None:
        if paragraph.codes:
            self.add(paragraph.codes, Role.CODE, group="field")
            paragraph.codes = []

    def _cell(self, node: etree._Element, table: _Table) -> None:
        table.column += 1
        first = len(self.passages)
        for child in node:
            if isinstance(child.tag, str):
                self.walk(child, None, table)
        if table.row == 1:
            words = [p.text for p in self.passages[first:] if p.role is Role.HEADING]
            table.headers[table.column] = " ".join(words)[:200]

    def attributes(self, node: etree._Element, name: str) -> None:
        """Note a node's attributes that hold text; equal values of a part are one passage."""
        for raw, value in node.attrib.items():
            key = str(raw)
            word = key.rpartition("}")[2]
            identity = (name, word, str(value))
            decided = self._decided.get(identity, "")
            if decided == "":
                decided = self._decided[identity] = self._decide(key, name, word, str(value))
            if decided is None:
                continue
            if decided != "text":
                self.keys.add(decided, node, key, str(value), self._place)
                continue
            passage = self._attributes.get((word, str(value)))
            if passage is not None:
                passage.slots.append(pivot_slot(node, key, str(value)))
                continue
            group = "formula" if word in _FORMULA_ATTRIBUTES else "field" if word == "instr" else ""
            self._count += 1
            styling = word in _FONT_ATTRIBUTES or (name, word) in _STYLING
            passage = Passage(
                f"{self._prefix}!{self._count}",
                [pivot_slot(node, key, str(value))],
                Role.CODE if styling else _ROLES.get(word, Role.NAME),
                self._place,
                STYLE if styling else FORMULA if group == "formula" else "",
                copies=True,
                group=group,
            )
            self._attributes[(word, str(value))] = passage
            self.passages.append(passage)

    def _decide(self, key: str, name: str, word: str, value: str) -> str | None:
        """Give "text", a group of keys, or ``None`` for a value of the format."""
        if key.startswith((*allow.RELATION_NAMESPACES, f"{{{allow.MC}}}")):
            return None
        if word == "Requires" or is_plain(name, word, value):
            return None
        return self._groups.get((name, word), "text")


def local_parent(node: etree._Element) -> str:
    """The name of the element around a node."""
    parent = node.getparent()
    return "" if parent is None else local(parent)


def _is_hidden(run: etree._Element) -> bool:
    properties = run[0] if len(run) else None
    if properties is None or local(properties) != "rPr":
        return False
    return any(
        local(item) in {"vanish", "specVanish", "webHidden"} and not _is_off(item)
        for item in properties
    )


def _is_off(item: etree._Element) -> bool:
    return any(value in {"0", "false", "off"} for value in item.attrib.values())


def _is_heading(paragraph: etree._Element) -> bool:
    """Whether a paragraph's style or outline level says heading."""
    first = paragraph[0] if len(paragraph) else None
    if first is None or local(first) != "pPr":
        return False
    for item in first:
        if local(item) == "outlineLvl":
            return True
        if local(item) == "pStyle":
            style = "".join(str(value) for value in item.attrib.values()).lower()
            return style.startswith(("heading", "title", "subtitle", "berschrift", "titre"))
    return False
