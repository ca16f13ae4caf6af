"""Embedded objects that do not stay: their picture stays, or a sentence stands there."""

from collections.abc import Callable

from lxml import etree

from scrubbing.engine.formats.ooxml import allow
from scrubbing.engine.formats.ooxml.cells import column_letters, column_number
from scrubbing.engine.formats.ooxml.clean import Harvest, harvest
from scrubbing.engine.xmltext import local, namespace, remove

PLACEHOLDER = "[embedded object removed]"


def place_placeholders(root: etree._Element, family: allow.Family) -> Harvest:
    """Replace objects whose data was dropped; gives the text that went with them."""
    gone: Harvest = []
    marked = [node for node in root.iter(etree.Element) if node.get("gone") == "1"]
    for node in marked:
        if family is allow.Family.WORD:
            gone += _word(node)
        elif family is allow.Family.SLIDES:
            gone += _slide(node)
        else:
            gone += harvest(node)
            remove(node)
    return gone


def mark_cells(root: etree._Element) -> None:
    """Write a sentence into the empty cells where a sheet's objects stood.

    Only objects that say where they stand can be marked; cells with a value stay.
    """
    data = next((node for node in root if local(node) == "sheetData"), None)
    if data is None:
        return
    for node in root.iter(etree.Element):
        if local(node) == "from" and _is_object_anchor(node):
            place = {local(item): (item.text or "").strip() for item in node}
            if place.get("col", "").isdigit() and place.get("row", "").isdigit():
                _write_cell(data, int(place["row"]) + 1, int(place["col"]) + 1)


def _is_object_anchor(node: etree._Element) -> bool:
    return any(local(above) == "oleObjects" for above in node.iterancestors())


def _write_cell(data: etree._Element, row_number: int, column: int) -> None:
    space = f"{{{namespace(str(data.tag))}}}"
    reference = f"{column_letters(column)}{row_number}"
    row = _ordered(data, f"{space}row", str(row_number), int)
    cell = _ordered(
        row, f"{space}c", reference, lambda found: column_number(found.rstrip("0123456789"))
    )
    if len(cell):
        return
    cell.set("t", "inlineStr")
    holder = etree.SubElement(cell, f"{space}is")
    etree.SubElement(holder, f"{space}t").text = PLACEHOLDER


def _ordered(
    parent: etree._Element, tag: str, reference: str, rank: Callable[[str], int]
) -> etree._Element:
    """The child of this reference; a new one stands where the order wants it."""
    place = 0
    for child in parent:
        found = str(child.get("r") or "")
        if found == reference:
            return child
        try:
            if rank(found) > rank(reference):
                break
        except ValueError:
            break
        place += 1
    fresh = etree.Element(tag)
    fresh.set("r", reference)
    parent.insert(place, fresh)
    return fresh


def _word(node: etree._Element) -> Harvest:
    gone = harvest(node)
    holder = node.getparent()
    if local(node) == "altChunk" and holder is not None:
        space = f"{{{namespace(str(node.tag))}}}"
        paragraph = etree.Element(f"{space}p")
        inner = etree.SubElement(paragraph, f"{space}r")
        etree.SubElement(inner, f"{space}t").text = PLACEHOLDER
        holder.replace(node, paragraph)
        return gone
    remove(node)
    if holder is None or any(local(item) == "imagedata" for item in holder.iter(etree.Element)):
        return gone
    run = holder.getparent()
    if run is not None:
        text = etree.Element(f"{{{namespace(str(run.tag))}}}t")
        text.text = PLACEHOLDER
        run.replace(holder, text)
    return gone


def _slide(node: etree._Element) -> Harvest:
    """The frame becomes the object's picture, else a text box of the same size."""
    frame: etree._Element | None = node
    while frame is not None and local(frame) != "graphicFrame":
        frame = frame.getparent()
    parent = None if frame is None else frame.getparent()
    if frame is None or parent is None:
        gone = harvest(node)
        remove(node)
        return gone
    picture = next((item for item in node if local(item) == "pic"), None)
    if picture is not None:
        node.remove(picture)
    gone = harvest(frame)
    parent.replace(frame, _text_box(frame) if picture is None else picture)
    return gone


def _text_box(frame: etree._Element) -> etree._Element:
    slide = namespace(str(frame.tag))
    drawing = next(
        (namespace(str(n.tag)) for n in frame.iter(etree.Element) if local(n) == "graphic"), ""
    )
    p, a = f"{{{slide}}}", f"{{{drawing}}}"
    box = etree.Element(p + "sp")
    names = etree.SubElement(box, p + "nvSpPr")
    identity = next((n.get("id", "2") for n in frame.iter() if local(n) == "cNvPr"), "2")
    etree.SubElement(names, p + "cNvPr", id=identity, name="Object")
    etree.SubElement(names, p + "cNvSpPr", txBox="1")
    etree.SubElement(names, p + "nvPr")
    shape = etree.SubElement(box, p + "spPr")
    old = next((n for n in frame if local(n) == "xfrm"), None)
    if old is not None:
        moved = etree.SubElement(shape, a + "xfrm")
        moved.extend(list(old))
    geometry = etree.SubElement(shape, a + "prstGeom", prst="rect")
    etree.SubElement(geometry, a + "avLst")
    body = etree.SubElement(box, p + "txBody")
    etree.SubElement(body, a + "bodyPr")
    run = etree.SubElement(etree.SubElement(body, a + "p"), a + "r")
    etree.SubElement(run, a + "t").text = PLACEHOLDER
    return box
