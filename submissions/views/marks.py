"""Redactions as pages list and name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    member: int | None = None

    @property
    def words(self) -> str:
        return said(self.kind)

    @property
    def name(self) -> str:
        """What a screen reader says at the place."""
        return f"removed: {self.words}, {self.index} of {self.total}"

    @property
    def percent(self) -> int:
        return round(self.score * 100)


@dataclass(frozen=True, slots=True)
class Value:
    """One value and every place in the file where it stood."""

    kind: str
    number: int
    surrogate: str
    marks: tuple[Mark, ...]

    @property
    def words(self) -> str:
        return said(self.kind)


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


def marks_of(manifest: Mapping[str, Any]) -> list[tuple[Mark, Mapping[str, Any]]]:
    """The marks of a stored manifest with what is stored of each."""
    raws: Sequence[Mapping[str, Any]] = manifest.get("marks") or []
    return [
        (_mark(raw, index, len(raws), _seen_at(manifest, raw)), raw)
        for index, raw in enumerate(raws, start=1)
    ]


def _seen_at(manifest: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    """The place in a text that is shown as it is: "main.py, line 3"; empty for any other."""
    blocks, members = manifest.get("blocks") or [], manifest.get("members") or []
    if raw.get("at") is None:
        return ""
    number, start, _end = raw["at"]
    block = blocks[number]
    if not block.get("source"):
        return ""
    place = dict(block.get("place") or {})
    if place.get("line"):
        place["line"] += str(block.get("text", ""))[:start].count("\n")
    file = str(members[block["member"]]["path"]).rpartition("/")[2] if "member" in block else ""
    return ", ".join(filter(None, (file, where(place))))


def _mark(raw: Mapping[str, Any], index: int, total: int, seen_at: str) -> Mark:
    spots = raw.get("spots") or []
    place = dict(raw.get("place") or {})
    if spots and not place.get("slide"):
        place.setdefault("page", spots[0][0])
    locator = str(raw["locator"])
    first, stroke, _rest = locator.partition("!")
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
        member=int(first) if stroke and first.isdecimal() else None,
    )
