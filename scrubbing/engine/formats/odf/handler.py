"""The handler of OpenDocument files."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from scrubbing.engine.errors import (
    Broken,
    EditLost,
    Empty,
    Encrypted,
    NeedsTool,
    TypeMismatch,
    UnknownPart,
    Unsupported,
)
from scrubbing.engine.formats.odf import allow, searching
from scrubbing.engine.formats.odf.document import Document, Picture, load
from scrubbing.engine.formats.odf.formulas import edit_formula
from scrubbing.engine.grey import grey_picture
from scrubbing.engine.signatures import sniff
from scrubbing.engine.types import Box, Edit, Extraction, Fact, Toolbox, Unit, Untrusted
from scrubbing.engine.xmltext import Passage, Slot, apply_edits, local, remove, serialize
from scrubbing.engine.zipbox import build

_UNREADABLE = (Broken, Empty, Encrypted, NeedsTool, TypeMismatch, UnknownPart, Unsupported)
_VALUES = (
    "value", "date-value", "time-value", "boolean-value", "string-value", "currency",
)  # fmt: skip
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_OOO = "http://openoffice.org/2004/office"
_RANGES = frozenset({"named-range", "named-expression", "database-range"})
"""Their names are used bare inside formulas."""


class OdfHandler:
    """Reads and rewrites odt, ods, odp, odg and their templates."""

    name = "odf"
    formats: tuple[str, ...] = tuple(allow.TYPES.values())

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """All text of the file, that of dropped parts as removable units."""
        document = load(untrusted.data)
        units = [passage.unit() for passage in _passages(document)] + document.removed
        facts: list[Fact] = list(dict.fromkeys(document.facts))
        boxes: list[Box] = []
        _prepare(document, toolbox)
        for picture in document.pictures.values():
            found = _read_picture(picture, toolbox)
            if found is not None:
                units += found.units
                facts += found.facts
                boxes += found.boxes
        return Extraction(document.format, tuple(units), tuple(facts), tuple(boxes))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The file with the edits done and everything dropped that never stays."""
        document = load(untrusted.data)
        wanted: defaultdict[str, list[Edit]] = defaultdict(list)
        for edit in edits:
            wanted[edit.locator].append(edit)
        _check_places(document, wanted)
        _write_texts(document, wanted)
        members = list(_write_pictures(document, edits, boxes, toolbox))
        return _pack(document, members)

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All text of an output, read by another XML parser."""
        return searching.texts(output, toolbox)


def _passages(document: Document) -> Iterator[Passage]:
    yield from document.reader.passages
    yield from document.names.found.values()


def _check_places(document: Document, wanted: Mapping[str, Sequence[Edit]]) -> None:
    known = {passage.locator for passage in _passages(document)}
    known |= {unit.locator for unit in document.removed}
    pictures = tuple(f"{picture.name}!" for picture in document.pictures.values())
    for locator in wanted:
        if locator not in known and not locator.startswith(pictures):
            raise EditLost


def _write_texts(document: Document, wanted: Mapping[str, Sequence[Edit]]) -> None:
    names: dict[str, str] = {}
    found = document.names.found.values()
    taken = {passage.text for passage in found if passage.locator not in wanted}
    for passage in document.names.found.values():
        if passage.locator in wanted and passage.group != "formula":
            fresh = apply_edits(passage.text, wanted[passage.locator])
            if any(local(slot.element) in _RANGES for slot in passage.slots):
                fresh = re.sub(r"\W", "_", fresh)
            fresh = _distinct(fresh, taken)
            names[passage.text] = fresh
            for slot in passage.slots:
                slot.write(fresh)
    for passage in document.names.found.values():
        if passage.group == "formula" and (names or passage.locator in wanted):
            _write_formula(passage, wanted.get(passage.locator, ()), names)
    for passage in document.reader.passages:
        if passage.locator in wanted:
            passage.write(wanted[passage.locator], _melt)
            cell = document.reader.cells.get(passage.locator)
            if cell is not None:
                _show_as_text(cell)


def _distinct(text: str, taken: set[str]) -> str:
    """Two names that were different stay different."""
    fresh, number = text, 1
    while fresh in taken:
        number += 1
        fresh = f"{text}_{number}"
    taken.add(fresh)
    return fresh


def _write_formula(passage: Passage, edits: Sequence[Edit], names: Mapping[str, str]) -> None:
    fresh = edit_formula(passage.text, edits, names)
    for slot in passage.slots:
        if fresh is not None:
            slot.write(fresh)
        elif slot.key == f"{allow.TABLE}formula":
            slot.element.attrib.pop(slot.key)  # the cell keeps its value
        else:
            slot.write(apply_edits(passage.text, edits))


def _show_as_text(cell: etree._Element) -> None:
    """A cell whose text was edited holds that text and no value beside it."""
    if cell.get(f"{allow.OFFICE}value-type") is None:
        return
    for name in _VALUES:
        cell.attrib.pop(f"{allow.OFFICE}{name}", "")
    cell.set(f"{allow.OFFICE}value-type", "string")
    if cell.get(f"{_CALCEXT}value-type") is not None:
        cell.set(f"{_CALCEXT}value-type", "string")


def _melt(slot: Slot, text: str) -> None:
    """Turn a space or break that an edit covers into text, or take it out."""
    if not text:
        remove(slot.element)
        return
    slot.element.tag = f"{allow.TEXT}span"
    slot.element.attrib.clear()
    slot.element.text = text


def _read_picture(picture: Picture, toolbox: Toolbox) -> Extraction | None:
    data = _pixels(picture, toolbox)
    if data is None:
        return None
    try:
        found = toolbox.read_image(data)
    except _UNREADABLE:
        return None
    start = f"{picture.name}!"
    units: tuple[Unit, ...] = tuple(
        replace(unit, locator=start + unit.locator) for unit in found.units
    )
    boxes = tuple(replace(box, locator=start + box.locator) for box in found.boxes)
    return Extraction(found.format, units, found.facts, boxes)


def _pixels(picture: Picture, toolbox: Toolbox) -> bytes | None:
    """The picture's bytes, vector pictures as PNG; ``None`` where it must go."""
    data, kind = picture.data, _drawing(picture.data)
    if not kind:
        return data or None
    try:
        return toolbox.convert(data, kind, "png")
    except _UNREADABLE:
        return None


def _drawing(data: bytes) -> str:
    """What kind of drawing the bytes are, empty where they are pixels."""
    kind = "wmf" if data.startswith(b"\xd7\xcd\xc6\x9a") else ""
    kind = "emf" if data[40:44] == b" EMF" else kind
    return "svm" if data.startswith(b"VCLMTF") else kind


def _prepare(document: Document, toolbox: Toolbox) -> None:
    """Have all drawings converted together."""
    pictures = [(one.data, _drawing(one.data)) for one in document.pictures.values()]
    toolbox.convert_pictures([(data, kind) for data, kind in pictures if kind])


def _write_pictures(
    document: Document, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
) -> Iterator[tuple[str, bytes]]:
    _prepare(document, toolbox)
    for picture in document.pictures.values():
        suffix, data = _clean_picture(picture, edits, boxes, toolbox)
        for node in picture.uses:
            node.set(allow.HREF, f"{picture.name}.{suffix}")
            if local(node) == "image":
                for key in list(map(str, node.attrib)):
                    if key.endswith("mime-type"):
                        node.set(key, allow.MEDIA[suffix])
        yield f"{picture.name}.{suffix}", data


def _clean_picture(
    picture: Picture, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
) -> tuple[str, bytes]:
    start = f"{picture.name}!"
    pixels = _pixels(picture, toolbox)
    if pixels is None:
        return "png", grey_picture()
    try:
        suffix, data = toolbox.rewrite(
            Untrusted(f"image.{sniff(pixels) or 'svg'}", pixels),
            [
                replace(edit, locator=edit.locator.removeprefix(start))
                for edit in edits
                if edit.locator.startswith(start)
            ],
            [
                replace(box, locator=box.locator.removeprefix(start))
                for box in boxes
                if box.locator.startswith(start)
            ],
        )
    except _UNREADABLE:
        return "png", grey_picture()
    suffix = {"jpg": "jpeg", "tif": "tiff"}.get(suffix.lstrip("."), suffix.lstrip("."))
    return (suffix, data) if suffix in allow.MEDIA else ("png", grey_picture())


def _settings(layout: Mapping[str, str]) -> bytes:
    """A settings part that holds switches of layout only."""
    space, office = f"{{{allow.CONFIG}}}", allow.OFFICE
    names = {"office": office.strip("{}"), "config": allow.CONFIG, "ooo": _OOO}
    root = etree.Element(f"{office}document-settings", nsmap=names)
    root.set(f"{office}version", "1.2")
    holder = etree.SubElement(
        etree.SubElement(root, f"{office}settings"), f"{space}config-item-set"
    )
    holder.set(f"{space}name", "ooo:configuration-settings")
    for name, value in sorted(layout.items()):
        item = etree.SubElement(holder, f"{space}config-item")
        item.set(f"{space}name", name)
        item.set(f"{space}type", "boolean")
        item.text = value
    return serialize(root)


def _pack(document: Document, pictures: list[tuple[str, bytes]]) -> bytes:
    """A fresh package: the type first and unpacked, then the list of parts, then parts."""
    members = [(name, serialize(root)) for name, root in document.trees.items()] + pictures
    if document.layout:
        members.append(("settings.xml", _settings(document.layout)))
    space = allow.MANIFEST
    manifest = etree.Element(f"{{{space}}}manifest", nsmap={"manifest": space})
    entries = [("/", document.mimetype)]
    entries += [
        (f"{folder}/", "application/vnd.oasis.opendocument.chart")
        for folder in sorted(document.objects.values())
    ]
    entries += [
        (name, allow.MEDIA.get(name.rpartition(".")[2], "text/xml")) for name, _ in sorted(members)
    ]
    for path, kind in entries:
        entry = etree.SubElement(manifest, f"{{{space}}}file-entry")
        entry.set(f"{{{space}}}full-path", path)
        entry.set(f"{{{space}}}media-type", kind)
    manifest.set(f"{{{space}}}version", "1.2")
    head = [
        ("mimetype", document.mimetype.encode()),
        ("META-INF/manifest.xml", serialize(manifest)),
    ]
    return build(head + sorted(members), stored=frozenset({"mimetype"}))
