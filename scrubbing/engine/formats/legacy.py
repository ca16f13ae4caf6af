"""Old binary Office formats and RTF: converted by LibreOffice, then cleaned as OOXML.

doc, ppt, xls and xlsb leave as docx, pptx and xlsx: their own containers keep too many
old copies of text to be cleaned in place. RTF goes through docx and back.
"""

import re
import struct
from collections.abc import Mapping, Sequence

from scrubbing.engine import ole
from scrubbing.engine.errors import Broken, Unsupported
from scrubbing.engine.formats import rtf
from scrubbing.engine.signatures import sniff
from scrubbing.engine.types import Box, Edit, Extraction, Toolbox, Untrusted
from scrubbing.engine.zipbox import Members, build
from scrubbing.engine.zipcheck import format_of

TARGETS: Mapping[str, str] = {
    "doc": "docx", "ppt": "pptx", "xls": "xlsx", "xlsb": "xlsx", "rtf": "docx",
}  # fmt: skip
"""What each format is converted to before it is read."""

_PROJECT = re.compile(rb"vbaProject\.bin|macrosheets/", re.IGNORECASE)
"""Names of members, which stand uncompressed in a package's directory."""
_STORAGES = frozenset({"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"})
_SHEET, _MACRO_SHEET = 0x0085, 1
_RECORDS = 4_000_000
_LINKS = "xl/externalLinks/externalLink"
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")


def has_macros(data: bytes) -> bool:
    """Whether a binary document holds a VBA project or a sheet of Excel 4's macros."""
    if not data.startswith(ole.MAGIC):
        return _PROJECT.search(data) is not None
    try:
        file = ole.CompoundFile(data)
        book = file.head("Workbook", _RECORDS) or file.head("Book", _RECORDS)
        return bool(file.names & _STORAGES) or _has_macro_sheet(book)
    except (Broken, struct.error):
        return False


def _has_macro_sheet(book: bytes) -> bool:
    """Sheets are listed before the first of them begins."""
    at = 0
    while at + 4 <= len(book):
        record, size = struct.unpack_from("<HH", book, at)
        if record == _SHEET and size > 5 and book[at + 9] == _MACRO_SHEET:  # noqa: PLR2004 - place, state, kind
            return True
        at += 4 + size
    return False


def _converted(untrusted: Untrusted, toolbox: Toolbox) -> Untrusted:
    source = sniff(untrusted.data)
    target = TARGETS.get(source)
    if target is None:
        raise Unsupported
    data = toolbox.convert(untrusted.data, source, target)
    if target == "xlsx":
        data = _with_whole_links(data)
    return Untrusted(f"converted.{target}", data)


def _with_whole_links(data: bytes) -> bytes:
    """A converted workbook whose copies of other books' cells are XML.

    LibreOffice 7.4 writes "BS&W" there as it is, which no reader takes.
    """
    members = Members(data)
    if not any(name.startswith(_LINKS) for name in members.names):
        return data
    return build(
        (name, _BARE.sub(b"&amp;", members.read(name)))
        if name.startswith(_LINKS)
        else (name, members.read(name))
        for name in members.names
    )


class LegacyHandler:
    """doc, ppt, xls, xlsb: what comes out is the newer format."""

    name = "legacy"
    formats: tuple[str, ...] = ("doc", "ppt", "xls", "xlsb")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """All text of the converted document."""
        return toolbox.extract(_converted(untrusted, toolbox))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The converted document with the edits done."""
        return toolbox.rewrite(_converted(untrusted, toolbox), edits, boxes)[1]

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All text of the converted and cleaned document."""
        return toolbox.texts(f"converted.{format_of(output)}", output)


class RtfHandler:
    """RTF: cleaned as docx, then written as RTF again."""

    name = "rtf"
    formats: tuple[str, ...] = ("rtf",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """All text of the document, as its docx shows it."""
        return toolbox.extract(_converted(untrusted, toolbox))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """A fresh RTF without information groups, revisions or objects."""
        _, clean = toolbox.rewrite(_converted(untrusted, toolbox), edits, boxes)
        output = rtf.without_information(toolbox.convert(clean, "docx", "rtf"))
        if re.search(rb"\\objdata|\\\*\\datastore|\\\*\\template", output):
            raise Broken("the converted copy holds an object")
        return output

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All text of the RTF, read by our own reader; pictures through the toolbox."""
        found = list(rtf.texts(output))
        for number, picture in enumerate(rtf.pictures(output), start=1):
            suffix = sniff(picture)
            if suffix:
                found += toolbox.texts(f"picture{number}.{suffix}", picture)
        return found


LEGACY = LegacyHandler()
RTF = RtfHandler()
HANDLERS = (LEGACY, RTF)
