"""Files inside text formats (data: addresses, base64 values): handed back to the registry."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scrubbing.engine.errors import (
    Broken,
    Empty,
    Encrypted,
    HasMacro,
    NeedsTool,
    TypeMismatch,
    UnknownPart,
    Unsupported,
)
from scrubbing.engine.leaves import Leaf, Segment, same
from scrubbing.engine.types import Box, Edit, Extraction, Toolbox, Unit, Untrusted

DROPPED = (
    Broken, Empty, Encrypted, HasMacro, NeedsTool, TypeMismatch, UnknownPart, Unsupported,
)  # fmt: skip
"""Reasons for which an inner file is left out instead of refusing the outer one."""
MARK = "!"
SUFFIXES = {
    "image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif",
    "image/webp": "webp", "image/bmp": "bmp", "image/tiff": "tiff", "image/svg+xml": "svg",
    "application/pdf": "pdf", "text/html": "html", "text/plain": "txt", "text/csv": "csv",
    "application/json": "json", "text/xml": "xml", "application/xml": "xml",
    "text/calendar": "ics", "text/vcard": "vcf", "text/x-vcard": "vcf", "text/markdown": "md",
    "message/rfc822": "eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}  # fmt: skip
DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)((?:;[\w=.+-]+)*?);base64,([A-Za-z0-9+/=\s%]*)")


@dataclass(frozen=True, slots=True)
class Blob:
    """An inner file at source characters ``start`` to ``end``.

    ``encode`` writes its new bytes, ``blank`` stands there when it has to be left out.
    """

    locator: str
    start: int
    end: int
    untrusted: Untrusted
    encode: Callable[[bytes], str]
    blank: str = ""


def data_uris(text: str, offset: int, locator: str) -> Iterator[Blob]:
    """Every base64 data: address in a stretch of source that begins at ``offset``."""
    for number, match in enumerate(DATA_URI.finditer(text), start=1):
        mime = match.group(1).lower()
        try:
            data = base64.b64decode(re.sub(r"\s|%0[aAdD]", "", match.group(3)), validate=True)
        except (binascii.Error, ValueError):
            data = b""
        name = f"blob.{SUFFIXES.get(mime, 'bin')}"
        start, end = offset + match.start(), offset + match.end()
        yield Blob(
            f"{locator}:d{number}", start, end, Untrusted(name, data), _as_uri(mime), "data:,"
        )


def _as_uri(mime: str) -> Callable[[bytes], str]:
    return lambda data: f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"


def divide(found: Iterable[Leaf], inner: Sequence[Blob]) -> tuple[list[Leaf], list[Blob]]:
    """Leaves without the characters of blobs, and the blobs that can be cut out.

    A blob inside a longer escaped string cannot: it stays text of that string, and the
    verification opens it.
    """
    kept: list[Leaf] = []
    blobs = list(inner)
    for leaf in found:
        mine = [blob for blob in blobs if any(_meet(blob, part) for part in leaf.segments)]
        if not mine:
            kept.append(leaf)
        elif all(part.encode is same for part in leaf.segments):
            kept += _split(leaf, mine)
        elif not all(_is_whole(blob, leaf) for blob in mine):
            blobs = [blob for blob in blobs if blob not in mine]
            kept.append(leaf)
    return kept, blobs


def _meet(blob: Blob, part: Segment) -> bool:
    return blob.start < part.end and part.start < blob.end


def _is_whole(blob: Blob, leaf: Leaf) -> bool:
    """Whether a leaf is nothing but the blob, give or take quotes."""
    part = leaf.segments[0]
    return len(leaf.segments) == 1 and blob.start - part.start <= 1 and part.end - blob.end <= 1


def _split(leaf: Leaf, blobs: Sequence[Blob]) -> Iterator[Leaf]:
    part = leaf.segments[0]
    position = part.start
    for number, blob in enumerate([*blobs, None], start=1):
        stop = blob.start if blob else part.end
        if stop > position:
            text = part.text[position - part.start : stop - part.start]
            segment = Segment(position, stop, text)
            yield replace(leaf, locator=f"{leaf.locator}/{number}", segments=(segment,))
        position = blob.end if blob else position


def extract(blobs: Iterable[Blob], toolbox: Toolbox) -> Extraction:
    """Units, facts and boxes of all inner files, their locators under the blob's."""
    units: list[Unit] = []
    boxes: list[Box] = []
    for blob in blobs:
        try:
            inner = toolbox.extract(blob.untrusted)
        except DROPPED:
            continue
        prefix = blob.locator + MARK
        units += [replace(unit, locator=prefix + unit.locator) for unit in inner.units]
        boxes += [replace(box, locator=prefix + box.locator) for box in inner.boxes]
    return Extraction("", tuple(units), (), tuple(boxes))


def changes(
    blobs: Iterable[Blob], edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
) -> list[tuple[int, int, str]]:
    """What to write in each blob's place; an unreadable one leaves its blank."""
    result = []
    for blob in blobs:
        prefix = blob.locator + MARK
        mine = [_inner(edit, prefix) for edit in edits if edit.locator.startswith(prefix)]
        covered = [_inner_box(box, prefix) for box in boxes if box.locator.startswith(prefix)]
        try:
            _suffix, data = toolbox.rewrite(blob.untrusted, mine, covered)
            text = blob.encode(data)
        except DROPPED:
            text = blob.blank
        result.append((blob.start, blob.end, text))
    return result


def outer(edits: Sequence[Edit], blobs: Sequence[Blob]) -> list[Edit]:
    """Edits that belong to no blob."""
    prefixes = tuple(blob.locator + MARK for blob in blobs)
    return [edit for edit in edits if not (prefixes and edit.locator.startswith(prefixes))]


def _inner(edit: Edit, prefix: str) -> Edit:
    return replace(edit, locator=edit.locator.removeprefix(prefix))


def _inner_box(box: Box, prefix: str) -> Box:
    return replace(box, locator=box.locator.removeprefix(prefix))
