"""Shared strings: read where a cell shows them, split when one cell changes."""

import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime

from lxml import etree

from scrubbing.engine.xmltext import TEXT, XML_SPACE, Slot, local, serialize

_ESCAPE = re.compile(r"_x((?![dD][89a-fA-F])[0-9A-Fa-f]{4})_")
_LOOKS_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def decode(text: str) -> str:
    """Text with Excel's ``_x000D_`` escapes undone."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)


def encode(text: str) -> str:
    """Text in which nothing looks like an escape that is none."""
    return _LOOKS_LIKE_ESCAPE.sub("_x005F_", text) if "_x" in text else text


class StringSlot(Slot):
    """A slot of a spreadsheet string, whose text is escaped."""

    __slots__ = ()

    def write(self, text: str) -> None:
        """Put text into the place, escaped."""
        text = encode(text.replace("\r", ""))
        Slot.write(self, text)
        if self.key == TEXT and text != text.strip():
            self.element.set(XML_SPACE, "preserve")


_MIDNIGHT = "T00:00:00"
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})")


class DateSlot(Slot):
    """A date of a pivot table, shown as its cells show it; it always stays a date."""

    __slots__ = ()

    def write(self, text: str) -> None:
        """Put an ISO date into the place; anything else becomes the first of 1900."""
        fresh = text.replace(" ", "T") if " " in text else text + _MIDNIGHT
        try:
            datetime.fromisoformat(fresh)
        except ValueError:
            fresh = "1900-01-01" + _MIDNIGHT
        Slot.write(self, fresh if _MOMENT.fullmatch(fresh) else "1900-01-01" + _MIDNIGHT)


class NumberSlot(Slot):
    """A number of a pivot table: it always stays a number."""

    __slots__ = ()

    def write(self, text: str) -> None:
        """Put a number into the place; anything else becomes zero."""
        Slot.write(self, text if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text) else "0")


def pivot_slot(node: etree._Element, key: str, value: str) -> Slot:
    """The slot of an attribute that may hold a pivot table's date or number."""
    match = _MOMENT.fullmatch(value)
    if match is not None:
        shown = match.group(1) if value.endswith(_MIDNIGHT) else " ".join(match.groups())
        return DateSlot(node, key, shown)
    return (NumberSlot if local(node) == "n" else Slot)(node, key, value)


def slots(item: etree._Element) -> list[Slot]:
    """The pieces of a string item (``si`` or ``is``), without its phonetic guide."""
    found: list[Slot] = []
    for child in item:
        name = local(child)
        texts = [child] if name == "t" else list(child) if name == "r" else []
        found += [
            StringSlot(node, TEXT, decode(node.text))
            for node in texts
            if local(node) == "t" and node.text
        ]
    return found


def phonetic(item: etree._Element) -> list[Slot]:
    """The pieces of the phonetic guide of a string item."""
    return [
        StringSlot(node, TEXT, decode(node.text))
        for child in item
        if local(child) == "rPh"
        for node in child
        if local(node) == "t" and node.text
    ]


class Strings:
    """The shared strings of a workbook."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the items of the part, none where there is no part."""
        self.root = root
        self.items = [] if root is None else [n for n in root if local(n) == "si"]
        self._slots: list[list[Slot] | None] = [None] * len(self.items)
        self.used: set[int] = set()

    def slots(self, index: int) -> list[Slot]:
        """The pieces of one item; the item counts as used."""
        self.used.add(index)
        found = self._slots[index]
        if found is None:
            found = self._slots[index] = slots(self.items[index])
        return found

    def split(self, index: int) -> etree._Element:
        """A copy of an item that one cell may change."""
        return deepcopy(self.items[index])

    def unused(self) -> list[str]:
        """Text of items that no cell shows: values that were deleted or overwritten."""
        texts = (
            "".join(slot.text for slot in slots(item))
            for index, item in enumerate(self.items)
            if index not in self.used
        )
        return [text for text in texts if text.strip()]

    def rebuild(self, uses: Iterable[tuple[etree._Element, int | etree._Element]]) -> None:
        """Write the part anew with what cells use, in the order of their first use.

        ``uses`` gives for every cell its ``v`` element and the item it shows.
        """
        if self.root is None:
            return
        numbers: dict[int | bytes, int] = {}
        kept: list[etree._Element] = []
        count = 0
        for value, item in uses:
            identity = item if isinstance(item, int) else serialize(item)
            number = numbers.get(identity)
            if number is None:
                number = numbers[identity] = len(kept)
                kept.append(self.items[item] if isinstance(item, int) else item)
            value.text = str(number)
            count += 1
        for child in list(self.root):
            self.root.remove(child)
        self.root.extend(kept)
        self.root.set("count", str(count))
        self.root.set("uniqueCount", str(len(kept)))
