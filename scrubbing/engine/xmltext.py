"""Text inside XML trees: where it stands, and how an edit is written back.

A ``Slot`` is one place that holds characters: the text of an element, its tail or one
attribute. A ``Passage`` joins the slots that a person reads as one stretch of text (the
runs of a paragraph) or that must always say the same (all uses of a style's id).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from scrubbing.engine.errors import Broken, EditLost, UnknownPart
from scrubbing.engine.types import Edit, Place, Role, Unit

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TEXT, TAIL = "#text", "#tail"

_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse(data: bytes) -> etree._Element:
    """The root of an XML part without comments and instructions.

    Raises ``Broken`` for what is not XML, ``UnknownPart`` for a document type
    declaration: Office writes none, and entities could hide text.
    """
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Broken("a part is not XML") from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # not in the stubs
        raise UnknownPart("a part with a document type declaration")
    return root


def serialize(root: etree._Element) -> bytes:
    """The XML part as Office writes it: UTF-8, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def words(text: str) -> frozenset[str]:
    """The words of a text as a set: a long list that stays readable."""
    return frozenset(text.split())


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace(tag: str) -> str:
    """The namespace of a qualified name, empty where it has none."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def remove(element: etree._Element) -> None:
    """Take an element out and leave the text that follows it where it is."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail and tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in list(element):
        parent.insert(at, child)
        at += 1
    parent.remove(element)


def clean_text(text: str) -> str:
    """Text without the characters XML cannot hold."""
    return _NOT_XML.sub("", text)


@dataclass(slots=True)
class Slot:
    """One place with characters. ``fixed`` stands for an element such as a tab."""

    element: etree._Element
    key: str
    text: str
    fixed: bool = False

    def write(self, text: str) -> None:
        """Put text into the place."""
        text = clean_text(text)
        if self.key == TEXT:
            self.element.text = text
        elif self.key == TAIL:
            self.element.tail = text
        else:
            self.element.set(self.key, text)


@dataclass(slots=True)
class Passage:
    """Slots that are read and edited as one.

    ``copies`` says that every slot holds the whole text (a name and its uses);
    otherwise the slots are pieces that follow each other. ``group`` names a kind of
    key ("style", "bookmark"): its values must stay distinct and valid after an edit.
    """

    locator: str
    slots: list[Slot]
    role: Role = Role.BODY
    place: Place = field(default_factory=Place)
    context: str = ""
    copies: bool = False
    group: str = ""

    @property
    def text(self) -> str:
        """What a person reads here."""
        if self.copies:
            return self.slots[0].text
        return "".join(slot.text for slot in self.slots)

    def unit(self) -> Unit:
        """The passage as the engine's unit."""
        return Unit(self.locator, self.text, self.role, self.context, self.place)

    def write(self, edits: Sequence[Edit], melt: Callable[[Slot, str], None]) -> None:
        """Apply edits. ``melt`` replaces a fixed slot's element by text or removes it."""
        if self.copies:
            text = apply_edits(self.text, edits)
            for slot in self.slots:
                slot.write(text)
            return
        fresh = zip(self.slots, spread(self.slots, edits), strict=True)
        changed = [(slot, after) for slot, after in fresh if after != slot.text]
        for slot, after in changed:
            if not slot.fixed:
                slot.write(after)
        # Last, because an element that is taken out hands its tail on: that of a slot too.
        for slot, after in changed:
            if slot.fixed:
                melt(slot, after)


def ordered(edits: Iterable[Edit], length: int) -> list[Edit]:
    """Edits from left to right. Raises ``EditLost`` for what overlaps or lies outside."""
    result = sorted(edits, key=lambda edit: (edit.start, edit.end))
    reached = 0
    for edit in result:
        if edit.start < reached or edit.end < edit.start or edit.end > length:
            raise EditLost
        reached = edit.end
    return result


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits done."""
    result, reached = [], 0
    for edit in ordered(edits, len(text)):
        result += [text[reached : edit.start], clean_text(edit.replacement)]
        reached = edit.end
    return "".join([*result, text[reached:]])


def spread(slots: Sequence[Slot], edits: Sequence[Edit]) -> list[str]:
    """The new text of each slot; a replacement goes where its edit begins."""
    texts = [slot.text for slot in slots]
    starts, position = [], 0
    for text in texts:
        starts.append(position)
        position += len(text)
    result = list(texts)
    for edit in reversed(ordered(edits, position)):
        replacement = clean_text(edit.replacement)
        placed = False
        for index, (start, text) in enumerate(zip(starts, texts, strict=True)):
            low, high = max(edit.start, start), min(edit.end, start + len(text))
            inserts = edit.start == edit.end and start <= edit.start <= start + len(text)
            if low < high or (inserts and not placed):
                old = result[index]
                piece = "" if placed else replacement
                result[index] = old[: low - start] + piece + old[high - start :]
                placed = True
    return result
