"""SVG: text scrubbed in place, pictures inside recursed, all that does not draw dropped."""

import base64
import binascii
import gzip
import io
import itertools
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from lxml import etree

from scrubbing.engine.errors import Bomb, Broken, EditLost, Empty
from scrubbing.engine.formats.image.svgtree import PICTURE, Cleaner, drawn, is_element, local
from scrubbing.engine.formats.image.svgwords import ELEMENTS, XLINK
from scrubbing.engine.types import Box, Edit, Extraction, Place, Role, Toolbox, Unit, Untrusted

LARGEST = 64 * 1024 * 1024
"""Bytes of an unpacked svgz."""

SHORTEST, DRAWING = 2, 10_000
"""Letters of a value worth knowing; a longer one is a drawing."""


class SvgHandler:
    """See ``scrubbing.engine.types.Handler``."""

    name = "svg"
    formats = ("svg",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        root = parse(untrusted.data)
        units = [
            Unit(f"text.{number}", _words(element), Role.BODY, place=Place(line=number))
            for number, element in enumerate(_texts(root), 1)
            if _words(element).strip()
        ]
        boxes: list[Box] = []
        for number, (data, _) in enumerate(_pictures(root), 1):
            read = toolbox.read_image(data)
            prefix = f"image{number}!"
            units += [replace(unit, locator=prefix + unit.locator) for unit in read.units]
            boxes += [replace(box, locator=prefix + box.locator) for box in read.boxes]
        return Extraction("svg", (*units, *_dropped(root)), (), tuple(boxes))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        root = parse(untrusted.data)
        wanted: dict[str, list[Edit]] = {}
        for edit in edits:
            wanted.setdefault(edit.locator, []).append(edit)
        texts = {f"text.{number}": element for number, element in enumerate(_texts(root), 1)}
        for locator, changes in wanted.items():
            if locator.startswith("text."):
                if locator not in texts:
                    raise EditLost
                _edit(texts[locator], changes)
        for number, (data, element) in enumerate(_pictures(root), 1):
            _repaint(element, data, f"image{number}!", edits, boxes, toolbox)
        made = Cleaner().copy(root)
        etree.cleanup_namespaces(made)
        written: bytes = etree.tostring(made, encoding="utf-8", xml_declaration=True)
        return written

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        try:
            root = ElementTree.fromstring(output, forbid_dtd=True)
        except (ElementTree.ParseError, DefusedXmlException):
            raise Broken from None
        found = ["".join(root.itertext())]
        for element in root.iter():
            found += [value for value in element.attrib.values() if not PICTURE.match(value)]
        for data, _ in _pictures(parse(output)):
            found.append("\n".join(unit.text for unit in toolbox.read_image(data).units))
        return found


def parse(untrusted: bytes) -> etree._Element:
    """The tree, without entities; raises ``Broken`` where it is none."""
    if not untrusted.strip():
        raise Empty
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False,
                             huge_tree=False, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(_unpacked(untrusted), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Broken from None
    if local(root) != "svg":
        raise Broken
    return root


def _unpacked(untrusted: bytes) -> bytes:
    if not untrusted.startswith(b"\x1f\x8b"):
        return untrusted
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(untrusted)) as packed:
            data = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise Broken from None
    if len(data) > LARGEST:
        raise Bomb
    return data


def _texts(root: etree._Element) -> Iterator[etree._Element]:
    """Text elements that stay; a text inside another belongs to the outer one."""
    for element in drawn(root):
        if local(element) == "text":
            yield element


def _nodes(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Places of text below an element that stay: an element and "text" or "tail"."""
    yield element, "text"
    for child in element:
        if local(child) in ELEMENTS:
            yield from _nodes(child)
        yield child, "tail"


def _words(element: etree._Element) -> str:
    return "".join(getattr(node, place) or "" for node, place in _nodes(element))


def _edit(element: etree._Element, changes: Sequence[Edit]) -> None:
    """Replace stretches that may run over several nodes; the first gets the new text."""
    length = len(_words(element))
    for edit in sorted(changes, key=lambda one: -one.start):
        if not 0 <= edit.start <= edit.end <= length:
            raise EditLost
        at, new = 0, edit.replacement
        for node, place in list(_nodes(element)):
            text = getattr(node, place) or ""
            start, end = max(edit.start - at, 0), min(edit.end - at, len(text))
            at += len(text)
            if start < end:
                setattr(node, place, text[:start] + new + text[end:])
                new = ""
    for node in itertools.chain((element,), element.iter()):
        for key in ("x", "y", "dx", "dy", "rotate", "textLength"):
            if is_element(node) and (value := node.get(key)) is not None:
                first = value.replace(",", " ").split()[:1]
                if key in {"x", "y"} and first:
                    node.set(key, first[0])
                else:
                    node.attrib.pop(key)


def _pictures(root: etree._Element) -> Iterator[tuple[bytes, etree._Element]]:
    """Pictures written into the file itself."""
    for element in drawn(root):
        if local(element) != "image":
            continue
        address = element.get("href") or element.get(f"{{{XLINK}}}href") or ""
        match = PICTURE.match(address.strip())
        if match is None:
            continue
        try:
            data = base64.b64decode(address.strip()[match.end() :], validate=False)
        except (binascii.Error, ValueError):
            raise Broken from None
        yield data, element


def _repaint(
    element: etree._Element, data: bytes, prefix: str, edits: Sequence[Edit],
    boxes: Sequence[Box], toolbox: Toolbox,
) -> None:  # fmt: skip
    """Even an unedited picture is written anew, for its metadata."""
    own = [replace(edit, locator=edit.locator.removeprefix(prefix)) for edit in edits
           if edit.locator.startswith(prefix)]  # fmt: skip
    regions = [replace(box, locator=box.locator.removeprefix(prefix)) for box in boxes
               if box.locator.startswith(prefix)]  # fmt: skip
    name = f"image.{_suffix(data)}"
    suffix, clean = toolbox.rewrite(Untrusted(name, data), own, regions)
    kind = "jpeg" if suffix.lstrip(".") == "jpg" else suffix.lstrip(".")
    if f"{{{XLINK}}}href" in element.attrib:
        del element.attrib[f"{{{XLINK}}}href"]
    element.set("href", f"data:image/{kind};base64,{base64.b64encode(clean).decode('ascii')}")


def _dropped(root: etree._Element) -> Iterator[Unit]:
    """What the rewriter leaves behind: knowledge."""
    alive = list(root.iter())  # lxml gives an element the same id only as long as it is held
    kept = {id(element) for element in drawn(root)}
    inside = {id(node) for element in _texts(root) for node, _ in _nodes(element)}
    number = 0
    for element in alive:
        values = [] if id(element) in inside else [element.text or ""]
        if isinstance(element.tag, str):
            values += [str(value) for key, value in element.attrib.items()
                       if str(key) in {"id", "class"} or ":" in str(key) or str(key).startswith(("data-", "aria-"))
                       or id(element) not in kept]  # fmt: skip
        for value in values:
            if (
                len(value.strip()) >= SHORTEST
                and len(value) < DRAWING
                and not value.startswith("data:")
            ):
                number += 1
                yield Unit(f"meta.{number}", value.strip(), Role.PROPERTY, removable=True,
                           place=Place(part="properties"))  # fmt: skip


def _suffix(data: bytes) -> str:
    """What the bytes are; the address's own word for it may be wrong."""
    for mark, suffix in (
        (b"\x89PNG", "png"),
        (b"\xff\xd8", "jpg"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
    ):
        if data.startswith(mark):
            return suffix
    return "webp"
