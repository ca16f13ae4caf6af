"""A whole Office document, loaded: cleaned trees, passages, cells, inner files, what goes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from scrubbing.engine.errors import Broken, ScrubError, UnknownPart
from scrubbing.engine.formats.ooxml import allow, opc, properties
from scrubbing.engine.formats.ooxml.clean import Harvest, clean, harvest
from scrubbing.engine.formats.ooxml.numbers import Numbers
from scrubbing.engine.formats.ooxml.objects import mark_cells, place_placeholders
from scrubbing.engine.formats.ooxml.opc import Dropped, Package, Part, Sort
from scrubbing.engine.formats.ooxml.reading import Keys, Reader
from scrubbing.engine.formats.ooxml.sheets import Book, external_link
from scrubbing.engine.formats.ooxml.strings import Strings
from scrubbing.engine.types import Fact, Place, Role, Unit
from scrubbing.engine.xmltext import Passage, local, namespace, parse

_ROLES: tuple[tuple[str, Role, str | None], ...] = (
    ("word/header", Role.HEADER, "header"),
    ("word/footer", Role.FOOTER, "footer"),
    ("word/footnotes", Role.NOTE, "notes"),
    ("word/endnotes", Role.NOTE, "notes"),
    ("ppt/notesSlides/", Role.NOTE, "notes"),
    ("ppt/notesMasters/", Role.MASTER, "master"),
    ("ppt/handoutMasters/", Role.MASTER, "master"),
    ("ppt/slideMasters/", Role.MASTER, "master"),
    ("ppt/slideLayouts/", Role.MASTER, "master"),
    ("word/styles", Role.NAME, "styles"),
    ("word/fontTable", Role.NAME, "styles"),
    ("xl/styles", Role.NAME, "styles"),
)
_SLIDE = re.compile(r"ppt/slides/slide([0-9]+)\.xml")
_BLANK_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)
_PATHS = re.compile(
    rb"(?:[A-Za-z]:\\|\\\\)[\w .$~()+-]{2,60}(?:\\[\w .$~()+-]{1,60}){0,12}"
    rb"|[\w.+-]{2,64}@[a-zA-Z][\w-]{1,63}\.[a-zA-Z][\w.-]{1,63}"
)
"""Paths and addresses in ASCII letters; more would find words in compressed bytes."""


@dataclass(slots=True)
class Document:
    """Everything of a document that is read or written."""

    package: Package
    keys: Keys
    trees: dict[str, etree._Element] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    removed: list[Unit] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    book: Book | None = None
    program: opc.Program = field(default_factory=opc.Program)

    @property
    def inner(self) -> Iterator[Part]:
        """Pictures, embedded documents and chunks."""
        return (p for p in self.package.parts if p.sort not in {Sort.XML, Sort.BLANK})


def load(data: bytes) -> Document:
    """Read a document. The same bytes give the same locators every time."""
    package = opc.read(data)
    document = Document(package, Keys(package.main.family))
    _drop_broken(package)
    stay = opc.reachable(package.parts)
    names = {part.name for part in stay}
    package.dropped += [
        Dropped(part.name, part.content_type, part.data)
        for part in package.parts
        if part.name not in names
    ]
    package.parts = stay
    slides = _slide_numbers(package)
    for part in package.parts:
        if part.sort is Sort.BLANK:
            _remove(document, harvest(parse(part.data)), part.name)
            part.data, part.sort, part.relations = _BLANK_SHEET, Sort.XML, []
        if part.sort is Sort.XML:
            _load_part(document, part, slides)
    if package.main.family is allow.Family.SHEETS:
        _read_book(document)
    for part in package.parts:
        _read_relations(document, part)
    _read_dropped(document)
    return document


_OPTIONAL = ("/charts/", "/diagrams/", "/drawings/chartShapes", "/pivot")
"""Parts a document can do without: a damaged one goes, and what shows it."""


def _drop_broken(package: Package) -> None:
    """Take out optional parts that are no XML, or lead to a database that is dropped."""
    for part in [p for p in package.parts if any(word in p.name for word in _OPTIONAL)]:
        try:
            root = parse(part.data)
        except Broken:
            _take_out(package, part)
            continue
        sources = [node.get("type") for node in root if local(node) == "cacheSource"]
        if any(kind not in {None, "worksheet", "consolidation"} for kind in sources):
            _take_out(package, part)


def _take_out(package: Package, gone: Part) -> None:
    """Remove a part; pivot tables that need it go too, all others lose the reference."""
    if gone not in package.parts:
        return
    package.parts.remove(gone)
    for part in list(package.parts):
        for relation in part.relations:
            if relation.target is gone and not relation.gone:
                relation.gone = True
                part.cut[relation.origin] = relation.kind
                if part.name.startswith("xl/pivotTables/"):
                    _take_out(package, part)


def _slide_numbers(package: Package) -> dict[str, int]:
    """The slide that a part belongs to, by the part's name."""
    found = {}
    for part in package.parts:
        match = _SLIDE.fullmatch(part.name)
        if match:
            found[part.name] = int(match.group(1))
            for relation in part.relations:
                target = relation.target
                if target is not None and not target.name.startswith(("ppt/slide", "ppt/theme")):
                    found.setdefault(target.name, int(match.group(1)))
    return found


def _load_part(document: Document, part: Part, slides: dict[str, int]) -> None:
    family = document.package.main.family
    root = parse(part.data)
    if namespace(str(root.tag)) not in allow.NAMESPACES:
        raise UnknownPart("a part of an unknown namespace")
    if part.name.startswith("xl/externalLinks/"):
        _remove(document, external_link(root, part), part.name + "/links")
    if part.name.startswith("xl/worksheets/"):
        mark_cells(root)
    gone = clean(root, part, family)
    gone += place_placeholders(root, family)
    _remove(document, gone, part.name)
    document.trees[part.name] = root
    role, word = _role(part.name)
    place = Place(slide=slides.get(part.name), part=word)
    reader = Reader(part.name, document.keys, role, place)
    if part.name == "xl/sharedStrings.xml":
        for node in root.iter(etree.Element):
            if local(node) not in {"sst", "si", "t"}:
                reader.attributes(node, local(node))
    elif part.name.startswith("xl/worksheets/"):
        reader.attributes(root, local(root))
        for child in root.iterchildren(etree.Element):
            if local(child) != "sheetData":
                reader.walk(child)
    else:
        reader.walk(root)
    document.passages += reader.passages


def _role(name: str) -> tuple[Role, str | None]:
    for start, role, word in _ROLES:
        if name.startswith(start):
            return role, word
    return Role.BODY, None


def _remove(document: Document, gone: Harvest, name: str) -> None:
    """Note text of a part that stays whose elements did not."""
    prefix = f"{name.removesuffix('.xml')}/removed"
    _, word = _role(name)
    for number, (text, what) in enumerate(dict.fromkeys(gone), start=1):
        place = Place(part=word or "removed")
        document.removed.append(Unit(f"{prefix}!{number}", text, what, "", place, removable=True))
        if what is Role.AUTHOR:
            document.facts.append(Fact("author", text, place))


def _read_book(document: Document) -> None:
    trees = document.trees
    main = trees["xl/workbook.xml"]
    date1904 = any(
        local(node) == "workbookPr" and node.get("date1904") in {"1", "true"} for node in main
    )
    numbers = Numbers(trees.get("xl/styles.xml"), date1904)
    document.book = Book(Strings(trees.get("xl/sharedStrings.xml")), numbers)
    for part in document.package.parts:
        if part.sort is Sort.XML and part.name.startswith("xl/worksheets/"):
            document.book.read(trees[part.name], part.name)
    for number, text in enumerate(document.book.strings.unused(), start=1):
        document.removed.append(
            Unit(
                f"xl/unused!{number}", text, Role.HIDDEN, "", Place(part="removed"), removable=True
            )
        )


def _read_relations(document: Document, part: Part) -> None:
    """Targets outside the package: links stay as text, all else goes."""
    prefix = f"{part.name.removesuffix('.xml')}/link"
    for number, relation in enumerate(part.relations, start=1):
        if not relation.external:
            continue
        place = Place(part="links")
        if relation.kind in {"hyperlink", "externalLinkPath"}:
            continue
        document.removed.append(
            Unit(f"{prefix}!{number}", relation.external, Role.LINK, "", place, removable=True)
        )
        relation.gone = True
        if "attachedTemplate" in relation.type:
            document.facts.append(Fact("template", relation.external, place))


def links(document: Document) -> Iterator[tuple[str, opc.Relation, Place]]:
    """The hyperlinks that leave the package, each with its locator."""
    for part in document.package.parts:
        for number, relation in enumerate(part.relations, start=1):
            if relation.external and relation.kind == "hyperlink" and not relation.gone:
                locator = f"{part.name.removesuffix('.xml')}/link!{number}"
                yield locator, relation, Place(part="links")


def _read_dropped(document: Document) -> None:
    """Units of parts that do not stay at all."""
    document.facts += properties.facts(document.package.dropped)
    document.program = properties.program(document.package.dropped)
    for number, part in enumerate(document.package.dropped, start=1):
        prefix = f"dropped{number}"
        if part.untrusted_name.endswith(".rels") and b"TargetMode" not in part.data:
            continue
        try:
            if properties.is_properties(part):
                document.removed += properties.units(part, prefix)
            elif part.data.lstrip()[:1] == b"<" or part.data[:3] == b"\xef\xbb\xbf":
                document.removed += _dropped_units(part, prefix)
            else:
                document.removed += _binary_units(part.data, prefix)
        except ScrubError:
            document.removed += _binary_units(part.data, prefix)


def _dropped_units(part: Dropped, prefix: str) -> Iterator[Unit]:
    comment = "comment" in part.content_type.lower() or "comment" in part.untrusted_name.lower()
    role = Role.COMMENT if comment else Role.HIDDEN
    place = Place(part="comment" if comment else "removed")
    found = dict.fromkeys(harvest(parse(part.data), role))
    for number, (text, what) in enumerate(found, start=1):
        yield Unit(f"{prefix}!{number}", text, what, "", place, removable=True)


def _binary_units(data: bytes, prefix: str) -> Iterator[Unit]:
    """Paths and addresses in a binary part, in one-byte and two-byte letters."""
    place = Place(part="removed")
    found = dict.fromkeys(
        match.group().decode("latin-1").strip()
        for text in (data, data[::2], data[1::2])
        for match in _PATHS.finditer(text[:4_000_000])
    )
    for number, text in enumerate(list(found)[:100], start=1):
        yield Unit(f"{prefix}!{number}", text, Role.HIDDEN, "", place, removable=True)


def framed(document: Document) -> dict[str, str]:
    """The inner files that stand in a header, a footer or a master, each with that word."""
    found: dict[str, str] = {}
    for part in document.package.parts:
        _, word = _role(part.name)
        if word in {"header", "footer", "master"}:
            for relation in part.relations:
                if relation.target is not None:
                    found.setdefault(relation.target.name, word)
    return found


def inner_prefixes(document: Document) -> Sequence[tuple[str, Part]]:
    """The start of the locators of every inner file."""
    return [(part.name + "!", part) for part in document.inner]
