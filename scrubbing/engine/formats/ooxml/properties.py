"""What a package says about itself: authors, company, labels, software. Facts and units."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.ooxml.opc import Dropped, Program
from scrubbing.engine.formats.ooxml.plain import tells
from scrubbing.engine.sensitivity import is_label, label_facts
from scrubbing.engine.types import Fact, Place, Role, Unit
from scrubbing.engine.xmltext import local, parse

_PROGRAM = re.compile(
    r"Microsoft (?:Office |Macintosh )?(?:Word|Excel|PowerPoint)"
    r"(?: Online| for the web)?"
)
_VERSION = re.compile(r"1[0-9]\.[0-9]{4}")
_PLACE = Place(part="properties")
_FACTS = {
    "creator": "author",
    "lastModifiedBy": "last_modified_by",
    "Company": "company",
    "Manager": "manager",
    "Template": "template",
    "Application": "software",
    "created": "created",
    "modified": "modified",
}
_EVERYWHERE = frozenset({"Normal", "Normal.dotm", "Normal.dot", "Office Theme"})
"""Templates that come with Office."""
_AUTHORS = frozenset({"creator", "lastModifiedBy", "Manager"})
_TYPES = (
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "application/vnd.ms-office.classificationlabels+xml",
)
_NAMES = ("docprops/core", "docprops/app", "docprops/custom", "labelinfo")


def is_properties(part: Dropped) -> bool:
    """Whether a dropped part is one of the property parts."""
    name = part.untrusted_name.lower()
    return part.content_type in _TYPES or any(word in name for word in _NAMES)


def facts(parts: Iterable[Dropped]) -> tuple[Fact, ...]:
    """The facts of the property parts; a part that cannot be read says nothing."""
    found: list[Fact] = []
    for part in parts:
        if is_properties(part):
            try:
                found += _facts(part)
            except ScrubError:
                continue
    return tuple(dict.fromkeys(found))


def program(parts: Iterable[Dropped]) -> Program:
    """The program of the extended properties; empty for anything but Office's own words."""
    for part in parts:
        if part.content_type == _TYPES[1]:
            try:
                texts = {local(node): (node.text or "").strip() for node in parse(part.data)}
            except ScrubError:
                return Program()
            name, version = texts.get("Application", ""), texts.get("AppVersion", "")
            return Program(
                name if _PROGRAM.fullmatch(name) else "",
                version if _VERSION.fullmatch(version) else "",
            )
    return Program()


def _facts(part: Dropped) -> Iterator[Fact]:
    root = parse(part.data)
    labels: list[tuple[str, str]] = []
    for node in root.iter():
        name, text = local(node), (node.text or "").strip()
        if name in _FACTS and text:
            yield Fact(_FACTS[name], text, _PLACE)
        elif name == "label":
            yield from _label({str(k): str(v) for k, v in node.attrib.items()})
        elif name == "property":
            key = str(node.get("name", ""))
            value = "".join(map(str, node.itertext())).strip()
            if is_label(key):
                labels.append((key, value))
            elif key in {"_AuthorEmail", "_AuthorEmailDisplayName"} and value:
                yield Fact("author", value, _PLACE)
    yield from label_facts(labels, _PLACE)


def _label(attributes: dict[str, str]) -> Iterator[Fact]:
    """A label of LabelInfo.xml, which has an id and a tenant but no name."""
    off = attributes.get("removed") in {"1", "true"} or attributes.get("enabled") in {"0", "false"}
    if not attributes.get("id") or off:
        return
    yield Fact("label_id", attributes["id"].strip("{}").lower(), _PLACE)
    if attributes.get("siteId"):
        yield Fact("label_tenant", attributes["siteId"].strip("{}"), _PLACE)


def units(part: Dropped, prefix: str) -> Iterator[Unit]:
    """Every property as a unit; the names of custom properties too."""
    number = 0
    for node in parse(part.data).iter():
        values = [((node.text or "").strip(), local(node))]
        values += [(str(v).strip(), local(node)) for k, v in node.attrib.items() if k == "name"]
        for value, name in values:
            if tells(value) and not _PROGRAM.fullmatch(value) and value not in _EVERYWHERE:
                number += 1
                role = Role.AUTHOR if name in _AUTHORS else Role.PROPERTY
                context = "label" if _is_of_label(node) else ""
                yield Unit(f"{prefix}!{number}", value, role, context, _PLACE, removable=True)


def _is_of_label(node: etree._Element) -> bool:
    """Whether a value belongs to a sensitivity label, which is read as a fact."""
    above = node.getparent()
    return above is not None and is_label(str(above.get("name", "")))
