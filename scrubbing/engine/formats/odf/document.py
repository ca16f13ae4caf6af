"""An OpenDocument file, loaded: the trees that stay, what they refer to, what goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from scrubbing.engine.errors import Broken, ScrubError, Unsupported
from scrubbing.engine.formats.odf import allow
from scrubbing.engine.formats.odf.plain import is_plain
from scrubbing.engine.formats.odf.reading import Names, Reader
from scrubbing.engine.sensitivity import is_label, label_facts
from scrubbing.engine.types import Fact, Place, Role, Unit
from scrubbing.engine.xmltext import local, namespace, parse, remove
from scrubbing.engine.zipbox import Members

PLACEHOLDER = "[embedded object removed]"
_FACTS = {
    "initial-creator": "author", "creator": "last_modified_by", "printed-by": "author",
    "generator": "software", "creation-date": "created", "date": "modified",
}  # fmt: skip
_AUTHORS = frozenset({"initial-creator", "creator", "printed-by", "sender-initials"})
_OBJECT = re.compile(r"(?:\./)?(Object [0-9]{1,6})/?")


@dataclass(slots=True)
class Picture:
    """A picture of the file; ``name`` is ours and gets its suffix when written."""

    name: str
    data: bytes
    uses: list[etree._Element] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """Everything of a file that is read or written. Trees are keyed by our own names."""

    format: str
    mimetype: str
    trees: dict[str, etree._Element] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    reader: Reader = field(init=False)
    removed: list[Unit] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    layout: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare a reader for this kind of file."""
        self.reader = Reader(self.names, spreadsheet=self.format in {"ods", "ots"})


def load(data: bytes) -> Document:
    """Read a file. The same bytes give the same locators every time."""
    members = Members(data)
    if "mimetype" not in members or "content.xml" not in members:
        raise Unsupported
    mimetype = members.read("mimetype").decode("latin-1").strip()
    if mimetype not in allow.TYPES:
        raise Unsupported
    document = Document(allow.TYPES[mimetype], mimetype)
    _load_tree(document, members, "", "content")
    for folder in list(document.objects):
        _load_object(document, members, folder)
    _load_tree(document, members, "", "styles")
    _read_layout(document, members)
    for name, root in document.trees.items():
        document.reader.read(root, name.removesuffix(".xml"))
    _read_dropped(document, members)
    return document


def _read_layout(document: Document, members: Members) -> None:
    """Note the switches that change where text stands."""
    if "settings.xml" not in members:
        return
    try:
        root = parse(members.read("settings.xml"))
    except ScrubError:
        return
    for node in root.iter(f"{{{allow.CONFIG}}}config-item"):
        name = str(node.get(f"{{{allow.CONFIG}}}name"))
        value = (node.text or "").strip()
        if name in allow.LAYOUT and value in {"true", "false"}:
            document.layout[name] = value


def _load_object(document: Document, members: Members, folder: str) -> None:
    """A chart, formula or table inside the document; those inside it do not stay."""
    known = set(document.objects)
    for name in ("content", "styles"):
        _load_tree(document, members, folder, name)
    for inner in set(document.objects) - known:
        del document.objects[inner]


def _load_tree(document: Document, members: Members, folder: str, name: str) -> None:
    source = f"{folder}/{name}.xml" if folder else f"{name}.xml"
    target = f"{document.objects[folder]}/{name}.xml" if folder else f"{name}.xml"
    if source not in members:
        return
    root = parse(members.read(source))
    document.used.add(source)
    document.trees[target] = root
    gone = list(dict.fromkeys(_clean(root)))
    _relate(document, members, root, folder)
    for number, (text, role) in enumerate(gone, start=1):
        prefix = target.removesuffix(".xml")
        place = Place(part="removed")
        document.removed.append(
            Unit(f"{prefix}/removed!{number}", text, role, "", place, removable=True)
        )
        if role is Role.AUTHOR:
            document.facts.append(Fact("author", text, place))


def _clean(root: etree._Element) -> Iterator[tuple[str, Role]]:
    """Take out what never stays; gives the text that went."""
    if namespace(str(root.tag)) not in allow.NAMESPACES:
        raise Broken("not an OpenDocument part")
    for node in list(root.iter(etree.Element)):
        odd = namespace(str(node.tag)) not in allow.NAMESPACES
        if (odd or local(node) in allow.DROPS) and node.getparent() is not None:
            yield from harvest(node)
            remove(node)
            continue
        for key in list(map(str, node.attrib)):
            word = key.rpartition("}")[2]
            if namespace(key) not in allow.NAMESPACES or word in allow.ATTRIBUTE_DROPS:
                value = str(node.attrib.pop(key))
                if len(value) > 1 and not is_plain(word, value):
                    yield value, Role.HIDDEN
    known = {prefix: uri for prefix, uri in root.nsmap.items() if prefix and uri in allow.DECLARED}
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(known))


def harvest(root: etree._Element) -> Iterator[tuple[str, Role]]:
    """Text below an element, per paragraph, and its attributes that say something."""
    pieces: list[str] = []
    role = Role.COMMENT if local(root) == "annotation" else Role.HIDDEN
    for node in root.iter(etree.Element):
        name = local(node)
        if name in {"p", "h"} and pieces:
            yield "".join(pieces), role
            pieces.clear()
        if name in {"creator", "creator-initials", "initial-creator"}:
            if node.text and node.text.strip():
                yield node.text.strip(), Role.AUTHOR
        elif node.text and node.text.strip():
            pieces.append(node.text)
        if node is not root and node.tail and node.tail.strip():
            pieces.append(node.tail)
        for key, value in node.attrib.items():
            word = str(key).rpartition("}")[2]
            if len(value) > 1 and not is_plain(word, str(value)):
                yield str(value), Role.HIDDEN
    if pieces:
        yield "".join(pieces), role


def _relate(document: Document, members: Members, root: etree._Element, folder: str) -> None:
    """Follow references to pictures and objects; put a sentence where an object goes."""
    for node in list(root.iter(etree.Element)):
        name, target = local(node), str(node.get(allow.HREF) or "")
        if name == "object-ole" and node.getparent() is not None:
            _replace(node)
        elif name == "object":
            match = _OBJECT.fullmatch(target)
            if match is None or f"{match.group(1)}/content.xml" not in members or folder:
                _replace(node)
                continue
            ours = document.objects.setdefault(
                match.group(1), f"Object {len(document.objects) + 1}"
            )
            node.set(allow.HREF, f"./{ours}")
        elif name in {"image", "fill-image", "background-image", "list-level-style-image"}:
            _picture(document, members, node, target, folder)


def _picture(
    document: Document, members: Members, node: etree._Element, target: str, folder: str
) -> None:
    source = "/".join(part for part in (folder, target.removeprefix("./")) if part)
    if "ObjectReplacements/" in target:
        remove(node)
        return
    if allow.HREF not in node.attrib and local(node) != "image":
        return
    inside = source.startswith(("Pictures/", "media/")) or "/Pictures/" in source
    data = members.read(source) if inside and source in members else b""
    document.used.add(source)
    key = source if data else ""
    picture = document.pictures.get(key)
    if picture is None:
        picture = Picture(f"Pictures/image{len(document.pictures) + 1}", data)
        document.pictures[key] = picture
    if not data and len(target) > 1:
        document.removed.append(
            Unit(f"{picture.name}/link!{len(document.removed)}", target, Role.LINK, "",
                 Place(part="removed"), removable=True)
        )  # fmt: skip
    picture.uses.append(node)


def _replace(node: etree._Element) -> None:
    """A frame shows a sentence instead of an object."""
    frame = node.getparent()
    if frame is None:
        return
    for child in list(frame):
        if local(child) in {"object", "object-ole", "image"}:
            frame.remove(child)
    box = etree.SubElement(frame, f"{allow.DRAW}text-box")
    etree.SubElement(box, f"{allow.TEXT}p").text = PLACEHOLDER


def _read_dropped(document: Document, members: Members) -> None:
    """Properties as facts and units; other dropped XML as units."""
    kept = document.used | {"mimetype", "META-INF/manifest.xml"}
    for number, name in enumerate([n for n in members.names if n not in kept], start=1):
        data = members.read(name)
        if data.lstrip()[:1] != b"<":
            continue
        try:
            root = parse(data)
        except ScrubError:
            continue
        place = Place(part="properties" if name.endswith("meta.xml") else "removed")
        if name.endswith("meta.xml"):
            _read_facts(document, root, place)
        found = _switches(root) if name.endswith("settings.xml") else harvest(root)
        for index, (text, role) in enumerate(dict.fromkeys(found), start=1):
            document.removed.append(
                Unit(f"dropped{number}!{index}", text, role, "", place, removable=True)
            )


def _switches(root: etree._Element) -> Iterator[tuple[str, Role]]:
    """Settings that are text, such as the printer's name; the others are numbers and names."""
    for node in root.iter(f"{{{allow.CONFIG}}}config-item"):
        if node.get(f"{{{allow.CONFIG}}}type") == "string" and (node.text or "").strip():
            yield (node.text or "").strip(), Role.HIDDEN


def _read_facts(document: Document, root: etree._Element, place: Place) -> None:
    labels: list[tuple[str, str]] = []
    for node in root.iter(etree.Element):
        name, text = local(node), (node.text or "").strip()
        if name in _FACTS and text:
            document.facts.append(Fact(_FACTS[name], text, place))
        elif name == "template":
            target = str(node.get(allow.HREF) or "")
            if target:
                document.facts.append(Fact("template", target, place))
        elif name == "user-defined" and text:
            names = [str(value) for key, value in node.attrib.items() if str(key).endswith("name")]
            labels += [(key, text) for key in names if is_label(key)]
    document.facts += label_facts(labels, place)
