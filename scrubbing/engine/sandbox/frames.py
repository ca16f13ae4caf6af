"""JSON over a descriptor: a length, then so many bytes; never more than the limit."""

import json
import os
import struct
from collections.abc import Mapping
from typing import Any

LENGTH = struct.Struct(">I")
MAX_BYTES = 256 * 1024 * 1024
"""One frame. Long texts go this way too, so that they never touch a disk."""


class CutError(Exception):
    """The other side went away, or sent what is no frame."""


def write(descriptor: int, value: Mapping[str, Any]) -> None:
    """Sends all of ``value`` with the file calls alone: a confined child has no others."""
    body = json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
    if len(body) > MAX_BYTES:
        raise CutError("frame too long")
    view = memoryview(LENGTH.pack(len(body)) + body)
    while view:
        view = view[os.write(descriptor, view) :]


def read(descriptor: int, limit: int = MAX_BYTES) -> dict[str, Any]:
    """One frame, an object. Raises ``CutError``."""
    (length,) = LENGTH.unpack(_exactly(descriptor, LENGTH.size))
    if length > limit:
        raise CutError("frame too long")
    try:
        value = json.loads(_exactly(descriptor, length))
    except (ValueError, RecursionError):
        raise CutError("not JSON") from None
    if not isinstance(value, dict):
        raise CutError("not an object")
    return value


def _exactly(descriptor: int, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        try:
            piece = os.read(descriptor, min(size - len(pieces), 1 << 20))
        except ConnectionError:
            raise CutError("gone") from None
        if not piece:
            raise CutError("end")
        pieces += piece
    return bytes(pieces)
