"""Streams and what hides in them: comments, profiles' texts, fonts' names, JPEG extras."""
# ruff: noqa: PLR2004 - markers and offsets are those of the formats' own definitions

import re
import struct
from collections.abc import Mapping
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from scrubbing.engine.formats.pdf import bilevel

JPEG_KEPT = {0xEE}
"""APP14 says how colours are stored; every other application segment is metadata."""

JP2_KEPT = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
ICC_TEXTS = {b"desc", b"text", b"mluc"}


def items(array: Object) -> list[Any]:
    """The members of an array, numbers as Python's own; pikepdf's type says neither."""
    return list(cast("list[Any]", array)) if isinstance(array, Array) else []


def entries(table: Object) -> list[tuple[str, Any]]:
    """Keys and values of a dictionary or stream, numbers as Python's own."""
    return list(table.items())


def filters(stream: Object) -> list[str]:
    value = stream.get("/Filter")
    if isinstance(value, Array):
        return [str(name) for name in items(value)]
    return [str(value)] if value is not None else []


def copy_stream(target: pikepdf.Pdf, source: Object, kept: Mapping[str, Object]) -> Stream:
    """A stream with only the kept keys; packed pictures stay packed as they were."""
    names = filters(source)
    last = names[-1] if names else ""
    if last not in {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/DCT", "/CCF"}:
        return target.make_stream(source.read_bytes(), dict(kept))
    data = _peeled(source) if len(names) > 1 else source.read_raw_bytes()
    parameters = source.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = items(parameters)[-1] if len(parameters) else None
    made = target.make_stream(b"", dict(kept))
    made.write(clean_picture(last, data), filter=Name(last),
               decode_parms=_parameters(target, parameters))  # fmt: skip
    return made


def _peeled(source: Object) -> bytes:
    """The bytes inside the outer filters, with the picture's own packing still on."""
    copy = pikepdf.new()
    names = filters(source)
    inner = copy.make_stream(b"")
    outer = Array([Name(name) for name in names[:-1]])
    inner.write(source.read_raw_bytes(), filter=outer)
    return inner.read_bytes()


def _parameters(target: pikepdf.Pdf, value: Object | None) -> Dictionary | None:
    if not isinstance(value, Dictionary):
        return None
    kept = Dictionary()
    for name in ("/K", "/EndOfLine", "/EncodedByteAlign", "/Columns", "/Rows", "/EndOfBlock",
                 "/BlackIs1", "/DamagedRowsBeforeError", "/ColorTransform"):  # fmt: skip
        if name in value and not isinstance(value[name], (pikepdf.String, Dictionary, Stream)):
            kept[name] = value[name]
    symbols = value.get("/JBIG2Globals")
    if isinstance(symbols, Stream):
        kept["/JBIG2Globals"] = target.make_stream(bilevel.without_comments(symbols.read_bytes()))
    return kept


def clean_picture(packing: str, data: bytes) -> bytes:
    """The picture without the metadata that its own format can carry."""
    if packing in {"/DCTDecode", "/DCT"}:
        return clean_jpeg(data)
    if packing == "/JPXDecode":
        return clean_jp2(data)
    if packing == "/JBIG2Decode":
        return bilevel.without_comments(data)
    return data


def clean_jpeg(data: bytes) -> bytes:
    """JPEG without comments and application segments, and nothing after its end."""
    if data[:2] != b"\xff\xd8":
        return data
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        if not ((0xE0 <= marker <= 0xEF and marker not in JPEG_KEPT) or marker == 0xFE):
            out += data[at : at + 2 + length]
        at += 2 + length
        if marker == 0xDA:
            at = _scan(data, at, out)
    return bytes(out)


def _scan(data: bytes, at: int, out: bytearray) -> int:
    """Take over entropy-coded bytes up to the next marker; the end marker ends all."""
    match = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(data, at)
    if match is None:
        out += data[at:]
        return len(data)
    out += data[at : match.start()]
    if data[match.start() + 1] == 0xD9:
        out += b"\xff\xd9"
        return len(data)
    return match.start()


def clean_jp2(data: bytes) -> bytes:
    """JPEG 2000 with only the boxes that decoding needs."""
    if data[4:8] != b"jP  ":
        return data
    out, at = bytearray(), 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size == 1 and at + 16 <= len(data):
            size = struct.unpack_from(">Q", data, at + 8)[0]
        size = size or len(data) - at
        if size < 8:
            break
        if kind in JP2_KEPT:
            out += data[at : at + size]
        at += size
    return bytes(out)


def blank_icc(data: bytes) -> bytes:
    """A colour profile whose texts (description, maker, copyright) are blank."""
    if len(data) < 132 or data[36:40] != b"acsp":
        return data
    out = bytearray(data)
    out[48:56] = b"\0" * 8  # manufacturer and model
    out[80:84] = b"\0" * 4  # creator
    count = struct.unpack_from(">I", data, 128)[0]
    for number in range(min(count, 100)):
        if 144 + 12 * number > len(data):
            break
        name, offset, size = struct.unpack_from(">4sII", data, 132 + 12 * number)
        if data[offset : offset + 4] in ICC_TEXTS:
            _blank_text(out, offset, min(size, len(data) - offset))
        elif name in {b"meta", b"psid", b"ps2s", b"ps2i", b"targ", b"calt", b"devs", b"view"}:
            out[offset + 8 : offset + size] = b"\0" * max(0, min(size, len(data) - offset) - 8)
    return bytes(out)


def _blank_text(out: bytearray, offset: int, size: int) -> None:
    """Spaces for the letters, so that lengths and offsets stay right."""
    kind = bytes(out[offset : offset + 4])
    if kind == b"text":
        start, end = offset + 8, offset + size - 1
    elif kind == b"desc":
        length = struct.unpack_from(">I", out, offset + 8)[0]
        start, end = offset + 12, min(offset + 11 + length, offset + size)
        out[max(end + 1, start) : offset + size] = b"\0" * max(
            0, offset + size - max(end + 1, start)
        )
    else:
        records = struct.unpack_from(">I", out, offset + 8)[0]
        start, end = offset + 16 + 12 * min(records, 100), offset + size
        if end > start:
            out[start:end] = (b"\0 " * (end - start))[: end - start]
        return
    if end > start:
        out[start:end] = b" " * (end - start)


def without_comments(data: bytes) -> bytes:
    """PostScript (functions, character maps) without its comments."""
    return re.sub(rb"%[^\r\n]*", b"", data)


def merge_resources(into: Dictionary, more: Dictionary) -> None:
    """Add resources under names that are the same in both (they are numbered per document)."""
    for category, entries in more.items():
        if category not in into:
            into[category] = Dictionary()
        for name, value in entries.items():
            into[category][name] = value
