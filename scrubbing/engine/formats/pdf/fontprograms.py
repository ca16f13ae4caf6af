"""Font programs without what they say about anybody: names, notices, comments."""

import re
import struct

from scrubbing.engine.formats.pdf import compact

SFNT_KEPT = {
    b"glyf", b"loca", b"head", b"hhea", b"hmtx", b"maxp", b"cvt ", b"fpgm", b"prep", b"cmap",
    b"OS/2", b"post", b"CFF ", b"CFF2", b"vhea", b"vmtx", b"VORG", b"gasp",
}  # fmt: skip


def clean_font(key: str, data: bytes) -> bytes:
    if key == "/FontFile":
        return _blank_type1(data)
    if data[:4] in {b"\0\1\0\0", b"true", b"OTTO"}:
        return _clean_sfnt(data)
    if data[:1] == b"\1":
        return compact.blanked(data)
    return data


def _blank_type1(data: bytes) -> bytes:
    """A Type 1 font whose names, notices and comments are blank, of the same length."""
    end = data.find(b"eexec")
    head = bytearray(data[: max(0, end)])
    for match in re.finditer(
        rb"/(?:version|Notice|Copyright|FullName|FamilyName|Weight)\s*"
        rb"\(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+)\)",
        bytes(head),
        re.DOTALL,
    ):
        head[match.start(1) : match.end(1)] = b" " * len(match.group(1))
    for match in re.finditer(rb"%(?!!)[^\r\n]*", bytes(head)):
        head[match.start() + 1 : match.end()] = b" " * (len(match.group()) - 1)
    for match in re.finditer(rb"%!(?:PS-AdobeFont|FontType1)-[\d.]+:([^\r\n]*)", bytes(head)):
        head[match.start(1) : match.end(1)] = b" " * len(match.group(1))
    for match in re.finditer(rb"/FontName\s*/(\S+)", bytes(head)):
        head[match.start(1) : match.end(1)] = b"F" * len(match.group(1))
    return bytes(head) + data[len(head) :]


def _clean_sfnt(data: bytes) -> bytes:
    """A TrueType or OpenType font with the tables that drawing needs."""
    count = struct.unpack_from(">H", data, 4)[0]
    tables = []
    for number in range(count):
        if 28 + 16 * number > len(data):
            break
        tag, check, offset, size = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if tag in SFNT_KEPT:
            table = data[offset : offset + size]
            table = compact.blanked(table) if tag == b"CFF " else table
            tables.append((tag, check, table, size))
    return _pack_sfnt(data[:4], tables)


def _pack_sfnt(flavour: bytes, tables: list[tuple[bytes, int, bytes, int]]) -> bytes:
    count = len(tables)
    power = max(count.bit_length() - 1, 0)
    out = bytearray(
        flavour + struct.pack(">HHHH", count, 16 << power, power, 16 * count - (16 << power))
    )
    at = 12 + 16 * count
    body = bytearray()
    for tag, check, table, size in tables:
        out += struct.pack(">4sIII", tag, check, at + len(body), size)
        body += table + b"\0" * (-len(table) % 4)
    return bytes(out + body)
