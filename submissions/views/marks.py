"""Redactions as pages list and name them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scrubbing.engine.reading import NAME_LOCATOR

SAID: Mapping[str, str] = {
    "person": "person name",
    "organization": "organisation",
    "location": "place",
    "date_time": "date or time",
    "email": "e-mail address",
    "phone": "phone number",
    "url": "web address",
    "host": "host name",
    "ip_address": "IP address",
    "mac_address": "MAC address",
    "path": "path",
    "reference": "reference number",
    "tax_id": "tax number",
    "social_id": "social security number",
    "health_id": "health number",
    "card": "payment card",
    "crypto": "crypto address",
    "secret": "secret",
    "declared": "declared name",
    "manual": "marked by a person",
}
"""Kinds whose name people would not say as it is written."""


SHORT: Mapping[str, str] = {"person": "person", "phone": "phone", "email": "e-mail"}
"""Kinds beside a number, where their longer name stands above: "person 3"."""
WAYS: Mapping[str, tuple[str, str]] = {
    "names": ("name model", "A local model that reads language; it may err either way."),
    "patterns": ("pattern", "The shape of a number or an address, with its check digits."),
    "presidio": ("pattern", "The shape of a number or an address, with its check digits."),
    "secrets": ("secret scanner", "The shape of keys and passwords."),
    "known": ("known value", "It was found elsewhere in the submission, or declared."),
    "tables": ("table", "The head of its column says what stands there."),
    "person": ("a person", "Somebody marked it by hand."),
}
"""What found something, by the first word of a detector's name, and what that means."""


def found_by(detector: str) -> str:
    """A detector in words: "pattern", "name model"."""
    first = re.split(r"[.:]", detector, maxsplit=1)[0]
    return WAYS[first][0] if first in WAYS else first


def said(kind: str) -> str:
    """A kind in words: "person name"."""
    return SAID.get(kind, kind.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Mark:
    """One redaction in a file. ``index`` counts from 1 in reading order, of ``total``.

    ``page`` is the picture that shows it first, 0 where none does.
    """

    index: int
    total: int
    kind: str
    number: int
    surrogate: str
    where: str
    locator: str
    start: int
    shown: bool
    """Whether the preview shows the place; metadata, for one, is not shown."""
    page: int = 0
    detector: str = ""
    score: float = 0.0
    uncertain: bool = False
    """Left as it is, for a person to look at."""
    finding: int = 0
    """The row of its finding, where it can be called not private."""

    @property
    def words(self) -> str:
        return said(self.kind)

    @property
    def name(self) -> str:
        """What a screen reader says at the place."""
        what = "perhaps" if self.uncertain else "removed"
        return f"{what}: {self.words}, {self.index} of {self.total}"

    @property
    def anchor(self) -> str:
        """The id of its place in the document."""
        return f"{'maybe' if self.uncertain else 'mark'}-{self.index}"

    @property
    def percent(self) -> int:
        return round(self.score * 100)

    @property
    def found_by(self) -> str:
        return found_by(self.detector)


@dataclass(frozen=True, slots=True)
class Value:
    """One value and every place in the file where it stood."""

    kind: str
    number: int
    surrogate: str
    marks: tuple[Mark, ...]

    @property
    def short(self) -> str:
        return SHORT.get(self.kind, said(self.kind))


@dataclass(frozen=True, slots=True)
class KindOfMarks:
    """All values of a kind in a file."""

    kind: str
    values: tuple[Value, ...]

    @property
    def words(self) -> str:
        return said(self.kind)

    @property
    def places(self) -> int:
        return sum(len(value.marks) for value in self.values)


def grouped(marks: Sequence[Mark]) -> tuple[KindOfMarks, ...]:
    """By kind and value, both in the order of their first place."""
    values: dict[tuple[str, int, str], list[Mark]] = {}
    for mark in marks:
        values.setdefault((mark.kind, mark.number, mark.surrogate), []).append(mark)
    kinds: dict[str, list[Value]] = {}
    for (kind, number, surrogate), found in values.items():
        kinds.setdefault(kind, []).append(Value(kind, number, surrogate, tuple(found)))
    return tuple(KindOfMarks(kind, tuple(found)) for kind, found in kinds.items())


def where(place: Mapping[str, Any], locator: str = "") -> str:
    """A place in words: "page 3", "sheet 2, cell B7", "the file's name"."""
    if locator == NAME_LOCATOR:
        return "the file's name"
    names = ("page", "slide", "sheet", "cell", "line", "part")
    told = [f"{name} {place[name]}" for name in names if place.get(name)]
    return ", ".join(told).replace("part ", "")


def marks_of(
    manifest: Mapping[str, Any], *, uncertain: bool = False
) -> list[tuple[Mark, Mapping[str, Any]]]:
    """The marks of a stored manifest with what is stored of each, or the ``uncertain`` places."""
    raws: Sequence[Mapping[str, Any]] = manifest.get("uncertain" if uncertain else "marks") or []
    return [
        (replace(_mark(raw, index, len(raws), _seen_at(manifest, raw)), uncertain=uncertain), raw)
        for index, raw in enumerate(raws, start=1)
    ]


def _seen_at(manifest: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    """The place in what is shown: "main.py, line 3", "plan.pdf, page 2"; empty for any other."""
    blocks, members = manifest.get("blocks") or [], manifest.get("members") or []
    if raw.get("at") is None:
        return _drawn_at(manifest, raw, members)
    number, start, _end = raw["at"]
    block = blocks[number]
    if not block.get("source"):
        return ""
    place = dict(block.get("place") or {})
    if place.get("line"):
        place["line"] += str(block.get("text", ""))[:start].count("\n")
    file = str(members[block["member"]]["path"]).rpartition("/")[2] if "member" in block else ""
    return ", ".join(filter(None, (file, where(place))))


def _drawn_at(
    manifest: Mapping[str, Any], raw: Mapping[str, Any], members: Sequence[Mapping[str, Any]]
) -> str:
    """The same for a place on a picture that lies inside a document or an archive."""
    spots = raw.get("spots") or []
    pages = {int(page["number"]): page for page in manifest.get("pages") or []}
    page = pages.get(int(spots[0][0])) if spots else None
    if page is None or not (page.get("inside") or page.get("member") is not None):
        return ""
    inside = [n for n, one in pages.items() if one.get("inside")]
    told = f"picture {inside.index(int(page['number'])) + 1} inside" if page.get("inside") else ""
    if page.get("surface") == "pdf":
        told = f"page {page.get('label')}"
    number = page.get("member")
    file = str(members[number]["path"]).rpartition("/")[2] if number is not None else ""
    return ", ".join(filter(None, (file, told)))


def _mark(raw: Mapping[str, Any], index: int, total: int, seen_at: str) -> Mark:
    spots = raw.get("spots") or []
    place = dict(raw.get("place") or {})
    if spots and not place.get("slide"):
        place.setdefault("page", spots[0][0])
    locator = str(raw["locator"])
    return Mark(
        index=index,
        total=total,
        kind=str(raw["kind"]),
        number=int(raw["number"]),
        surrogate=str(raw["surrogate"]),
        where=seen_at or where(place, locator),
        locator=locator,
        start=int(raw["start"]),
        shown=bool(spots) or raw.get("at") is not None,
        page=int(spots[0][0]) if spots else 0,
        detector=str(raw.get("detector", "")),
        score=float(raw.get("score", 0.0)),
    )
