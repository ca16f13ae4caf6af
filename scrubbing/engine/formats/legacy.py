"""Old binary Office formats and RTF: converted by LibreOffice, then cleaned as OOXML.

doc, ppt, xls and xlsb leave as docx, pptx and xlsx: their own containers keep too many
old copies of text to be cleaned in place. RTF goes through docx and back.
"""

import re
from collections.abc import Mapping, Sequence

from scrubbing.engine.errors import Broken, Unsupported
from scrubbing.engine.formats import rtf
from scrubbing.engine.signatures import sniff
from scrubbing.engine.types import Box, Edit, Extraction, Toolbox, Untrusted
from scrubbing.engine.zipcheck import format_of

TARGETS: Mapping[str, str] = {
    "doc": "docx", "ppt": "pptx", "xls": "xlsx", "xlsb": "xlsx", "rtf": "docx",
}  # fmt: skip
"""What each format is converted to before it is read."""

_VBA = "_VBA_PROJECT".encode("utf-16-le")


def has_macros(data: bytes) -> bool:
    """Whether a binary document holds a VBA project."""
    return _VBA in data or b"vbaProject.bin" in data


def _converted(untrusted: Untrusted, toolbox: Toolbox) -> Untrusted:
    source = sniff(untrusted.data)
    target = TARGETS.get(source)
    if target is None:
        raise Unsupported
    data = toolbox.convert(untrusted.data, source, target)
    return Untrusted(f"converted.{target}", data)


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
