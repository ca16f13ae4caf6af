"""An output taken apart to its last byte: members, streams and blobs, without our formats.

Other code than the rewriters': whatever cannot be opened is searched as it stands.
"""

import base64
import binascii
import gzip
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.limits import MAX_UNPACKED
from scrubbing.engine.sevenzip import reading as sevenzip

DEEPEST = 8
BLOB = re.compile(rb"[A-Za-z0-9+/]{40,}(?:[\r\n]+[A-Za-z0-9+/]{4,})*={0,2}")
ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
BUNDLE = b"# v2 git bundle\n"
PNG = b"\x89PNG\r\n\x1a\n"
SMALLEST_BLOB = 24
WINDOW = 1 << 14
USTAR = slice(257, 262)
"""Where a tar says that it is one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of bytes of an output, and the name it had in its container, if any.

    ``frame`` is what a container of plain bytes has around its members.
    """

    data: bytes
    name: str = ""
    frame: bool = False


def pieces(data: bytes, depth: int = 0, name: str = "") -> Iterator[Piece]:
    """The bytes themselves and everything that can be unpacked from them.

    Of a tar, whose members are not packed, what stands around them instead of the whole.
    """
    if depth < DEEPEST and (held := _tar(data)):
        yield Piece(held[0], name, frame=True)
        for inner in held[1]:
            yield from pieces(inner.data, depth + 1, inner.name)
        return
    yield Piece(data, name)
    if depth >= DEEPEST:
        return
    for inner in _inside(data):
        yield from pieces(inner.data, depth + 1, inner.name)


def _inside(data: bytes) -> Iterator[Piece]:
    if data.startswith(b"PK\x03\x04"):
        yield from _zip(data)
    elif data.startswith(b"\x1f\x8b"):
        yield from _gzip(data)
    elif b"%PDF-" in data[:1024]:
        yield from _pdf(data)
    elif data.startswith(PNG):
        yield from _png(data)
    elif data.startswith(BUNDLE):
        yield from _bundle(data)
    elif data.startswith(sevenzip.MAGIC):
        yield from _seven(data)
    elif data[:2] in ZLIB_HEADS:
        yield from _zlib(data)
    elif not data.startswith((b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")):
        yield from _base64(data)


def _zip(data: bytes) -> Iterator[Piece]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if archive.comment:
                yield Piece(archive.comment)
            for member in archive.infolist():
                yield Piece(member.comment + member.extra, member.filename)
                if member.file_size <= MAX_UNPACKED:
                    yield Piece(archive.read(member))
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, zlib.error):
        return


def _tar(data: bytes) -> tuple[bytes, list[Piece]] | None:
    """The frame and the members of a tar; together they are all of its bytes."""
    if data[USTAR] != b"ustar":
        return None
    frame, members, last = [], [], 0
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:") as archive:
            for info in archive:
                end = info.offset_data + info.size
                if not info.isreg() or info.issparse() or not last <= info.offset_data <= end:
                    return None
                frame.append(data[last : info.offset_data])
                members.append(Piece(data[info.offset_data : end], info.name))
                last = end
    except (tarfile.TarError, OSError, ValueError, EOFError, OverflowError):
        return None
    return b"".join([*frame, data[last:]]), members


def _gzip(data: bytes) -> Iterator[Piece]:
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as stream:
            yield Piece(stream.read(MAX_UNPACKED))
    except (OSError, EOFError, zlib.error):
        return


def _zlib(data: bytes) -> Iterator[Piece]:
    try:
        yield Piece(zlib.decompressobj().decompress(data, MAX_UNPACKED))
    except zlib.error:
        return


def _seven(data: bytes) -> Iterator[Piece]:
    try:
        for content in sevenzip.read(data):
            yield Piece(content.data or b"", content.untrusted_path)
    except ScrubError:
        return


def _bundle(data: bytes) -> Iterator[Piece]:
    """Each object of its pack: a head of a few bytes, then a stream that says its own end."""
    at = data.find(b"\n\nPACK") + 14
    while 14 <= at < len(data) - 20:  # noqa: PLR2004 - the pack's head and its hash
        while data[at] & 0x80:
            at += 1
        stream, pieces, at = zlib.decompressobj(), [], at + 1
        try:
            while not stream.eof and at < len(data):
                pieces.append(stream.decompress(data[at : at + WINDOW]))
                at += WINDOW
        except zlib.error:
            return
        yield Piece(b"".join(pieces))
        at = min(at, len(data)) - len(stream.unused_data)


def _png(data: bytes) -> Iterator[Piece]:
    """Compressed text chunks; plain ones are seen in the raw bytes."""
    position = len(PNG)
    while position + 12 <= len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + size]
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            for head in ZLIB_HEADS:
                if (at := body.find(head)) >= 0:
                    yield from _zlib(body[at:])
        position += 12 + size


def _pdf(data: bytes) -> Iterator[Piece]:
    try:
        with pikepdf.open(BytesIO(data)) as document:
            for item in document.objects:
                yield from _pdf_object(item)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return


def _pdf_object(item: pikepdf.Object) -> Iterator[Piece]:
    if isinstance(item, pikepdf.Stream):
        try:
            yield Piece(item.read_bytes())
        except (pikepdf.PdfError, RuntimeError):
            yield Piece(item.read_raw_bytes())
        yield Piece(
            item.stream_dict.unparse(resolved=False) if hasattr(item, "stream_dict") else b""
        )
    else:
        yield Piece(item.unparse(resolved=False))


def _base64(data: bytes) -> Iterator[Piece]:
    for match in BLOB.finditer(data):
        compact = re.sub(rb"\s", b"", match.group())
        compact = compact[: len(compact) // 4 * 4]
        try:
            decoded = base64.b64decode(compact, validate=True)
        except (binascii.Error, ValueError):
            continue
        if len(decoded) >= SMALLEST_BLOB:
            yield Piece(decoded)
