"""A font's table from codes to letters, read quickly where it is written as nearly all are."""

import io
import re
import struct

from pdfminer.cmapdb import CMapParser, FileUnicodeMap

SECTION = re.compile(rb"beginbf(char|range)\b(.*?)endbf(?:char|range)\b", re.DOTALL)
HEX = rb"<[0-9A-Fa-f\s]*>"
BODY = re.compile(rb"(?:\s++|" + HEX + rb"|\[(?:\s++|" + HEX + rb")*+\])*+")
TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
MOST = 65_536
"""Codes of one range, as many as two bytes tell apart."""


def letters(table: bytes) -> dict[int, str]:
    """The letters of each code's number."""
    sections = SECTION.findall(table)
    plain = b"%" not in table and all(BODY.fullmatch(body) for _, body in sections)
    return _quick(sections) if plain else _slow(table)


def _slow(table: bytes) -> dict[int, str]:
    known = FileUnicodeMap()
    CMapParser(known, io.BytesIO(table)).run()
    return {int(code): str(text) for code, text in known.cid2unichr.items()}


def _quick(sections: list[tuple[bytes, bytes]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, body in sections:
        if kind == b"char":
            values = [_bytes(match[1]) for match in TOKEN.finditer(body)]
            for code, text in zip(values[::2], values[1::2], strict=False):
                found[int.from_bytes(code, "big")] = _text(text)
        else:
            _ranges(body, found)
    return found


def _ranges(body: bytes, found: dict[int, str]) -> None:
    """Rows of first code, last code, and the first letter or a list of letters."""
    row: list[bytes | list[bytes]] = []
    inner: list[bytes] | None = None
    for match in TOKEN.finditer(body):
        if match[2]:
            inner = []
        elif match[3]:
            row.append(inner or [])
            inner = None
        elif inner is not None:
            inner.append(_bytes(match[1]))
        else:
            row.append(_bytes(match[1]))
        if len(row) == 3:  # noqa: PLR2004 - first, last, letters
            _range(row, found)
            row = []


def _range(row: list[bytes | list[bytes]], found: dict[int, str]) -> None:
    first, last, given = row
    if isinstance(first, list) or isinstance(last, list):
        return
    start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
    count = min(end - start + 1, MOST)
    if isinstance(given, list):
        found.update((start + step, _text(text)) for step, text in enumerate(given[:count]))
        return
    head, tail = given[:-4], given[-4:]
    base = int.from_bytes(tail, "big")
    for step in range(count):
        counted = struct.pack(">L", (base + step) & 0xFFFFFFFF)
        found[start + step] = _text(head + (counted[-len(tail) :] if tail else b""))


def _bytes(digits: bytes) -> bytes:
    text = b"".join(digits.split())
    return bytes.fromhex((text + b"0" * (len(text) % 2)).decode("ascii"))


def _text(data: bytes) -> str:
    return data.decode("utf-16-be", "ignore")
