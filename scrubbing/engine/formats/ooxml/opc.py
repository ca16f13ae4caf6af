"""The package: walk its parts along allowed relations, and write a fresh one.

What no allowed relation reaches is not part of the document: it is listed as dropped, so
that its text can be read, and never written. Parts get our own names and numbers.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast
from urllib.parse import unquote

from lxml import etree

from scrubbing.engine.errors import Broken, Unsupported
from scrubbing.engine.formats.ooxml import allow
from scrubbing.engine.xmltext import local, parse, serialize
from scrubbing.engine.zipbox import Members, build

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ID = re.compile(rb"=\s*[\"']([^\"'<>]{1,64})[\"']")
_PLAIN_ID = re.compile(r"rId[0-9]{1,6}")


class Sort(StrEnum):
    """How a part is treated."""

    XML = "xml"
    IMAGE = "image"
    PACKAGE = "package"
    CHUNK = "chunk"
    BLANK = "blank"


@dataclass(slots=True)
class Relation:
    """From one part to another, or out of the package (``external``, untrusted)."""

    id: str
    origin: str
    kind: str
    type: str
    target: "Part | None" = None
    external: str = ""
    gone: bool = False


@dataclass(slots=True, eq=False)
class Part:
    """A part that stays. ``name`` is ours; images get their suffix when written.

    ``cut`` holds ids of relations that do not stay, ``renamed`` new ids for odd ones.
    """

    name: str
    content_type: str
    sort: Sort
    data: bytes
    relations: list[Relation] = field(default_factory=list)
    cut: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part that does not stay: what its type said, and its bytes."""

    untrusted_name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Program:
    """Which Office wrote the file, as far as that changes how it is drawn."""

    name: str = ""
    version: str = ""


@dataclass(slots=True)
class Package:
    """A document as its parts; the first is the main one."""

    main: allow.Main
    parts: list[Part]
    dropped: list[Dropped]


def rels_name(name: str) -> str:
    """Where the relations of a part stand ("" for the package itself)."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", base + ".rels")


class _Walk:
    def __init__(self, members: Members) -> None:
        self.members = members
        self.by_key = {_key(name): name for name in members.names}
        self.parts: list[Part] = []
        self.by_source: dict[str, Part] = {}
        self.used: set[str] = {"[Content_Types].xml"}
        self.names: set[str] = set()
        self.counters: dict[str, int] = {}
        self.defaults, self.overrides = self._content_types()

    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        source = self.by_key.get("[content_types].xml")
        if source is None:
            raise Unsupported
        root = parse(self.members.read(source))
        self.used.add(source)
        defaults, overrides = {}, {}
        for element in root:
            kind = element.get("ContentType", "").strip()
            if local(element) == "Default":
                defaults[element.get("Extension", "").lower()] = kind
            elif local(element) == "Override":
                overrides[_key(element.get("PartName", ""))] = kind
        return defaults, overrides

    def content_type(self, source: str) -> str:
        key = _key(source)
        found = self.overrides.get(key)
        return found or self.defaults.get(key.rpartition(".")[2], "")

    def relations(self, source: str) -> list[tuple[str, str, str, bool]]:
        """Id, type, target and whether it is external, of a part's relations."""
        name = self.by_key.get(_key(rels_name(source)))
        if name is None:
            return []
        self.used.add(name)
        return [
            (
                element.get("Id", ""),
                element.get("Type", ""),
                element.get("Target", ""),
                element.get("TargetMode", "") == "External",
            )
            for element in parse(self.members.read(name))
            if local(element) == "Relationship"
        ]

    def resolve(self, source: str, target: str) -> str | None:
        """The member a target means."""
        target = target.partition("#")[0].replace("\\", "/")
        path = (
            target if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
        )
        path = posixpath.normpath(path).lstrip("/")
        return self.by_key.get(_key(path)) or self.by_key.get(_key(unquote(path)))

    def fresh(self, pattern: str) -> str:
        """The next free name for a pattern; "#" stands for the number."""
        while True:
            number = self.counters[pattern] = self.counters.get(pattern, 0) + 1
            if "#" in pattern:
                name = pattern.replace("#", str(number))
            else:
                stem, dot, suffix = pattern.rpartition(".")
                name = pattern if number == 1 else f"{stem}{number}{dot}{suffix}"
            if name not in self.names:
                self.names.add(name)
                return name


def _key(name: str) -> str:
    """Part names compare without case; some writers use backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def read(data: bytes) -> Package:
    """The parts of a document that may stay, and those that may not.

    Raises ``Unsupported`` where the package is no Word, PowerPoint or Excel document.
    """
    walk = _Walk(Members(data))
    source = next(
        (
            found
            for _, kind, target, external in walk.relations("")
            if allow.relation(kind) == "officeDocument"
            and not external
            and (found := walk.resolve("", target))
        ),
        None,
    )
    if source is None:
        raise Unsupported
    main = allow.MAINS.get(walk.content_type(source))
    if main is None:
        raise Unsupported
    _add(walk, source, allow.MAIN_NAMES[main.family], main.content_type, Sort.XML)
    queue = [source]
    for current in queue:
        queue += _follow(walk, main.family, current)
    return Package(main, walk.parts, list(_dropped(walk)))


def reachable(parts: list[Part]) -> list[Part]:
    """The parts that relations which stay lead to, the main part first."""
    found = parts[:1]
    names = {part.name for part in found}
    for part in found:
        for relation in part.relations:
            target = relation.target
            if target is not None and not relation.gone and target.name not in names:
                names.add(target.name)
                found.append(target)
    return [part for part in parts if part.name in names]


def _add(walk: _Walk, source: str, pattern: str, content_type: str, sort: Sort) -> Part:
    part = Part(walk.fresh(pattern), content_type, sort, walk.members.read(source))
    walk.parts.append(part)
    walk.by_source[source] = part
    walk.used.add(source)
    return part


def _follow(walk: _Walk, family: allow.Family, source: str) -> Iterator[str]:
    """Resolve a part's relations; give the XML parts found for the first time."""
    part = walk.by_source[source]
    order = {
        match.group(1).decode("utf-8", "replace"): index
        for index, match in reversed(list(enumerate(_ID.finditer(part.data))))
    }
    rows = sorted(walk.relations(source), key=lambda row: order.get(row[0], len(order)))
    taken = {row[0] for row in rows}
    part.known = set(taken)
    for identity, kind, target, external in rows:
        word = allow.relation(kind)
        relation = Relation(_fresh_id(part, identity, taken), identity, word, kind)
        if external:
            relation.external = target
            if word not in allow.EXTERNAL_KEPT and word != "externalLinkPath":
                part.cut[identity] = word or "unknown"
                relation.gone = True
            part.relations.append(relation)
            continue
        found = walk.resolve(source, target) if word else None
        if found is None:
            part.cut[identity] = word or "unknown"
            continue
        new = found not in walk.by_source
        relation.target = walk.by_source.get(found) or _part(walk, family, found, word)
        if relation.target is None:
            part.cut[identity] = word
            continue
        part.relations.append(relation)
        if new and relation.target.sort is Sort.XML:
            yield found


def _fresh_id(part: Part, identity: str, taken: set[str]) -> str:
    if _PLAIN_ID.fullmatch(identity):
        return identity
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    part.renamed[identity] = f"rId{number}"
    taken.add(f"rId{number}")
    return f"rId{number}"


def _part(walk: _Walk, family: allow.Family, source: str, word: str) -> Part | None:
    base = family.value
    if word == "package" and family is allow.Family.SHEETS:
        return None  # it would need the VML drawing that is dropped
    if word == "image":
        return _add(walk, source, f"{base}/media/image#", "", Sort.IMAGE)
    if word == "package":
        return _add(walk, source, f"{base}/embeddings/embedded#", "", Sort.PACKAGE)
    if word == "aFChunk":
        return _add(walk, source, f"{base}/chunks/chunk#", walk.content_type(source), Sort.CHUNK)
    content_type = walk.content_type(source)
    if content_type in allow.MACRO_SHEETS:
        kind = allow.SHEETS + "worksheet+xml"
        return _add(walk, source, "xl/worksheets/sheet#.xml", kind, Sort.BLANK)
    pattern = allow.part_name(family, content_type)
    return _add(walk, source, pattern, content_type, Sort.XML) if pattern else None


def _dropped(walk: _Walk) -> Iterator[Dropped]:
    for name in walk.members.names:
        if name not in walk.used:
            yield Dropped(name, walk.content_type(name), walk.members.read(name))


def write(parts: list[Part], main: Part, program: Program) -> bytes:
    """A new package of these parts, and nothing else.

    The ``program`` is the one property that stays: charts and rows are drawn as that
    version of Office did.
    """
    strict = any(relation.type.startswith(allow.RELATION_ROOTS[1]) for relation in main.relations)
    kind = allow.RELATION_ROOTS[1 if strict else 0] + "officeDocument"
    roots = [Relation("rId1", "", "officeDocument", kind, main)]
    if program != Program():
        app = _app(program)
        parts = [*parts, app]
        kind = allow.RELATION_ROOTS[0] + "extended-properties"
        roots.append(Relation("rId2", "", "extended-properties", kind, app))
    members: dict[str, bytes] = {}
    for part in parts:
        if part.name in members:
            raise Broken("two parts of one name")
        members[part.name] = part.data
        if part.relations:
            members[rels_name(part.name)] = _relations(part.name, part.relations)
    head = [
        ("[Content_Types].xml", _content_types(parts)),
        ("_rels/.rels", _relations("", roots)),
    ]
    return build(head + sorted(members.items()))


def _app(program: Program) -> Part:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    root = etree.Element(f"{{{space}}}Properties", nsmap=_default(space))
    for name, text in (("Application", program.name), ("AppVersion", program.version)):
        if text:
            etree.SubElement(root, f"{{{space}}}{name}").text = text
    kind = allow.OFFICE + "extended-properties+xml"
    return Part("docProps/app.xml", kind, Sort.XML, serialize(root))


def _content_types(parts: list[Part]) -> bytes:
    types = etree.Element(f"{{{_TYPES}}}Types", nsmap=_default(_TYPES))
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    for part in parts:
        if part.sort is not Sort.XML:
            defaults[part.name.rpartition(".")[2]] = part.content_type
    for suffix, kind in sorted(defaults.items()):
        etree.SubElement(types, f"{{{_TYPES}}}Default", Extension=suffix, ContentType=kind)
    for part in sorted(parts, key=lambda part: part.name):
        if part.sort is Sort.XML:
            name, kind = "/" + part.name, part.content_type
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=name, ContentType=kind)
    return serialize(types)


def _default(space: str) -> dict[str, str]:
    """Declare a namespace without a prefix (the stubs know no such key)."""
    return cast(dict[str, str], {None: space})


def _relations(name: str, relations: list[Relation]) -> bytes:
    root = etree.Element(f"{{{_RELS}}}Relationships", nsmap=_default(_RELS))
    for relation in relations:
        element = etree.SubElement(
            root, f"{{{_RELS}}}Relationship", Id=relation.id, Type=relation.type
        )
        if relation.target is None:
            element.set("Target", relation.external)
            element.set("TargetMode", "External")
        else:
            folder = posixpath.dirname(name)
            element.set("Target", posixpath.relpath(f"/{relation.target.name}", f"/{folder}"))
    return serialize(root)
