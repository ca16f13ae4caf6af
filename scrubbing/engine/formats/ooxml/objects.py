"""Embedded objects that do not stay: their picture stays, or a sentence stands there."""

from lxml import etree

from scrubbing.engine.formats.ooxml import allow
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


def _word(node: etree._Element) -> Harvest:
    gone = harvest(node)
    holder = node.getparent()
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
