"""What a PDF says outside its pages: knowledge about the submission, never kept.

Every string of every object is read, whatever it hangs on, so that no list of places
can be incomplete. The rewriter takes none of it over.
"""

from collections.abc import Iterator

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Object, Stream, String

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.pdf import bounds
from scrubbing.engine.formats.pdf.fontnames import is_known
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.streams import entries, items
from scrubbing.engine.sensitivity import is_label, label_facts
from scrubbing.engine.types import Fact, Place, Role, Toolbox, Unit, Untrusted

INFO_FACTS = {
    "/Author": "author", "/Creator": "software", "/Producer": "software",
    "/CreationDate": "created", "/ModDate": "modified", "/Company": "company",
}  # fmt: skip
SKIPPED_KEYS = {
    "/ID", "/O", "/U", "/OE", "/UE", "/Perms", "/CheckSum", "/Cert", "/DA", "/Registry",
    "/Ordering", "/CharSet", "/Panose", "/Lookup", "/ByteRange",
}  # fmt: skip
"""Bytes rather than text, or words that every PDF shares."""

ROLES = {
    "/T": Role.NAME, "/Contents": Role.COMMENT, "/RC": Role.COMMENT, "/Subj": Role.COMMENT,
    "/JS": Role.CODE, "/F": Role.NAME, "/UF": Role.NAME, "/URI": Role.LINK, "/Alt": Role.ALT,
    "/ActualText": Role.ALT, "/V": Role.CELL, "/DV": Role.CELL, "/TU": Role.ALT,
}  # fmt: skip
UNREADABLE: tuple[type[Exception], ...] = (etree.XMLSyntaxError, ScrubError, *FOREIGN)

XMP_NOISE = 3
"""Shorter values of XMP are versions and flags."""


def info(pdf: pikepdf.Pdf) -> tuple[list[Unit], list[Fact]]:
    """The document information dictionary as units and facts."""
    units: list[Unit] = []
    facts: list[Fact] = []
    place = Place(part="properties")
    labels: list[tuple[str, str]] = []
    source = pdf.trailer.get("/Info")
    for number, (key, value) in enumerate(
        source.items() if isinstance(source, Dictionary) else (), 1
    ):
        if not isinstance(value, String) or not str(value).strip():
            continue
        role = Role.AUTHOR if key == "/Author" else Role.PROPERTY
        units.append(Unit(f"info.{number}", str(value), role, key[1:], place, removable=True))
        if key in INFO_FACTS:
            facts.append(Fact(INFO_FACTS[key], str(value), place))
        elif is_label(key):
            labels.append((key, str(value)))
    return units, [*facts, *label_facts(labels, place)]


def strings(pdf: pikepdf.Pdf, known: set[str]) -> Iterator[Unit]:
    """All strings of all objects that are not in ``known``, each once."""
    count = 0
    for number, thing in enumerate(_roots(pdf), 1):
        for step, (key, text) in enumerate(_strings(thing, "", 0), 1):
            clean = text.strip("\0 \t\r\n")
            if len(clean) < 2 or clean in known or not _is_text(clean):  # noqa: PLR2004 - a letter says nothing
                continue
            if is_known(clean):
                continue
            known.add(clean)
            count += 1
            if count > bounds.STRINGS:
                return
            role = ROLES.get(key, Role.PROPERTY)
            place = Place(part="properties")
            yield Unit(f"object.{number}.{step}", clean, role, "", place, removable=True)


def _roots(pdf: pikepdf.Pdf) -> Iterator[Object]:
    yield from pdf.objects
    yield pdf.trailer


def _strings(thing: Object, key: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(thing, String):
        if key not in SKIPPED_KEYS:
            yield key, str(thing)
        return
    if depth > 30:  # noqa: PLR2004 - deeper than any real object
        return
    if isinstance(thing, Array):
        members = [(key, item) for item in items(thing)]
    elif isinstance(thing, (Dictionary, Stream)):
        signature = "/ByteRange" in thing
        members = [
            (name, value) for name, value in entries(thing)
            if not (signature and name == "/Contents")
        ]  # fmt: skip
    else:
        return
    for name, value in members:
        if isinstance(value, Object) and (depth == 0 or not value.is_indirect):
            if value.is_indirect and isinstance(value, (Dictionary, Stream, Array)):
                continue
            yield from _strings(value, name, depth + 1)


def _is_text(text: str) -> bool:
    printable = sum(char.isprintable() or char.isspace() for char in text)
    return printable >= 0.9 * len(text) and any(char.isalnum() for char in text)


def metadata(pdf: pikepdf.Pdf) -> tuple[list[Unit], list[Fact]]:
    """The values of every XMP packet and XFA template, wherever they hang."""
    units: list[Unit] = []
    facts: list[Fact] = []
    place = Place(part="properties")
    labels: list[tuple[str, str]] = []
    number = 0
    for thing in pdf.objects:
        if not isinstance(thing, Stream) or not _is_xml(thing):
            continue
        for name, value in _xml_values(thing):
            number += 1
            role = Role.AUTHOR if name in {"creator", "Author"} else Role.PROPERTY
            units.append(Unit(f"xmp.{number}", value, role, name, place, removable=True))
            if name == "creator":
                facts.append(Fact("author", value, place))
            elif is_label(name):
                labels.append((name, value))
            if number >= bounds.STRINGS:
                return units, [*facts, *label_facts(labels, place)]
    return units, [*facts, *label_facts(labels, place)]


def _is_xml(stream: Stream) -> bool:
    """Metadata by its type, and XFA packets, which have none, by their look."""
    if str(stream.get("/Subtype")) in {"/XML", "/text#2Fxml"}:
        return True
    if set(stream.keys()) - {"/Length", "/Filter", "/DecodeParms"}:
        return False
    try:
        return (
            stream.read_bytes()
            .lstrip(b"\xef\xbb\xbf \r\n\t")
            .startswith((b"<xdp", b"<?xml", b"<x"))
        )
    except FOREIGN:
        return False


def _xml_values(stream: Stream) -> Iterator[tuple[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True,
                             huge_tree=False)  # fmt: skip
    try:
        data = stream.read_bytes()
        root = etree.fromstring(data, parser)
    except UNREADABLE:
        return
    if root is None:
        return
    for element in root.iter():
        name = _local(element.tag) if isinstance(element.tag, str) else "comment"
        if name in {"li", "Alt", "Seq", "Bag"}:
            name = next((_local(up.tag) for up in element.iterancestors()
                         if _local(up.tag) not in {"li", "Alt", "Seq", "Bag"}), name)  # fmt: skip
        if element.text and len(element.text.strip()) >= XMP_NOISE:
            yield name, element.text.strip()
        for key, given in element.attrib.items():
            value = str(given)
            if len(value.strip()) >= XMP_NOISE and not value.startswith(("http://", "x-default")):
                yield _local(str(key)), value.strip()


def _local(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1]


def attachments(pdf: pikepdf.Pdf, toolbox: Toolbox) -> Iterator[Unit]:
    """What stands in attached files. They are dropped, so one that cannot be read is passed over."""
    for number, thing in enumerate(_file_specs(pdf), 1):
        streams = thing.get("/EF")
        stream = next(iter(streams.values()), None) if isinstance(streams, Dictionary) else None
        if not isinstance(stream, Stream):
            continue
        name = str(thing.get("/UF", thing.get("/F", "attachment")))
        try:
            inner = toolbox.extract(Untrusted(name, stream.read_bytes()))
        except UNREADABLE:
            continue
        place = Place(part="attachment")
        for unit in inner.units:
            yield Unit(f"file{number}!{unit.locator}", unit.text, unit.role, unit.context, place,
                       removable=True)  # fmt: skip


def _file_specs(pdf: pikepdf.Pdf) -> Iterator[Object]:
    for thing in _roots(pdf):
        yield from _with_files(thing, 0)


def _with_files(thing: Object, depth: int) -> Iterator[Object]:
    if depth > 20 or not isinstance(thing, (Array, Dictionary)):  # noqa: PLR2004 - deeper than any tree
        return
    if isinstance(thing, Dictionary) and "/EF" in thing:
        yield thing
    members = items(thing) if isinstance(thing, Array) else [value for _, value in entries(thing)]
    for member in members:
        if isinstance(member, Object) and not member.is_indirect:
            yield from _with_files(member, depth + 1)
