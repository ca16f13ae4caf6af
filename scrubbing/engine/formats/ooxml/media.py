"""Pictures, embedded documents and text chunks inside a package.

Their text is read and edited by the handlers of their own formats, through the toolbox.
A picture that no handler can read is replaced by a grey one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scrubbing.engine.errors import (
    Bomb,
    Broken,
    Empty,
    Encrypted,
    HasMacro,
    NeedsTool,
    TypeMismatch,
    UnknownPart,
    Unsupported,
)
from scrubbing.engine.formats.ooxml.opc import Part, Sort
from scrubbing.engine.types import Box, Edit, Extraction, Toolbox, Unit, Untrusted
from scrubbing.engine.zipcheck import format_of

UNREADABLE = (Broken, Empty, Encrypted, HasMacro, NeedsTool, TypeMismatch, UnknownPart, Unsupported)
"""Why an inner file is dropped instead of refusing the whole document. Limits are not here."""

_SIGNATURES = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
    (b"\x01\x00\x09\x00\x00\x03", "wmf"),
    (b"\x02\x00\x09\x00\x00\x03", "wmf"),
)
CONTENT_TYPES = {
    "png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
    "tiff": "image/tiff", "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    "potx": "application/vnd.openxmlformats-officedocument.presentationml.template",
    "ppsx": "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    "html": "text/html", "txt": "text/plain", "rtf": "application/rtf", "mht": "message/rfc822",
    "xml": "application/xml",
}  # fmt: skip
_SUFFIXES = {kind: suffix for suffix, kind in CONTENT_TYPES.items()} | {
    "application/xhtml+xml": "html",
    "text/rtf": "rtf",
}
_VECTORS = frozenset({"emf", "wmf"})


def suffix_of(data: bytes) -> str:
    """What kind of picture the bytes are, empty if none that is known."""
    for signature, suffix in _SIGNATURES:
        if data.startswith(signature):
            return suffix
    if data[:4] == b"\x01\0\0\0" and data[40:44] == b" EMF":
        return "emf"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:2] == b"\x1f\x8b":
        return "packed"
    return ""


@dataclass(frozen=True, slots=True)
class Inner:
    """An inner file as it is handed to the toolbox."""

    untrusted: Untrusted
    picture: bool


def inner(part: Part, toolbox: Toolbox) -> Inner | None:
    """The file inside a part, vector pictures as PNG; ``None`` where it must go."""
    if part.sort is Sort.IMAGE:
        suffix = suffix_of(part.data)
        if suffix == "packed":
            return None  # compressed EMF/WMF: unpacking it is not worth the risk
        if suffix in _VECTORS:
            try:
                png = toolbox.convert(part.data, suffix, "png")
            except UNREADABLE:
                return None
            return Inner(Untrusted("image.png", png), picture=True)
        return Inner(Untrusted(f"image.{suffix}", part.data), picture=True) if suffix else None
    suffix = _SUFFIXES.get(part.content_type, "") if part.sort is Sort.CHUNK else ""
    suffix = suffix or _package_suffix(part.data)
    return Inner(Untrusted(f"embedded.{suffix}", part.data), picture=False) if suffix else None


def _package_suffix(data: bytes) -> str:
    if not data.startswith(b"PK\x03\x04"):
        return ""
    try:
        return format_of(data)
    except (Broken, Bomb, Encrypted):
        return ""


def prepare(parts: Iterable[Part], toolbox: Toolbox) -> None:
    """Have all drawings converted together: old documents hold hundreds of formulas."""
    pictures = [(part.data, suffix_of(part.data)) for part in parts if part.sort is Sort.IMAGE]
    toolbox.convert_pictures([(data, suffix) for data, suffix in pictures if suffix in _VECTORS])


def extract(part: Part, toolbox: Toolbox) -> Extraction | None:
    """What an inner file says, its locators under the part's; ``None`` where it must go."""
    file = inner(part, toolbox)
    if file is None:
        return None
    try:
        if file.picture:
            found = toolbox.read_image(file.untrusted.data)
        else:
            found = toolbox.extract(file.untrusted)
    except UNREADABLE:
        return None
    return Extraction(
        found.format,
        tuple(replace(unit, locator=f"{part.name}!{unit.locator}") for unit in found.units),
        found.facts,
        tuple(replace(box, locator=f"{part.name}!{box.locator}") for box in found.boxes),
    )


def removed(data: bytes, prefix: str, toolbox: Toolbox) -> tuple[Unit, ...]:
    """The text of an embedded document that does not stay, as removable units."""
    suffix = _package_suffix(data)
    if not suffix:
        return ()
    try:
        found = toolbox.extract(Untrusted(f"embedded.{suffix}", data))
    except UNREADABLE:
        return ()
    return tuple(
        replace(unit, locator=f"{prefix}!{unit.locator}", removable=True) for unit in found.units
    )


def rewrite(
    part: Part, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
) -> tuple[str, bytes] | None:
    """The inner file's suffix and clean bytes; ``None`` where it must go."""
    file = inner(part, toolbox)
    if file is None:
        return None
    cut = len(part.name) + 1
    try:
        suffix, data = toolbox.rewrite(
            file.untrusted,
            [replace(edit, locator=edit.locator[cut:]) for edit in edits],
            [replace(box, locator=box.locator[cut:]) for box in boxes],
        )
    except UNREADABLE:
        return None
    suffix = suffix.lstrip(".").lower()
    suffix = {"jpg": "jpeg", "tif": "tiff"}.get(suffix, suffix)
    return (suffix, data) if suffix in CONTENT_TYPES else None
