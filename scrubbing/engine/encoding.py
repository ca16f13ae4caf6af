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
EAST_ASIAN = ("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr")
SAMPLE = 4096
SPACE, DELETE, AFTER_CONTROLS = 0x20, 0x7F, 0xA0
"""The two ranges of control characters are below the first, and between the others."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, its encoding and its byte order mark (may be empty)."""

    text: str
    encoding: str
    bom: bytes = b""

    def encode(self, text: str, errors: str = "strict") -> bytes:
        """Bytes of ``text`` in this file's encoding."""
        return self.bom + text.encode(self.encoding, errors)


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of a file. Raises ``Broken`` for bytes that are no text.

    Order: byte order mark, what the file itself declares, UTF-16 without a mark, UTF-8,
    East Asian encodings where nothing else reads as text, Windows-1252 and at last
    Latin-1, which takes any bytes.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], encoding), encoding, bom)
    if encoding := _utf16_without_bom(data):
        return Decoded(_strict(data, encoding), encoding)
    for encoding in (_known(declared), "utf-8"):
        if encoding and (text := _try(data, encoding)) is not None:
            return Decoded(text, encoding)
    western = _try(data, "cp1252")
    if western is None:
        for encoding in EAST_ASIAN:
            if (text := _try(data, encoding)) is not None and _reads(text):
                return Decoded(text, encoding)
    return (
        Decoded(data.decode("latin-1"), "latin-1")
        if western is None
        else (Decoded(western, "cp1252"))
    )


def is_text(data: bytes) -> bool:
    """Whether bytes read as text: decodable and next to no control characters."""
    try:
        text = decode(data).text
    except Broken:
        return False
    sample = text[:SAMPLE] + text[-SAMPLE:]
    if "\0" in text:
        return False
    odd = sum(1 for char in sample if ord(char) < SPACE and char not in "\t\n\r\f\x1b\b\v\x1a")
    odd += sum(1 for char in sample if DELETE <= ord(char) < AFTER_CONTROLS and char != "\x85")
    return odd <= len(sample) // 200


def _known(declared: str) -> str:
    """The codec of a declared name, if Python has a text codec for it that may be used."""
    try:
        info = codecs.lookup(declared) if declared else None
    except LookupError:
        return ""
    usable = info is not None and info.name not in ("utf-7", "idna", "punycode")
    return info.name if info is not None and usable and info._is_text_encoding else ""  # noqa: SLF001 - no public way


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _reads(text: str) -> bool:
    """Whether most of what is not ASCII is letters, and nothing is a control character."""
    beyond = [char for char in text[:SAMPLE] if ord(char) > DELETE]
    letters = sum(char.isalpha() for char in beyond)
    controls = any(DELETE <= ord(char) < AFTER_CONTROLS for char in beyond)
    return bool(beyond) and not controls and letters > len(beyond) * 0.6


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Broken(encoding) from error


def _utf16_without_bom(data: bytes) -> str:
    sample = data[:SAMPLE]
    if len(data) < len("ab".encode("utf-16")) or len(data) % 2 or not sample.count(0):
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.05:
        return "utf-16-be"
    return ""
