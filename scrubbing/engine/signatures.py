"""What bytes are by their first and last bytes, and whether they are two things at once."""

import re

from scrubbing.engine import ole, zipcheck
from scrubbing.engine.errors import Polyglot

PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"\x1f\x8b\x08", "gz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"{\\rtf", "rtf"),
    (b"# v2 git bundle\n", "bundle"),
    (b"# v3 git bundle\n", "bundle"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"\xca\xfe\xba\xbe", "exe"),
    (b"\xcf\xfa\xed\xfe", "exe"),
    (b"SQLite format 3\0", "sqlite"),
    (b"%!PS", "ps"),
)
HEIC = re.compile(rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1|avif)", re.DOTALL)
PDF_WINDOW = 1024
TAIL = 70_000
SLACK = 64
"""Bytes after a ZIP directory that readers still forgive."""
STRUCTURED = frozenset({
    "pdf", "docx", "dotx", "docm", "dotm", "pptx", "potx", "ppsx", "pptm", "potm", "ppsm", "xlsx",
    "xltx", "xlsm", "xltm", "xlsb", "odt", "ott", "ods", "ots", "odp", "otp", "odg", "epub", "doc",
    "xls", "ppt", "msg", "ole", "rtf", "png", "jpg", "gif", "tiff", "webp", "bmp", "heic", "zip",
    "tar", "gz", "7z", "rar", "bz2", "xz", "bundle", "exe", "sqlite", "ps",
})  # fmt: skip
"""Formats that bytes prove; all others are text told apart by suffix and grammar."""


def sniff(data: bytes) -> str:
    """The format that the bytes prove, or "" for text and unknown bytes.

    Raises ``Polyglot`` for two at once, and what ``zipcheck`` and ``ole`` raise.
    """
    found = _first(data)
    _refuse_second(found, data)
    return found


def _first(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zipcheck.format_of(data)
    if data.startswith(ole.MAGIC):
        return ole.format_of(data)
    for prefix, name in PREFIXES:
        if data.startswith(prefix):
            return name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"BM") and _is_bmp(data):
        return "bmp"
    if HEIC.match(data):
        return "heic"
    if is_tar(data):
        return "tar"
    return "pdf" if b"%PDF-" in data[:PDF_WINDOW] and _has_pdf_body(data) else ""


def is_tar(data: bytes) -> bool:
    """Whether the first block is a tar header with a right checksum."""
    block = data[:512]
    if len(block) < 512 or not block.strip(b"\0"):  # noqa: PLR2004 - tar's block
        return False
    try:
        written = int(block[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return written == sum(block[:148]) + 8 * 32 + sum(block[156:])


def _is_bmp(data: bytes) -> bool:
    header = int.from_bytes(data[14:18], "little")
    return header in {12, 16, 40, 52, 56, 64, 108, 124}


def _has_pdf_body(data: bytes) -> bool:
    return b"endobj" in data or b"startxref" in data


def _refuse_second(found: str, data: bytes) -> None:
    if not found:
        return
    if found != "pdf" and found in _PIXELS and b"%PDF-" in data[:PDF_WINDOW]:
        raise Polyglot(f"{found} and pdf")
    if found == "pdf" and _starts_as_markup(data):
        raise Polyglot("pdf and markup")
    if found in _NO_ZIP_TAIL and _ends_as_zip(data):
        raise Polyglot(f"{found} and zip")


_PIXELS = frozenset({"png", "jpg", "gif", "tiff", "webp", "bmp", "heic"})
_NO_ZIP_TAIL = _PIXELS | {"pdf", "rtf", "bundle", "7z", "gz"}


def _starts_as_markup(data: bytes) -> bool:
    head = data[: data.find(b"%PDF-")].lstrip().lower()
    return head.startswith((b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"gif8", b"#!"))


def _ends_as_zip(data: bytes) -> bool:
    """Whether a ZIP directory ends the file: one inside it is only an embedded file."""
    tail = data[-TAIL:]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:  # noqa: PLR2004 - the record's size
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    if len(tail) - at - 22 - comment > SLACK:
        return False
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    begin = len(data) - len(tail) + at - size
    return size > 0 and begin > 0 and data[begin : begin + 4] == b"PK\x01\x02"
