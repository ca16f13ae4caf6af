"""A book as a list of parts under names of ours; nothing that its manifest does not list."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from scrubbing.engine.errors import Broken, Encrypted
from scrubbing.engine.formats.epub.links import relinked
from scrubbing.engine.zipbox import Members

CONTAINER, LOCKS, RIGHTS = (
    "META-INF/container.xml",
    "META-INF/encryption.xml",
    "META-INF/rights.xml",
)
FONTS_ONLY = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Ways to lock that reading programs use for fonts, which are left out."""
SUFFIXES = {
    "application/xhtml+xml": "xhtml", "text/html": "xhtml", "text/css": "css",
    "application/x-dtbncx+xml": "ncx", "image/jpeg": "jpg", "image/png": "png",
    "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg",
}  # fmt: skip
PROPERTIES = frozenset({"nav", "cover-image", "svg", "mathml"})
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
IDENTIFIER = "book"
GUIDE = frozenset({"cover", "title-page", "toc", "index", "glossary", "bibliography", "text",
                   "copyright-page", "preface", "foreword", "notes", "start"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the book: its number in the manifest, its type, and bytes with new links."""

    number: int
    mime: str
    suffix: str
    data: bytes
    properties: str = ""

    @property
    def name(self) -> str:
        return f"item{self.number}.{self.suffix}"

    @property
    def inner_name(self) -> str:
        """The name under which a handler reads it."""
        return f"item{self.number}.{'xml' if self.suffix == 'ncx' else self.suffix}"


@dataclass(frozen=True, slots=True)
class Book:
    """``spine`` is (number, whether it is shown in its turn), ``guide`` (kind, target)."""

    parts: tuple[Part, ...]
    spine: tuple[tuple[int, bool], ...]
    guide: tuple[tuple[str, str], ...]
    version: str
    direction: str
    languages: tuple[str, ...]
    titles: tuple[str, ...]
    people: tuple[str, ...]
    publishers: tuple[str, ...]
    untrusted_rest: tuple[str, ...]
    """What else the book says about itself, and the names of its files: left out."""


def read(data: bytes) -> Book:
    """Raises ``Broken``, ``Bomb`` or ``Encrypted``."""
    members = Members(data)
    _check_locks(members)
    place = _place(members)
    package = _tree(members, place)
    listed = list(_listed(package, members, posixpath.dirname(place)))
    names = {path: f"item{number}.{suffix}" for number, path, _, suffix, _ in listed if suffix}
    parts = tuple(
        Part(number, mime, suffix, _content(members, path, suffix, names), properties)
        for number, path, (mime, _), suffix, properties in listed
        if suffix
    )
    numbers = {ident: number for number, _, (_, ident), suffix, _ in listed if suffix}
    return Book(
        parts=parts,
        spine=tuple(_spine(package, numbers)),
        guide=tuple(_guide(package, names, posixpath.dirname(place))),
        version="2.0" if package.get("version", "").startswith("2") else "3.0",
        direction=_direction(package),
        languages=tuple(text for text in _said(package, "language") if LANGUAGE.fullmatch(text)),
        titles=_said(package, "title"),
        people=(*_said(package, "creator"), *_said(package, "contributor")),
        publishers=_said(package, "publisher"),
        untrusted_rest=(*_rest(package), *members.names),
    )


def parse(data: bytes) -> Any:
    """XML without its entities, comments and instructions. Raises ``Broken``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Broken("epub") from error


def _tree(members: Members, name: str) -> Any:
    if name not in members:
        raise Broken("epub")
    return parse(members.read(name))


def _check_locks(members: Members) -> None:
    if RIGHTS in members:
        raise Encrypted("epub")
    if LOCKS in members:
        ways = {
            node.get("Algorithm", "") for node in _tree(members, LOCKS).iter("{*}EncryptionMethod")
        }
        if ways - FONTS_ONLY:
            raise Encrypted("epub")


def _place(members: Members) -> str:
    root = _tree(members, CONTAINER).find(".//{*}rootfile")
    return str(root.get("full-path", "")) if root is not None else ""


def resolved(link: str, folder: str) -> str:
    """The member that a link in a file of ``folder`` means."""
    return posixpath.normpath(posixpath.join(folder, unquote(link.partition("#")[0])))


def _listed(
    package: Any, members: Members, folder: str
) -> Iterator[tuple[int, str, tuple[str, str], str, str]]:
    """(number, member, (type, id), suffix or "", properties) of what the manifest lists."""
    seen: set[str] = set()
    for number, item in enumerate(package.iterfind("{*}manifest/{*}item"), start=1):
        path, mime = resolved(item.get("href", ""), folder), item.get("media-type", "").lower()
        suffix = SUFFIXES.get(mime, "") if path in members and path not in seen else ""
        seen.add(path)
        kept = " ".join(word for word in item.get("properties", "").split() if word in PROPERTIES)
        yield number, path, (mime, item.get("id", "")), suffix, kept


def _content(members: Members, path: str, suffix: str, names: Mapping[str, str]) -> bytes:
    data, folder = members.read(path), posixpath.dirname(path)
    if suffix == "ncx":
        data = _contents_of(data)
    if suffix not in ("xhtml", "css", "ncx", "svg"):
        return data

    def new(link: str) -> str | None:
        target = resolved(link, folder)
        if target in names:
            return names[target] + link[len(link.partition("#")[0]) :]
        return "removed" if target in members else None

    return relinked(data, new)


def _contents_of(data: bytes) -> bytes:
    """A table of contents of EPUB 2 without what it says about the book."""
    root = parse(data)
    for name in ("head", "docAuthor", "docTitle"):
        for node in root.findall(f"{{*}}{name}"):
            root.remove(node)
    space = etree.QName(root).namespace
    head = etree.Element(f"{{{space}}}head")
    etree.SubElement(head, f"{{{space}}}meta", name="dtb:uid", content=IDENTIFIER)
    title = etree.Element(f"{{{space}}}docTitle")
    etree.SubElement(title, f"{{{space}}}text").text = "Contents"
    root[:0] = [head, title]
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _spine(package: Any, numbers: Mapping[str, int]) -> Iterator[tuple[int, bool]]:
    for item in package.iterfind("{*}spine/{*}itemref"):
        if (number := numbers.get(item.get("idref", ""))) is not None:
            yield number, item.get("linear") != "no"


def _guide(package: Any, names: Mapping[str, str], folder: str) -> Iterator[tuple[str, str]]:
    for item in package.iterfind("{*}guide/{*}reference"):
        target = names.get(resolved(item.get("href", ""), folder))
        if target and item.get("type") in GUIDE:
            yield item.get("type"), target


def _direction(package: Any) -> str:
    spine = package.find("{*}spine")
    found = spine.get("page-progression-direction", "") if spine is not None else ""
    return found if found in ("ltr", "rtl") else ""


def _said(package: Any, name: str) -> tuple[str, ...]:
    nodes = package.iterfind(f"{{*}}metadata//{{http://purl.org/dc/elements/1.1/}}{name}")
    texts = (" ".join("".join(node.itertext()).split()) for node in nodes)
    return tuple(text for text in texts if text)


def _rest(package: Any) -> Iterator[str]:
    kept = {*_said(package, "title")}
    for node in package.iterfind("{*}metadata//*"):
        for text in ("".join(node.itertext()).strip(), *map(str, node.attrib.values())):
            if text and text not in kept:
                yield text
