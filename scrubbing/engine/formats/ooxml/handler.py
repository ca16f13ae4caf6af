"""The handlers of Word, PowerPoint and Excel documents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from scrubbing.engine.errors import EditLost
from scrubbing.engine.formats.ooxml import allow, media, opc, searching
from scrubbing.engine.formats.ooxml.document import Document, framed, inner_prefixes, links, load
from scrubbing.engine.formats.ooxml.formulas import edit_field, valid_key
from scrubbing.engine.formats.ooxml.opc import Part, Sort
from scrubbing.engine.formats.ooxml.sheets import formula_passage, header_locators, tables
from scrubbing.engine.grey import grey_picture
from scrubbing.engine.types import (
    STYLE,
    Box,
    Edit,
    Extraction,
    Fact,
    Place,
    Role,
    Toolbox,
    Unit,
    Untrusted,
)
from scrubbing.engine.xmltext import (
    TEXT,
    XML_SPACE,
    Passage,
    Slot,
    apply_edits,
    local,
    remove,
    serialize,
)

Edits = Mapping[str, Sequence[Edit]]
_PROGRAM = "properties/program"


class OfficeHandler:
    """Reads and rewrites one family of Office documents."""

    def __init__(self, family: allow.Family) -> None:
        """Handle the documents of one family."""
        self.family = family
        mains = [main for main in allow.MAINS.values() if main.family is family]
        self.formats = tuple(main.format for main in mains)
        self.name = {"word": "word", "ppt": "slides", "xl": "sheets"}[family.value]

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """All text of the document, that of dropped parts as removable units."""
        document = load(untrusted.data)
        units = [passage.unit() for passage in document.passages]
        if document.book is not None:
            units += [cell.unit() for sheet in document.book.sheets for cell in sheet.cells]
        units += [passage.unit() for passage in document.keys.found.values()]
        units += [
            Unit(locator, relation.external, Role.LINK, "", place)
            for locator, relation, place in links(document)
        ]
        if document.program.name:  # read for known values only: none may stay in it
            place = Place(part="properties")
            units.append(Unit(_PROGRAM, document.program.name, Role.CODE, STYLE, place))
        units += document.removed
        facts: list[Fact] = list(dict.fromkeys(document.facts))
        boxes: list[Box] = []
        layout = framed(document)
        media.prepare(document.inner, toolbox)
        for part in document.inner:
            found = media.extract(part, toolbox)
            if found is not None:
                units += found.units
                place = Place(part=layout.get(part.name, "picture"))
                facts += [f if f.place.part else replace(f, place=place) for f in found.facts]
                boxes += found.boxes
        for number, gone in enumerate(document.package.dropped, start=1):
            units += media.removed(gone.data, f"dropped{number}", toolbox)
        return Extraction(document.package.main.format, tuple(units), tuple(facts), tuple(boxes))

    def rewrite(
        self,
        untrusted: Untrusted,
        edits: Sequence[Edit],
        boxes: Sequence[Box],
        toolbox: Toolbox,
    ) -> bytes:
        """The document with the edits done and everything dropped that never stays."""
        document = load(untrusted.data)
        wanted: defaultdict[str, list[Edit]] = defaultdict(list)
        for edit in edits:
            wanted[edit.locator].append(edit)
        _check_places(document, wanted)
        maps = _rename_keys(document, wanted)
        outside = self.family is not allow.Family.SHEETS  # charts cite an embedded book
        for passage in document.passages:
            _write(passage, wanted.get(passage.locator, ()), maps, outside=outside)
        if document.book is not None:
            document.book.write(wanted, maps)
        for locator, relation, _ in links(document):
            if locator in wanted:
                relation.external = apply_edits(relation.external, wanted[locator])
        if _PROGRAM in wanted:
            document.program = replace(document.program, name="")
        _write_inner(document, edits, boxes, toolbox)
        return _pack(document)

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All text of an output, read by another XML parser."""
        return searching.texts(output, toolbox)


def _check_places(document: Document, wanted: Edits) -> None:
    """Raise ``EditLost`` for an edit whose unit does not exist."""
    known = {passage.locator for passage in document.passages}
    known |= {passage.locator for passage in document.keys.found.values()}
    known |= {unit.locator for unit in document.removed} | {_PROGRAM}
    known |= {locator for locator, _, _ in links(document)}
    if document.book is not None:
        known |= {cell.locator for sheet in document.book.sheets for cell in sheet.cells}
    inner = ("dropped", *(prefix for prefix, _ in inner_prefixes(document)))
    for locator in wanted:
        if locator not in known and not locator.startswith(inner):
            raise EditLost


def _rename_keys(document: Document, wanted: Edits) -> dict[str, dict[str, str]]:
    """Write edited keys to all their uses; gives old and new names per group."""
    taken: defaultdict[str, set[str]] = defaultdict(set)
    changed = []
    for passage in document.keys.found.values():
        if passage.locator in wanted:
            changed.append(passage)
        else:
            taken[passage.group].add(passage.text.casefold())
    maps: dict[str, dict[str, str]] = {}
    for passage in changed:
        old = passage.text
        fresh = valid_key(
            passage.group, apply_edits(old, wanted[passage.locator]), taken[passage.group]
        )
        folded = old if passage.group == "bookmark" else old.casefold()
        maps.setdefault(passage.group, {})[folded] = fresh
        for slot in passage.slots:
            slot.write(fresh)
    _rename_columns(document, wanted, maps)
    return maps


def _rename_columns(document: Document, wanted: Edits, maps: dict[str, dict[str, str]]) -> None:
    """A table's column is called as its header cell says."""
    if document.book is None:
        return
    texts = {
        cell.locator: apply_edits(cell.text, wanted.get(cell.locator, ()))
        for sheet in document.book.sheets
        for cell in sheet.cells
        if cell.role is Role.HEADING or cell.locator in wanted
    }
    columns: dict[str, str] = {}
    for part in document.package.parts:
        for relation in part.relations:
            target = relation.target
            if relation.kind != "table" or target is None or relation.gone:
                continue
            table = tables(document.trees[target.name])
            if table is None:
                continue
            for node, locator in header_locators(table, part.name.removesuffix(".xml")):
                old, fresh = node.get("name", ""), texts.get(locator)
                if locator in wanted and fresh is not None and fresh != old:
                    columns[old.casefold()] = fresh
                    node.set("name", fresh)
    if columns:
        maps["column"] = columns


def _write(
    passage: Passage,
    edits: Sequence[Edit],
    maps: Mapping[str, Mapping[str, str]],
    *,
    outside: bool,
) -> None:
    if passage.group == "formula":
        if edits or any(maps.values()):
            formula_passage(passage, edits, maps, outside=outside)
    elif passage.group == "field":
        changed = edit_field(passage.text, edits, maps)
        if changed:
            passage.write(changed, _melt)
            _keep_space(passage.slots)
    elif edits:
        passage.write(edits, _melt)
        _keep_space(passage.slots)


def _melt(slot: Slot, text: str) -> None:
    """Turn a tab or break that an edit covers into text, or take it out."""
    node = slot.element
    if not text:
        remove(node)
        return
    name, parent = local(node), node.getparent()
    space = str(node.tag).removesuffix(name)
    if parent is not None and local(parent) == "p":  # a:br stands beside runs
        run = etree.Element(space + "r")
        etree.SubElement(run, space + "t").text = text
        parent.replace(node, run)
        return
    node.tag = space + "t"
    node.attrib.clear()
    node.text = text


def _keep_space(slots: Iterable[Slot]) -> None:
    for slot in slots:
        if slot.key == TEXT and local(slot.element) in {"t", "instrText"}:
            text = slot.element.text or ""
            if text != text.strip() and "wordprocessingml" in str(slot.element.tag):
                slot.element.set(XML_SPACE, "preserve")


def _write_inner(
    document: Document, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
) -> None:
    """Rewrite pictures and embedded files; what no handler can clean goes."""
    media.prepare(document.inner, toolbox)
    for part in list(document.inner):
        start = part.name + "!"
        result = media.rewrite(
            part,
            [edit for edit in edits if edit.locator.startswith(start)],
            [box for box in boxes if box.locator.startswith(start)],
            toolbox,
        )
        if result is None and part.sort is Sort.IMAGE:
            result = ("png", grey_picture())
        if result is None:
            _drop(document, part)
            continue
        suffix, part.data = result
        part.name, part.content_type = f"{part.name}.{suffix}", media.CONTENT_TYPES[suffix]


def _drop(document: Document, gone: Part) -> None:
    """Take out a part that turned out not to be cleanable, with all references to it."""
    from scrubbing.engine.formats.ooxml.clean import cut_references
    from scrubbing.engine.formats.ooxml.objects import place_placeholders

    document.package.parts.remove(gone)
    for part in document.package.parts:
        identities = {r.id: r.kind for r in part.relations if r.target is gone}
        if not identities:
            continue
        part.relations = [r for r in part.relations if r.target is not gone]
        part.cut, part.renamed = identities, {}
        part.known = set(identities) | {relation.id for relation in part.relations}
        root = document.trees[part.name]
        cut_references(root, part)
        place_placeholders(root, document.package.main.family)


def _pack(document: Document) -> bytes:
    parts = opc.reachable(document.package.parts)
    for part in parts:
        part.relations = [relation for relation in part.relations if not relation.gone]
        if part.sort is Sort.XML:
            part.data = serialize(document.trees[part.name])
    return opc.write(parts, parts[0], document.program)
