"""A message as a tree of parts, and a fresh message from it: nothing else is carried over."""

import base64
import binascii
import codecs
import email
import email.policy
import quopri
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import Message
from email.utils import formataddr, getaddresses

from scrubbing.engine import encoding
from scrubbing.engine.blobs import SUFFIXES
from scrubbing.engine.errors import Broken, Encrypted, TooDeep
from scrubbing.engine.suffixes import split_name

KEPT = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-To", "Subject",
        "Thread-Topic", "Date")  # fmt: skip
"""Headers that are part of the work; all others name hosts, routes and programs."""
ADDRESSES = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-to"})
DEEPEST = 20
LONGEST_LINE = 990
"""Bytes of a line that every mail program still takes (RFC 5322: 998)."""
PLAIN_TYPES = {"plain": "txt", "html": "html", "calendar": "ics", "csv": "csv", "markdown": "md",
               "xml": "xml", "vcard": "vcf", "x-vcard": "vcf", "json": "json"}  # fmt: skip
SIGNED = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature",
                    "application/pgp-signature"})  # fmt: skip
SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime",
                    "application/pgp-encrypted"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the tree: its path ("1.2"), type, bytes (text as UTF-8) and given name.

    ``suffix`` says which handler reads it, ``text`` whether it is shown as text.
    """

    path: str
    mime: str
    suffix: str
    data: bytes
    untrusted_name: str
    inline_id: str
    text: bool


def parse(data: bytes) -> Message:
    """The message. Raises ``Broken`` or, for sealed mail, ``Encrypted``."""
    message = email.message_from_bytes(_as_bytes(data), policy=email.policy.compat32)
    if not message.keys():
        raise Broken("mail")
    if any(part.get_content_type() in SEALED for part in message.walk()):
        raise Encrypted("mail")
    return message


def _as_bytes(data: bytes) -> bytes:
    """Mail that was saved as UTF-16 or with a byte order mark, as the bytes it was before."""
    if b"\0" in data[:6]:
        return encoding.decode(data).text.encode()
    return data.removeprefix(codecs.BOM_UTF8)


def header(message: Message, name: str) -> str:
    """A header's text, decoded and unfolded; "" where it is missing."""
    return " ".join(text for raw in message.get_all(name, []) if (text := _decoded(raw)))


def _decoded(raw: object) -> str:
    unfolded = re.sub(r"\r?\n[ \t]+", " ", str(raw)).strip()
    try:
        text = str(make_header(decode_header(unfolded)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        text = unfolded
    return text.encode("utf-8", "replace").decode("utf-8").replace("\n", " ").replace("\r", " ")


def encoded(name: str, text: str) -> str:
    """A header line's value: ASCII, addresses with their names encoded one by one."""
    if text.isascii():
        return text
    if name.lower() in ADDRESSES:
        pairs = [(label, address) for label, address in getaddresses([text]) if label or address]
        if pairs and all(address.isascii() for _, address in pairs):
            return ", ".join(formataddr(pair, "utf-8") for pair in pairs)
    return Header(text, "utf-8", maxlinelen=0).encode(linesep="")


def leaves_of(message: Message, path: str = "1", depth: int = 0) -> Iterator[Part]:
    """Every part that is not multipart, in order; signatures are left out."""
    if depth > DEEPEST:
        raise TooDeep
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for number, inner in enumerate(inner_of(message), start=1):
            yield from leaves_of(inner, f"{path}.{number}", depth + 1)
    elif message.get_content_type() not in SIGNED:
        yield _part(message, path)


def inner_of(message: Message) -> list[Message]:
    payload = message.get_payload()
    return (
        [item for item in payload if isinstance(item, Message)] if isinstance(payload, list) else []
    )


def _part(message: Message, path: str) -> Part:
    mime = message.get_content_type()
    name = _decoded(message.get_filename() or "")
    inline_id = str(message.get("Content-ID", "")).strip("<> ")
    if mime == "message/rfc822":
        return Part(path, mime, "eml", _attached(message), name, "", text=False)
    payload: object = message.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    main, _, sub = mime.partition("/")
    if main == "text" and not name:
        text = _text(raw, str(message.get_content_charset() or ""))
        return Part(path, mime, PLAIN_TYPES.get(sub, "txt"), text.encode(), "", "", text=True)
    return Part(path, mime, _suffix(mime, name), raw, name, inline_id, text=False)


def _attached(message: Message) -> bytes:
    """The message inside a part. Some programs code it as a whole, which the rules forbid."""
    inner = inner_of(message)
    if not inner:
        return b""
    coded = inner[0].get_payload()
    coding = str(message.get("Content-Transfer-Encoding", "")).strip().lower()
    if inner[0].keys() or coding not in CODINGS or not isinstance(coded, str):
        return inner[0].as_bytes()
    return CODINGS[coding](coded.encode("ascii", "replace")) or inner[0].as_bytes()


def _from_base64(data: bytes) -> bytes:
    try:
        return base64.b64decode(data)
    except binascii.Error:
        return data


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "base64": _from_base64,
    "quoted-printable": quopri.decodestring,
}


def _suffix(mime: str, name: str) -> str:
    return split_name(name)[1].removeprefix(".").lower() or SUFFIXES.get(mime, "bin")


def _text(raw: bytes, charset: str) -> str:
    for candidate in (charset, "utf-8", "cp1252"):
        try:
            text = raw.decode(candidate) if candidate else None
        except (LookupError, UnicodeDecodeError):
            continue
        if text is not None:
            return text.replace("\x00", "")
    return raw.decode("latin-1").replace("\x00", "")


def multipart_type(message: Message) -> str:
    """The subtype of a multipart, reduced to those whose meaning is their structure."""
    sub = message.get_content_subtype()
    return sub if sub in ("mixed", "alternative", "related", "digest", "parallel") else "mixed"


def text_body(data: bytes) -> tuple[str, str]:
    """Transfer encoding and body of UTF-8 text: as it is where lines allow it."""
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    if data.isascii() and all(len(line) < LONGEST_LINE for line in lines):
        return "7bit", b"\r\n".join(lines).decode("ascii")
    quoted = quopri.encodestring(b"\n".join(lines)).replace(b"\n", b"\r\n")
    return "quoted-printable", quoted.decode("ascii")


def lines_of_base64(data: bytes) -> str:
    """Base64 in lines of 76 characters."""
    text = base64.b64encode(data).decode("ascii")
    return "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))
