"""Text files as text and back, byte for byte where nothing was changed."""

import codecs
from dataclasses import dataclass

from scrubbing.engine.errors import Broken

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, its encoding and its byte order mark (may be empty)."""

    text: str
    encoding: str
    bom: bytes = b""

    def encode(self, text: str) -> bytes:
        """Bytes of ``text`` in this file's encoding."""
        return self.bom + text.encode(self.encoding)


def decode(data: bytes) -> Decoded:
    """The text of a file. Raises ``Broken`` for bytes that are no text.

    Order: byte order mark, UTF-16 without one, UTF-8, then Windows-1252 and at last
    Latin-1, which takes any bytes; control characters in these mean no text at all.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], encoding), encoding, bom)
    if encoding := _utf16_without_bom(data):
        return Decoded(_strict(data, encoding), encoding)
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise Broken("encoding")


def is_text(data: bytes) -> bool:
    """Whether bytes read as text: decodable and next to no control characters."""
    try:
        text = decode(data).text
    except Broken:
        return False
    sample = text[:SAMPLE] + text[-SAMPLE:]
    if "\0" in text:
        return False
    odd = sum(1 for char in sample if ord(char) < 32 and char not in "\t\n\r\f\x1b\b\v\x1a")
    odd += sum(1 for char in sample if 0x7F <= ord(char) < 0xA0 and char != "\x85")
    return odd <= len(sample) // 200


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Broken(encoding) from error


def _utf16_without_bom(data: bytes) -> str:
    sample = data[:SAMPLE]
    if len(data) < 4 or len(data) % 2 or not sample.count(0):
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.05:
        return "utf-16-be"
    return ""
