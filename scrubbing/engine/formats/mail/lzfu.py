"""Compressed RTF as Outlook keeps it ([MS-OXRTFCP]): a dictionary of 4096 bytes, filled first."""

import struct

from scrubbing.engine.errors import Broken

HEADER = struct.Struct("<4I")
COMPRESSED, PLAIN = 0x75465A4C, 0x414C454D
"""The words "LZFu" and "MELA"."""
DICTIONARY = 4096
FIRST = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What the dictionary holds before the first byte."""


def decompress(data: bytes) -> bytes:
    """The RTF. Raises ``Broken``. Grows to nine times ``data`` at most, by its design."""
    if len(data) < HEADER.size:
        raise Broken("compressed rtf")
    _, size, kind, _ = HEADER.unpack_from(data)
    if kind == PLAIN:
        return data[HEADER.size : HEADER.size + size]
    if kind != COMPRESSED:
        raise Broken("compressed rtf")
    return _unpacked(data, size)


def _unpacked(data: bytes, size: int) -> bytes:
    ring = bytearray(FIRST.ljust(DICTIONARY, b"\0"))
    out = bytearray()
    write, position = len(FIRST), HEADER.size
    while position < len(data) and len(out) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            piece, position = _piece(data, position, ring, write, back=bool(control >> bit & 1))
            if not piece:
                return bytes(out[:size])
            for byte in piece:
                ring[write] = byte
                write = (write + 1) % DICTIONARY
            out += piece
    return bytes(out[:size])


def _piece(
    data: bytes, position: int, ring: bytearray, write: int, *, back: bool
) -> tuple[bytes, int]:
    """One literal byte or one stretch of the dictionary; empty at the end."""
    if not back:
        return data[position : position + 1], position + 1
    if position + 2 > len(data):
        return b"", position
    word = data[position] << 8 | data[position + 1]
    offset, length = word >> 4, (word & 0xF) + 2
    if offset == write:
        return b"", position
    piece = bytearray()
    for step in range(length):
        at = (offset + step) % DICTIONARY
        behind = (at - write) % DICTIONARY  # what this very piece has written
        piece.append(piece[behind] if behind < len(piece) else ring[at])
    return bytes(piece), position + 2
