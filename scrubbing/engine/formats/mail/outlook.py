"""Outlook's msg: written anew as a plain message, which the mail handler then cleans."""

import base64
import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr

from scrubbing.engine.errors import Broken, Encrypted, TooDeep
from scrubbing.engine.formats.mail import lzfu, rtf_body
from scrubbing.engine.formats.mail.mapi import MessageFile, Storage, encoding_of, root
from scrubbing.engine.limits import MAX_DEPTH
from scrubbing.engine.suffixes import split_name
from scrubbing.engine.types import (
    Box,
    Edit,
    Extraction,
    Fact,
    Place,
    Role,
    Toolbox,
    Unit,
    Untrusted,
)

CLASS, SUBJECT, HEADERS, RTF, BODY, HTML = 0x001A, 0x0037, 0x007D, 0x1009, 0x1000, 0x1013
SENDER = (0x0042, 0x5D02, 0x0065)
"""Name, SMTP address, address of whom the message is from; then of who really sent it."""
REALLY = (0x0C1A, 0x5D01, 0x0C1F)
PERSON = (0x3001, 0x39FE, 0x3003)
KIND_OF_RECIPIENT = 0x0C15
RECIPIENTS = {1: ("To", 0x0E04), 2: ("Cc", 0x0E03), 3: ("Bcc", 0x0E02)}
SENT = (0x0039, 0x0E06, 0x3007)
METHOD, DATA, NAMES, MIME, CONTENT_ID = 0x3705, 0x3701, (0x3707, 0x3704, 0x3001), 0x370E, 0x3712
ATTACHED, EMBEDDED = (0, 1), 5
HTML_CODE_PAGE = 0x3FDE
AUTHORS = {0x0042: "author", 0x0C1A: "author", 0x3FF8: "author", 0x3FFA: "last_modified_by"}
WORDS_OF_PROGRAMS = frozenset({CLASS, BODY, HTML, 0x3703, MIME, 0x0C1E, 0x0064, 0x3002})
"""Strings that are read elsewhere, or are words of Outlook itself."""
SEALED = re.compile(r"IPM\.Note\.(?:SMIME|.*rpmsg)$|.*\.SMIME\.Encrypted", re.IGNORECASE)
SEALED_NAMES = frozenset({"message.rpmsg"})
ADDRESS_IN_NAME = re.compile(r"\s*<[^<>\s]+@[^<>\s]+>")
LOST = "[attachment removed]"
TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+", re.IGNORECASE | re.ASCII)


class OutlookHandler:
    """msg. What comes out is an eml."""

    name = "outlook"
    formats = ("msg",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """All that the message says as mail, and every other text it carries along."""
        message = root(MessageFile(untrusted.data))
        inner = toolbox.extract(_mail(message))
        carried = tuple(_carried(message))
        facts = tuple(
            Fact(AUTHORS[tag], text, Place(part="properties"))
            for tag, text in message.strings()
            if tag in AUTHORS
        )
        return replace(inner, units=(*inner.units, *carried), facts=(*inner.facts, *facts))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The mail with the edits done."""
        message = root(MessageFile(untrusted.data))
        mine = [edit for edit in edits if not edit.locator.startswith("mapi:")]
        return toolbox.rewrite(_mail(message), mine, boxes)[1]

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All text of the mail."""
        return toolbox.texts("message.eml", output)


def _mail(message: Storage) -> Untrusted:
    return Untrusted("message.eml", as_mail(message))


def _carried(message: Storage) -> Iterator[Unit]:
    """Every string of every object; the mail that is written holds the few it needs."""
    place = Place(part="properties")
    seen: set[str] = set()
    for number, path in enumerate(_objects(message.file)):
        for tag, text in replace(message, path=path).strings():
            if tag in WORDS_OF_PROGRAMS or text in seen:
                continue
            seen.add(text)
            role = Role.AUTHOR if tag in AUTHORS else Role.PROPERTY
            yield Unit(f"mapi:{number}:{tag:04x}", text, role, place=place, removable=True)


def _objects(file: MessageFile) -> list[tuple[str, ...]]:
    return sorted({path[:-1] for path in file.paths})


def as_mail(message: Storage, depth: int = 0) -> bytes:
    """A message of RFC 5322. Raises ``Encrypted`` for sealed ones, ``TooDeep``."""
    if depth > MAX_DEPTH:
        raise TooDeep
    attached = message.children("__attach_version1.0_", 8)
    if SEALED.match(message.text(CLASS)) or any(
        item.text(*NAMES).lower() in SEALED_NAMES for item in attached
    ):
        raise Encrypted("mail")
    parts = [_alternatives(message, depth)]
    parts += [_attachment(item, depth) for item in attached]
    content = parts[0] if len(parts) == 1 else _multipart("mixed", parts, f"mixed-{depth}")
    head = "".join(f"{name}: {text}\r\n" for name, text in _headers(message))
    return f"{head}MIME-Version: 1.0\r\n".encode() + content


def _headers(message: Storage) -> Iterator[tuple[str, str]]:
    sender, really = _person(message, SENDER), _person(message, REALLY)
    if sender or really:
        yield "From", sender or really
    if sender and really and really != sender:
        yield "Sender", really
    yield from _recipients(message)
    yield "Subject", _encoded(message.text(SUBJECT))
    if sent := message.time(*SENT):
        yield "Date", _date(sent)


def _recipients(message: Storage) -> Iterator[tuple[str, str]]:
    people = [
        (item.number(KIND_OF_RECIPIENT), _person(item, PERSON))
        for item in message.children("__recip_version1.0_", 8)
    ]
    for kind, (header, shown) in RECIPIENTS.items():
        named = [text for number, text in people if text and number == kind]
        text = ", ".join(named) or _encoded(message.text(shown))
        if text:
            yield header, text


def _person(item: Storage, tags: tuple[int, int, int]) -> str:
    name = ADDRESS_IN_NAME.sub("", _one_line(item.text(tags[0]))).strip("'\" ")
    address = next(
        (found for tag in tags[1:] if "@" in (found := _one_line(item.text(tag)))), ""
    ).strip("<>' ")
    if not address.isascii() or re.search(r"[\s,;<>]", address):
        name, address = f"{name} {address}".strip(), ""
    if not address:
        return _encoded(name)
    return formataddr(("" if name == address else name, address), "utf-8")


def _alternatives(message: Storage, depth: int) -> bytes:
    """The body once as text and once as HTML, as far as there are both."""
    plain, html = message.text(BODY), _html(message)
    packed = message.binary(RTF)
    if packed and not html:
        body = rtf_body.read(_rtf(packed))
        if body.html:
            html = body.text.encode("utf-8")
        elif not plain.strip():
            plain = body.text
    parts = [_text("plain", plain.encode("utf-8", "replace"))] if plain.strip() or not html else []
    parts += [_text("html", html)] if html else []
    return parts[0] if len(parts) == 1 else _multipart("alternative", parts, f"alternative-{depth}")


def _rtf(packed: bytes) -> bytes:
    try:
        return lzfu.decompress(packed)
    except Broken:
        return b""


def _html(message: Storage) -> bytes:
    """The HTML body in UTF-8."""
    if wide := message.text(HTML):
        return wide.encode("utf-8", "replace")
    raw = message.binary(HTML)
    if not raw:
        return b""
    named = re.search(rb"charset\s*=\s*[\"']?([\w-]{3,20})", raw[:4096], re.IGNORECASE)
    for encoding in (
        encoding_of(message.number(HTML_CODE_PAGE)) if message.number(HTML_CODE_PAGE) else "",
        named[1].decode("ascii", "replace") if named else "",
        "utf-8",
    ):
        try:
            if encoding:
                return raw.decode(encoding).replace("\0", "").encode("utf-8", "replace")
        except (LookupError, UnicodeError):
            continue
    return raw.decode("cp1252", "replace").replace("\0", "").encode()


def _text(subtype: str, data: bytes) -> bytes:
    return _part(f"text/{subtype}; charset=utf-8", data)


def _part(kind: str, data: bytes, *more: str) -> bytes:
    lines = [f"Content-Type: {kind}", *more, "Content-Transfer-Encoding: base64", "", ""]
    return "\r\n".join(lines).encode() + base64.encodebytes(data).replace(b"\n", b"\r\n")


def _multipart(kind: str, parts: Sequence[bytes], mark: str) -> bytes:
    """Base64 has no line that begins like a boundary; an inner message is base64, too."""
    boundary = f"=_{mark}_="
    body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
    return head.encode() + body + f"--{boundary}--\r\n".encode()


@dataclass(frozen=True, slots=True)
class _Given:
    name: str
    kind: str
    data: bytes


def _attachment(item: Storage, depth: int) -> bytes:
    given = _given(item, depth)
    if given is None:
        return _text("plain", LOST.encode())
    name = given.name.encode("utf-8").hex()
    encoded = "".join(f"%{name[at : at + 2]}" for at in range(0, len(name), 2))
    more = [f"Content-Disposition: attachment; filename*=utf-8''{encoded}"]
    return _part(given.kind, given.data, *more)


def _given(item: Storage, depth: int) -> _Given | None:
    """An attachment's name, type and bytes; ``None`` for objects and references."""
    name = _one_line(item.text(*NAMES)) or "attachment"
    method = item.number(METHOD)
    if method == EMBEDDED:
        inner = item.embedded(DATA)
        if inner is None:
            return None
        data = as_mail(inner, depth + 1)
        return _Given(
            f"{re.sub(r'[.](?:msg|eml)$', '', name)}.eml", "application/octet-stream", data
        )
    if method not in ATTACHED:
        return None
    return _Given(name, _type(item, name), item.binary(DATA))


def _type(item: Storage, name: str) -> str:
    given = item.text(MIME).partition(";")[0].strip().lower()
    suffix = split_name(name)[1].lower()
    guessed = mimetypes.types_map.get(suffix, "application/octet-stream")
    kind = given if TYPE.fullmatch(given) else guessed
    return kind if kind.partition("/")[0] not in ("multipart", "message") else guessed


def _date(sent: datetime) -> str:
    return format_datetime(sent.replace(microsecond=0))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _encoded(text: str) -> str:
    plain = _one_line(text)
    if plain.isascii():
        return plain
    return Header(plain, "utf-8", maxlinelen=0).encode(linesep="")
