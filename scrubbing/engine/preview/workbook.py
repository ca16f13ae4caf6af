"""The tabs of a workbook: their names as they stand in the copy, and which are hidden."""

import zipfile
from io import BytesIO
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

BOOK = "xl/workbook.xml"
HIDDEN = frozenset({"hidden", "veryHidden"})
MAX_XML = 4 * 1024 * 1024


def sheets(data: bytes) -> list[dict[str, Any]]:
    """{"number", "name", "hidden"} of each sheet in order; nothing where none can be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            if book.getinfo(BOOK).file_size > MAX_XML:
                return []
            root = ElementTree.fromstring(book.read(BOOK))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, DefusedXmlException):
        return []
    found = (node for node in root.iter() if str(node.tag).rpartition("}")[2] == "sheet")
    return [
        {"number": number, "name": node.get("name", ""), "hidden": node.get("state") in HIDDEN}
        for number, node in enumerate(found, 1)
    ]
