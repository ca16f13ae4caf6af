"""The files of a 7z archive."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from scrubbing.engine.errors import Bomb, Broken, Encrypted, Unsupported
from scrubbing.engine.limits import FREE_BYTES, MAX_RATIO, MAX_UNPACKED
from scrubbing.engine.sevenzip import header
from scrubbing.engine.sevenzip.fields import Fields
from scrubbing.engine.sevenzip.header import Coder, Folder, Item

START = struct.Struct("<6sBBIQQI")
MAGIC = b"7z\xbc\xaf\x27\x1c"
MOST_HEADER = 64 * 1024 * 1024
COPY, DELTA, LZMA, LZMA2, DEFLATE, BZIP2 = "00", "03", "030101", "21", "040108", "040202"
AES = frozenset({"06f10701"})
FILTERS = {
    DELTA: lzma.FILTER_DELTA, "04": lzma.FILTER_X86, "03030103": lzma.FILTER_X86,
    "05": lzma.FILTER_POWERPC, "03030205": lzma.FILTER_POWERPC, "06": lzma.FILTER_IA64,
    "03030401": lzma.FILTER_IA64, "07": lzma.FILTER_ARM, "03030501": lzma.FILTER_ARM,
    "08": lzma.FILTER_ARMTHUMB, "03030701": lzma.FILTER_ARMTHUMB, "09": lzma.FILTER_SPARC,
    "03030805": lzma.FILTER_SPARC,
}  # fmt: skip
"""Steps that only turn bytes into others of the same number."""
FOR_PROGRAMS = frozenset({"0303011b", "0a"})
"""Methods that 7-Zip takes for machine code alone: programs, which are left out anyway."""


@dataclass(frozen=True, slots=True)
class Content:
    """A regular file; ``data`` is ``None`` where its packing is one for programs only."""

    untrusted_path: str
    data: bytes | None
    executable: bool = False


def read(data: bytes) -> Iterator[Content]:
    """Every regular file in its order. Raises ``Broken``, ``Bomb``, ``Encrypted``, ``Unsupported``."""
    folders, items = _contents(data)
    if any(coder.method in AES for folder in folders for coder in folder.coders):
        raise Encrypted("7z")
    _check_sizes(folders, len(data))
    streams = (piece for folder in folders for piece in _files(folder, data))
    for item in items:
        piece: bytes | None = b""
        if item.has_stream:
            try:
                piece = next(streams)
            except StopIteration as error:
                raise Broken("7z streams") from error
        if item.is_regular:
            yield Content(item.untrusted_name, piece, item.executable)


def _contents(data: bytes) -> tuple[list[Folder], list[Item]]:
    """Folders and items of the header, which may be packed itself."""
    fields = Fields(_header(data))
    kind = fields.number() if fields.data else header.HEADER
    for _ in range(4):
        if kind != header.ENCODED:
            break
        folders = header.read_streams(fields)
        if len(folders) != 1:
            raise Broken("7z header")
        folder = folders[0]
        if any(coder.method in AES for coder in folder.coders):
            raise Encrypted("7z")
        if max(folder.sizes) > MOST_HEADER:
            raise Bomb("7z header")
        fields = Fields(_unpacked(folder, data))
        kind = fields.number()
    if kind != header.HEADER:
        raise Broken("7z header")
    return _main(fields) if fields.data else ([], [])


def _header(data: bytes) -> bytes:
    if len(data) < START.size:
        raise Broken("7z")
    magic, _, _, crc, offset, size, own_crc = START.unpack_from(data)
    if magic != MAGIC or zlib.crc32(data[12 : START.size]) != crc:
        raise Broken("7z")
    begin = START.size + offset
    packed = data[begin : begin + size]
    if len(packed) != size or zlib.crc32(packed) != own_crc:
        raise Broken("7z header")
    return packed


def _main(fields: Fields) -> tuple[list[Folder], list[Item]]:
    folders: list[Folder] = []
    items: list[Item] = []
    while (kind := fields.number()) != header.END:
        if kind == header.MAIN:
            folders = header.read_streams(fields)
        elif kind == header.FILES:
            items = header.read_items(fields)
        elif kind == header.ARCHIVE_PROPERTIES:
            while fields.number() != header.END:
                fields.take(fields.number())
        else:
            raise Unsupported("7z header")
    return folders, items


def _check_sizes(folders: list[Folder], packed: int) -> None:
    total = sum(max(folder.sizes) for folder in folders)
    if total > MAX_UNPACKED or total > max(FREE_BYTES, packed * MAX_RATIO):
        raise Bomb("ratio")


def _files(folder: Folder, data: bytes) -> Iterator[bytes | None]:
    if any(coder.method in FOR_PROGRAMS for coder in folder.coders):
        yield from (None for _ in folder.files)
        return
    plain, at = _unpacked(folder, data), 0
    for size, digest in folder.files:
        piece = plain[at : at + size]
        if len(piece) != size or (digest is not None and zlib.crc32(piece) != digest):
            raise Broken("7z file")
        yield piece
        at += size


def _unpacked(folder: Folder, data: bytes) -> bytes:
    """A folder's bytes."""
    if len(folder.packed) != 1:
        raise Unsupported("7z method")
    start, size = folder.packed[0]
    plain = data[start : start + size]
    if len(plain) != size:
        raise Broken("7z streams")
    for coder, wanted in folder.steps():
        plain = _step(coder, plain, wanted)
    if folder.digest is not None and zlib.crc32(plain) != folder.digest:
        raise Broken("7z folder")
    return plain


class _Decompressor(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _step(coder: Coder, packed: bytes, size: int) -> bytes:
    if coder.method == COPY or not size:
        plain = packed[:size] if size else b""
    else:
        try:
            plain = _run(coder, packed, size)
        except (lzma.LZMAError, zlib.error, OSError, ValueError, EOFError) as error:
            raise Broken("7z stream") from error
    if len(plain) != size:
        raise Broken("7z stream")
    return plain


def _run(coder: Coder, packed: bytes, size: int) -> bytes:
    if coder.method in FILTERS:
        return _filtered(coder, packed)
    return _decompressor(coder, size).decompress(packed, size)


def _filtered(coder: Coder, plain: bytes) -> bytes:
    """A filter undone; the library has none alone, so that a light packing goes round it."""
    undo = {"id": FILTERS[coder.method]}
    if coder.method == DELTA:
        undo["dist"] = (coder.settings or b"\0")[0] + 1
    light = [{"id": lzma.FILTER_LZMA2, "preset": 0}]
    packed = lzma.compress(plain, lzma.FORMAT_RAW, filters=light)
    return lzma.decompress(packed, lzma.FORMAT_RAW, filters=[undo, *light])


def _decompressor(coder: Coder, size: int) -> _Decompressor:
    settings = coder.settings
    if coder.method == LZMA and len(settings) == 5:  # noqa: PLR2004 - a byte and a size
        first, dictionary = struct.unpack("<BI", settings)
        rest, lc = divmod(first, 9)
        pb, lp = divmod(rest, 5)
        return _raw(lzma.FILTER_LZMA1, dictionary, size, lc=lc, lp=lp, pb=pb)
    if coder.method == LZMA2 and len(settings) == 1:
        step = settings[0]
        return _raw(lzma.FILTER_LZMA2, (2 | step & 1) << step // 2 + 11, size)
    if coder.method == BZIP2:
        return bz2.BZ2Decompressor()
    if coder.method == DEFLATE:
        return zlib.decompressobj(-15)
    raise Unsupported("7z method")


def _raw(kind: int, dictionary: int, size: int, **more: int) -> _Decompressor:
    """No dictionary need be larger than all it could ever hold."""
    window = max(4096, min(dictionary, size))
    return lzma.LZMADecompressor(
        lzma.FORMAT_RAW, filters=[{"id": kind, "dict_size": window, **more}]
    )
