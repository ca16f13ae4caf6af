"""One message: headers that matter, every body and attachment by its own handler."""

import itertools
import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message

from scrubbing.engine.blobs import DROPPED, SUFFIXES
from scrubbing.engine.formats.mail.parts import (
    KEPT,
    PLAIN_TYPES,
    SIGNED,
    Part,
    encoded,
    header,
    inner_of,
    leaves_of,
    lines_of_base64,
    multipart_type,
    parse,
    text_body,
)
from scrubbing.engine.leaves import by_locator, splice
from scrubbing.engine.sensitivity import header_pairs, label_facts
from scrubbing.engine.suffixes import WHOLE_NAME, split_name
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

KNOWN_TYPES = frozenset({*SUFFIXES, *mimetypes.types_map.values()})
AUTHORS = frozenset({"From", "Sender", "Reply-To", "Resent-From"})
STRUCTURE = frozenset({"mime-version", "content-type", "content-transfer-encoding"})
"""Headers of an output that hold only words of ours."""
REMOVED = "[attachment removed]"


class MailHandler:
    """eml. Addresses, names and subjects are units; so is all text of all parts."""

    name = "mail"
    formats = ("eml",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units of kept headers, of dropped ones (removable), of bodies and attachments."""
        message = parse(untrusted.data)
        units = list(_header_units(message))
        place = Place(part="headers")
        facts = [Fact("author", header(message, "From"), place)]
        facts += label_facts(header_pairs(header(message, "msip_labels") or ""), place)
        boxes: list[Box] = []
        for part in leaves_of(message):
            units += _name_units(part)
            inner = _extracted(part, toolbox)
            prefix = f"part:{part.path}!"
            units += [replace(unit, locator=prefix + unit.locator) for unit in inner.units]
            boxes += [replace(box, locator=prefix + box.locator) for box in inner.boxes]
            facts += inner.facts
        return Extraction("eml", tuple(units), tuple(facts), tuple(boxes))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """A fresh message with the same tree of parts; what cannot be read becomes a note."""
        message = parse(untrusted.data)
        writer = _Writer(message, by_locator(edits), edits, boxes, toolbox)
        return "".join(writer.lines()).encode("ascii")

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """Raw headers, decoded ones, and the texts of every part."""
        message = parse(output)
        found = [header(message, name) for name in message if name.lower() not in STRUCTURE]
        for part in leaves_of(message):
            if part.untrusted_name:
                found.append(part.untrusted_name)
            if part.data.strip():
                found += toolbox.texts(f"part.{part.suffix}", part.data)
        return tuple(found)


def _header_units(message: Message) -> Iterator[Unit]:
    place = Place(part="headers")
    for number, name in enumerate(dict.fromkeys(message.keys()), start=1):
        text = header(message, name)
        if not text:
            continue
        kept = next((known for known in KEPT if known.lower() == name.lower()), None)
        role = Role.AUTHOR if kept in AUTHORS else Role.PROPERTY
        role = Role.HEADING if kept == "Subject" else role
        locator = f"head:{kept}" if kept else f"gone:{number}"
        yield Unit(locator, text, role, f"{name}:", place, removable=kept is None)


def _name_units(part: Part) -> Iterator[Unit]:
    if part.untrusted_name:
        stem = split_name(part.untrusted_name)[0]
        yield Unit(f"name:{part.path}", stem, Role.NAME, "", Place(part="attachment"))
        whole = f"part:{part.path}!{WHOLE_NAME}"
        yield Unit(whole, "", Role.NAME, part.untrusted_name, removable=True)


def _extracted(part: Part, toolbox: Toolbox) -> Extraction:
    if not part.data.strip():
        return Extraction(part.suffix, ())
    try:
        return toolbox.extract(Untrusted(f"part.{part.suffix}", part.data))
    except DROPPED:
        return Extraction(part.suffix, ())


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the message anew: our own boundaries, encodings and order of headers."""

    message: Message
    grouped: dict[str, list[Edit]]
    edits: Sequence[Edit]
    boxes: Sequence[Box]
    toolbox: Toolbox

    def lines(self) -> Iterator[str]:
        for name in KEPT:
            if text := header(self.message, name):
                edited = splice(text, self.grouped.get(f"head:{name}", ()))
                yield f"{name}: {encoded(name, edited)}\r\n"
        yield "MIME-Version: 1.0\r\n"
        yield from self._part(self.message, "1")

    def _part(self, message: Message, path: str) -> Iterator[str]:
        if message.is_multipart() and message.get_content_maintype() == "multipart":
            yield from self._multipart(message, path)
            return
        for part in leaves_of(message, path):
            yield from self._leaf(part)
            return
        yield from self._note()

    def _multipart(self, message: Message, path: str) -> Iterator[str]:
        parts = [
            "".join(self._part(inner, f"{path}.{number}"))
            for number, inner in enumerate(inner_of(message), start=1)
            if inner.get_content_type() not in SIGNED
        ]
        boundary = _boundary(path, parts)
        kind = multipart_type(message)
        yield f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
        for part in parts:
            yield f"--{boundary}\r\n"
            yield part
        yield f"--{boundary}--\r\n"

    def _leaf(self, part: Part) -> Iterator[str]:
        if not part.data.strip():
            yield from self._text("plain", b"")
            return
        prefix = f"part:{part.path}!"
        mine = [_strip(edit, prefix) for edit in self.edits if edit.locator.startswith(prefix)]
        boxes = [
            replace(box, locator=box.locator.removeprefix(prefix))
            for box in self.boxes
            if box.locator.startswith(prefix)
        ]
        inner = Untrusted(f"part.{part.suffix}", part.data)
        try:
            suffix, data = self.toolbox.rewrite(inner, mine, boxes)
        except DROPPED:
            yield from self._note()
            return
        if part.text:
            yield from self._text(part.mime.partition("/")[2], data)
        else:
            yield from self._attachment(part, suffix, data)

    def _text(self, subtype: str, data: bytes) -> Iterator[str]:
        safe = subtype if subtype in PLAIN_TYPES else "plain"
        encoding, body = text_body(data)
        yield f"Content-Type: text/{safe}; charset=utf-8\r\n"
        yield f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
        yield body + "\r\n"

    def _attachment(self, part: Part, suffix: str, data: bytes) -> Iterator[str]:
        mime = part.mime if part.mime in KNOWN_TYPES else "application/octet-stream"
        if mime == "message/rfc822":
            yield "Content-Type: message/rfc822\r\n\r\n" + data.decode("ascii") + "\r\n"
            return
        mime = mime if suffix == part.suffix else "application/octet-stream"
        yield f"Content-Type: {mime}\r\n"
        if name := self._name(part, suffix):
            yield f'Content-Disposition: attachment; filename="{name}"\r\n'
        yield "Content-Transfer-Encoding: base64\r\n\r\n"
        yield lines_of_base64(data) + "\r\n"

    def _name(self, part: Part, suffix: str) -> str:
        if not part.untrusted_name:
            return ""
        stem, dot_file = split_name(part.untrusted_name)
        if not stem:
            return dot_file
        edited = splice(stem, self.grouped.get(f"name:{part.path}", ()))
        safe = re.sub(r"[^\w .()+-]", "_", edited, flags=re.ASCII).strip() or "file"
        return f"{safe}.{suffix}"

    def _note(self) -> Iterator[str]:
        yield from self._text("plain", REMOVED.encode())


def _boundary(path: str, parts: Sequence[str]) -> str:
    """A boundary that stands in none of the parts: a message inside has boundaries, too."""
    stem = f"=_part_{path.replace('.', '_')}"
    names = itertools.chain([f"{stem}_="], (f"{stem}_x{step}_=" for step in itertools.count(2)))
    return next(name for name in names if not any(f"--{name}" in part for part in parts))


def _strip(edit: Edit, prefix: str) -> Edit:
    return replace(edit, locator=edit.locator.removeprefix(prefix))
