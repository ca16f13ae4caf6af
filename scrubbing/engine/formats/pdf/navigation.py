"""Outlines, links and page labels: read from the old document, made anew in the new one."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, String

from scrubbing.engine.formats.pdf.edits import applied
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.streams import items
from scrubbing.engine.types import Edit, Place, Role, Unit

MOST = 5_000
"""Entries of an outline, and links of a document, that are taken over."""

SCHEME = re.compile(r"(?:https?://|mailto:|tel:|ftp://)", re.IGNORECASE)
FITS = {"/XYZ", "/Fit", "/FitH", "/FitV", "/FitR", "/FitB", "/FitBH", "/FitBV"}


@dataclass(frozen=True, slots=True)
class Target:
    """A page, counted from 0, and how it is shown."""

    page: int
    view: tuple[Object | float | None, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outline."""

    locator: str
    title: str
    target: Target | None
    children: tuple["Entry", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A clickable box on a page: to a page of this document, or to an address."""

    locator: str
    page: int
    rect: tuple[float, ...]
    target: Target | None
    address: str


@dataclass(frozen=True, slots=True)
class Label:
    """From page ``start`` (from 0) on, pages are called by this prefix and number."""

    locator: str
    start: int
    style: str
    prefix: str
    first: int


@dataclass(frozen=True, slots=True)
class Navigation:
    """All ways through a document."""

    outline: tuple[Entry, ...]
    links: tuple[Link, ...]
    labels: tuple[Label, ...]
    language: str

    def units(self) -> Iterator[Unit]:
        place = Place(part="outline")
        for entry in _flat(self.outline):
            if entry.title.strip():
                yield Unit(entry.locator, entry.title, Role.HEADING, place=place)
        for link in self.links:
            if link.address:
                yield Unit(link.locator, link.address, Role.LINK, place=Place(page=link.page + 1))
        for label in self.labels:
            if label.prefix.strip():
                yield Unit(
                    label.locator, label.prefix, Role.HEADER, place=Place(page=label.start + 1)
                )


def _flat(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _flat(entry.children)


def read(pdf: pikepdf.Pdf) -> Navigation:
    reader = _Reader(pdf)
    language = str(pdf.Root.get("/Lang", ""))
    known = re.match(r"[a-z]{2}(?![a-z])", language)
    return Navigation(
        reader.outline(), tuple(reader.links()), tuple(reader.labels()), known[0] if known else ""
    )


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
        self._count = 0
        self._seen: set[tuple[int, int]] = set()

    def outline(self) -> tuple[Entry, ...]:
        root = self._pdf.Root.get("/Outlines")
        return tuple(self._entries(root, 0)) if isinstance(root, Dictionary) else ()

    def _entries(self, parent: Object, depth: int) -> Iterator[Entry]:
        item = parent.get("/First")
        while isinstance(item, Dictionary) and self._count < MOST and depth < 20:  # noqa: PLR2004 - deeper than any book
            if item.objgen in self._seen:
                return
            self._seen.add(item.objgen)
            self._count += 1
            locator = f"outline.{self._count}"
            yield Entry(locator, _text(item.get("/Title")), self._target(item),
                        tuple(self._entries(item, depth + 1)))  # fmt: skip
            item = item.get("/Next")

    def links(self) -> Iterator[Link]:
        count = 0
        for index, page in enumerate(self._pdf.pages):
            annotations = page.obj.get("/Annots")
            for number, thing in enumerate(
                items(annotations) if annotations is not None else (), 1
            ):
                if not isinstance(thing, Dictionary) or str(thing.get("/Subtype")) != "/Link":
                    continue
                count += 1
                if count > MOST:
                    return
                link = self._link(f"link.{index + 1}.{number}", index, thing)
                if link is not None:
                    yield link

    def _link(self, locator: str, page: int, thing: Object) -> Link | None:
        try:
            rect = tuple(round(float(value), 2) for value in items(thing.Rect)[:4])
            target = self._target(thing)
            action = thing.get("/A")
            address = _text(action.get("/URI")) if isinstance(action, Dictionary) else ""
        except FOREIGN:
            return None
        address = address if SCHEME.match(address) else ""
        return Link(locator, page, rect, target, address) if target or address else None

    def _target(self, thing: Object) -> Target | None:
        """Where an entry leads; nowhere if its destination is damaged, as viewers have it."""
        try:
            return self._resolve(self._destination(thing), 0)
        except FOREIGN:
            return None

    def _destination(self, thing: Object) -> Object | None:
        destination = thing.get("/Dest")
        action = thing.get("/A")
        if (
            destination is None
            and isinstance(action, Dictionary)
            and str(action.get("/S")) == "/GoTo"
        ):
            destination = action.get("/D")
        return destination

    def _resolve(self, destination: Object | None, depth: int) -> Target | None:
        if isinstance(destination, Dictionary):
            destination = destination.get("/D")
        if isinstance(destination, (String, Name)) and depth < 3:  # noqa: PLR2004 - a name of a name is broken
            return self._resolve(self._named(destination), depth + 1)
        parts = items(destination) if destination is not None else []
        if len(parts) < 2 or str(parts[1]) not in FITS:  # noqa: PLR2004 - page and fit
            return None
        page = parts[0]
        index: object = page if isinstance(page, int) else self._pages.get(page.objgen)
        if not isinstance(index, int) or not 0 <= index < len(self._pages):
            return None
        view = tuple(None if value is None else float(value) for value in parts[2:6])
        return Target(index, (Name(str(parts[1])), *view))

    def _named(self, name: Object) -> Object | None:
        old = self._pdf.Root.get("/Dests")
        if isinstance(name, Name):
            return old.get(str(name)) if isinstance(old, Dictionary) else None
        names = self._pdf.Root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, Dictionary) else None
        if not isinstance(tree, Dictionary):
            return None
        try:
            found: Object | None = pikepdf.NameTree(tree).get(str(name))
        except FOREIGN:
            return None
        return found

    def labels(self) -> Iterator[Label]:
        tree = self._pdf.Root.get("/PageLabels")
        if not isinstance(tree, Dictionary):
            return
        try:
            entries = [(int(start), value) for start, value in pikepdf.NumberTree(tree).items()]
        except FOREIGN:
            return
        for number, (start, value) in enumerate(entries[:MOST], 1):
            if isinstance(value, Dictionary) and 0 <= start < len(self._pages):
                style = str(value.get("/S", ""))
                yield Label(f"label.{number}", start, style if style in STYLES else "",
                            _text(value.get("/P")), int(value.get("/St", 1)))  # fmt: skip


STYLES = {"/D", "/R", "/r", "/A", "/a"}


def _text(value: object) -> str:
    return str(value) if isinstance(value, String) else ""


def write(target: pikepdf.Pdf, found: Navigation, edits: Mapping[str, Sequence[Edit]]) -> None:
    """Enter the navigation into a new document, with edits applied."""

    def edited(locator: str, text: str) -> str:
        return applied(text, edits.get(locator, ()))

    if found.language:
        target.Root.Lang = String(found.language)
    if found.outline:
        with target.open_outline() as outline:
            outline.root.extend(_item(entry, edited, target) for entry in found.outline)
    for link in found.links:
        _add_link(target, link, edited(link.locator, link.address))
    if found.labels:
        _add_labels(target, found.labels, [edited(one.locator, one.prefix) for one in found.labels])


def _item(entry: Entry, edited: Callable[[str, str], str], target: pikepdf.Pdf) -> OutlineItem:
    title = edited(entry.locator, entry.title)
    item = OutlineItem(title, _destination(target, entry.target))
    item.children.extend(_item(child, edited, target) for child in entry.children)
    return item


def _destination(target: pikepdf.Pdf, to: Target | None) -> Array | None:
    return Array([target.pages[to.page].obj, *to.view]) if to is not None else None


def _add_link(target: pikepdf.Pdf, link: Link, address: str) -> None:
    made = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=list(link.rect), Border=[0, 0, 0])
    destination = _destination(target, link.target)
    if destination is not None:
        made.Dest = destination
    elif address:
        made.A = Dictionary(S=Name.URI, URI=String(re.sub(r"\s", "%20", address)))
    page = target.pages[link.page]
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(target.make_indirect(made))


def _add_labels(target: pikepdf.Pdf, labels: Sequence[Label], prefixes: Sequence[str]) -> None:
    numbers = Array()
    for label, prefix in zip(labels, prefixes, strict=True):
        entry = Dictionary()
        if label.style:
            entry.S = Name(label.style)
        if prefix:
            entry.P = String(prefix)
        if label.first != 1:
            entry.St = label.first
        numbers.append(label.start)
        numbers.append(entry)
    target.Root.PageLabels = Dictionary(Nums=numbers)
