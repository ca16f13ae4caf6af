"""Which sheets of a workbook and slides of a show are hidden, and the sheets' names."""

import zipfile
from io import BytesIO
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

BOOK = "xl/workbook.xml"
SHOW, SHOW_LINKS = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
HIDDEN = frozenset({"hidden", "veryHidden"})
MAX_XML = 4 * 1024 * 1024


def sheets(data: bytes) -> list[dict[str, Any]]:
    """{"number", "name", "hidden"} of each sheet in order; nothing where none can be read."""
    root = _part(data, BOOK)
    found = _named(root, "sheet") if root is not None else []
    return [
        {"number": number, "name": node.get("name", ""), "hidden": node.get("state") in HIDDEN}
        for number, node in enumerate(found, 1)
    ]


def hidden_slides(data: bytes) -> set[int]:
    """Numbers of the slides that a show leaves out, from 1."""
    root, links = _part(data, SHOW), _part(data, SHOW_LINKS)
    if root is None or links is None:
        return set()
    targets = {node.get("Id"): node.get("Target", "") for node in _named(links, "Relationship")}
    order = [targets.get(node.get(ID), "") for node in _named(root, "sldId")]
    slides = ((n, _part(data, f"ppt/{target}")) for n, target in enumerate(order, 1))
    return {number for number, slide in slides if slide is not None and slide.get("show") == "0"}


def _part(data: bytes, name: str) -> Any:
    """The root of one XML part; nothing where it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if package.getinfo(name).file_size > MAX_XML:
                return None
            return ElementTree.fromstring(package.read(name))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, DefusedXmlException):
        return None


def _named(root: Any, name: str) -> list[Any]:
    return [node for node in root.iter() if str(node.tag).rpartition("}")[2] == name]
