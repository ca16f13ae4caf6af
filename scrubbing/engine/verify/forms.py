"""How a value may hide in bytes: its encodings, each as Latin-1 text of those bytes."""

import base64
import contextlib
import html
from collections.abc import Iterator
from urllib.parse import quote

SHORTEST_BASE64 = 8
"""Bytes below which a base64 piece is too short to prove anything."""


def spellings(value: str) -> Iterator[tuple[str, str]]:
    """(name of the encoding, lower-case needle) for everything but base64."""
    raw = value.encode("utf-8", "replace")
    yield "utf-8", _latin(raw).lower()
    for encoding in ("utf-16-le", "utf-16-be"):
        yield encoding, _latin(value.lower().encode(encoding, "replace"))
    if not value.isascii():
        with contextlib.suppress(UnicodeEncodeError):  # a part of the value proves nothing
            yield "legacy", _latin(value.encode("cp1252")).lower()
        yield "escape", value.encode("unicode_escape").decode("ascii").lower()
    yield "hex", raw.hex()
    yield "hex", value.lower().encode("utf-8", "replace").hex()
    for safe in ("", "@", "@."):
        yield "percent", quote(value, safe=safe).lower()
    yield "percent", "".join(f"%{byte:02x}" for byte in raw)
    yield "plus", quote(value, safe="").replace("%20", "+").lower()
    yield "entities", html.escape(value).lower()
    yield "entities", "".join(f"&#{ord(char)};" for char in value)
    yield "entities", "".join(f"&#x{ord(char):x};" for char in value)
    yield "entities", "".join(c if c.isascii() else f"&#{ord(c)};" for c in value).lower()
    yield "entities", "".join(c if c.isascii() else f"&#x{ord(c):x};" for c in value).lower()


def cased(value: str, *, upper: bool) -> Iterator[tuple[str, str]]:
    """The value in its own case, and in capitals: for values with a guard on case."""
    for text in dict.fromkeys((value, value.upper() if upper else value)):
        yield "utf-8", _latin(text.encode("utf-8", "replace"))
        yield "utf-16-le", _latin(text.encode("utf-16-le", "replace"))
        yield "utf-16-be", _latin(text.encode("utf-16-be", "replace"))
        yield "hex", text.encode("utf-8", "replace").hex()


def base64_pieces(value: str) -> Iterator[str]:
    """The part of a value's base64 that is the same wherever it stands in the stream."""
    for encoding in ("utf-8", "utf-16-le"):
        raw = value.encode(encoding, "replace")
        if len(raw) < SHORTEST_BASE64:
            continue
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + raw).decode("ascii").rstrip("=")
            begin = -(-shift * 8 // 6)
            end = (shift + len(raw)) * 8 // 6
            yield encoded[begin:end]


def _latin(data: bytes) -> str:
    return data.decode("latin-1")
