"""Git's deltas: an object told as copies from another one and new bytes between them."""

from scrubbing.engine.errors import Broken
from scrubbing.engine.git.budget import check_size

COPY = 0x80
DEFAULT_LENGTH = 0x10000


def apply(base: bytes, delta: bytes) -> bytes:
    """The object. Raises ``Broken``, or ``TooBig`` before anything large is made."""
    try:
        expected, at = varint(delta, 0)
        size, at = varint(delta, at)
        if expected != len(base):
            raise Broken("delta")
        check_size(size)
        return _built(base, delta, at, size)
    except IndexError as error:
        raise Broken("delta") from error


def _built(base: bytes, delta: bytes, at: int, size: int) -> bytes:
    out = bytearray()
    while at < len(delta):
        command = delta[at]
        at += 1
        if command & COPY:
            offset, length, at = _copy(delta, at, command)
            piece = base[offset : offset + length]
        else:
            length = command
            piece, at = delta[at : at + length], at + length
        out += piece
        if len(piece) != length or not length or len(out) > size:
            raise Broken("delta")
    if len(out) != size:
        raise Broken("delta")
    return bytes(out)


def _copy(delta: bytes, at: int, command: int) -> tuple[int, int, int]:
    offset = length = 0
    for bit in range(4):
        if command >> bit & 1:
            offset |= delta[at] << 8 * bit
            at += 1
    for bit in range(3):
        if command >> (4 + bit) & 1:
            length |= delta[at] << 8 * bit
            at += 1
    return offset, length or DEFAULT_LENGTH, at


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value, at
        if shift > 63:  # noqa: PLR2004 - no size needs more bits
            raise Broken("number")
