"""People's marks on texts: made so that they find their place again, or are lost."""

import hashlib
import hmac
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scrubbing.engine.errors import EditLost
from scrubbing.engine.knowledge.matcher import Matcher, key_of, needle
from scrubbing.engine.reading import PersonEdit, Reading
from scrubbing.engine.types import Box, Finding, Kind, Place, Span, Unit

AROUND = 40
"""Characters on each side that tell a place from its likes."""
ADD, NOT_PRIVATE, AREA = "add", "not_private", "area"
DRAWN_ON = frozenset({"pdf", "png", "jpg", "gif", "tiff", "webp", "bmp", "heic"})
"""Formats whose pages take an area: their pixels are burnt out."""
AREA_NUMBER = re.compile(r"(?:^|[!/])area(?::|\d+!)(\d+)$")
BY_HAND = "person:area"


class Surface(StrEnum):
    """What a box is drawn on: a page of a PDF, or a picture."""

    PDF = "pdf"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Marks:
    """Spans that people added, spans they called not private, areas they drew."""

    added: tuple[Span, ...]
    spared: tuple[Span, ...]
    areas: tuple[Box, ...] = ()


def hash_text(key: bytes, text: str) -> str:
    """Keyed hash of marked or surrounding text, so that a stored edit tells nothing."""
    message = b"edit\0" + text.encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def mark(  # noqa: PLR0913 - what a person marked, where, and how far it reaches
    unit: Unit,
    start: int,
    end: int,
    *,
    action: str,
    sha256: str,
    key: bytes,
    kind: Kind = Kind.MANUAL,
    everywhere: bool = False,
) -> PersonEdit:
    """The edit for characters ``start`` to ``end`` of a unit."""
    return PersonEdit(
        action=action,
        sha256=sha256,
        locator=unit.locator,
        start=start,
        end=end,
        text_hash=hash_text(key, unit.text[start:end]),
        context_hash=hash_text(key, _context(unit.text, start, end)),
        kind=kind,
        everywhere=everywhere,
    )


@dataclass(frozen=True, slots=True)
class Hidden:
    """Characters ``start`` to ``end`` of a unit that somebody may not know of."""

    locator: str
    start: int
    end: int


def locate(
    reading: Reading,
    wanted: str,
    key: bytes,
    hidden: Collection[Hidden] | None = None,
    number: int | None = None,
) -> PersonEdit | None:
    """An "add" for the first place where words stand, in any spelling; ``None`` for none.

    With ``number``, only on that page, slide or sheet.

    With ``hidden``, whoever asks sees the clean copy alone: what is hidden there, or was
    dropped from it, gives the same ``None`` as words that stand nowhere.
    """
    matcher = Matcher([needle(wanted, 0)] if key_of(wanted) else [])
    for unit in reading.extraction.units:
        if hidden is not None and unit.removable:
            continue
        if number is not None and number != number_of(unit.place):
            continue
        for hit in matcher.find(unit.text):
            if any(
                gone.locator == unit.locator and hit.start < gone.end and gone.start < hit.end
                for gone in hidden or ()
            ):
                continue
            return mark(unit, hit.start, hit.end, action=ADD, sha256=reading.sha256, key=key)
    return None


def number_of(place: Place) -> int | None:
    """The page, slide or sheet that a unit stands on."""
    return place.page or place.slide or place.sheet


def mark_cell(reading: Reading, sheet: int, cell: str, key: bytes) -> PersonEdit | None:
    """An "add" for all of a cell; ``None`` where the file has no such cell with text."""
    for unit in reading.extraction.units:
        here = unit.place.sheet == sheet and unit.place.cell == cell
        if here and unit.text.strip() and not unit.removable:
            return mark(unit, 0, len(unit.text), action=ADD, sha256=reading.sha256, key=key)
    return None


def mark_area(
    reading: Reading,
    page: int,
    box: tuple[float, float, float, float],
    inside: str = "",
    surface: Surface | None = None,
) -> PersonEdit | None:
    """A place on a page that must go, in points (PDF) or pixels (pictures) from its top left.

    ``inside`` is how locators begin of a picture or PDF that lies within the file, and
    ``surface`` says which of the two it is. ``None`` where the file's pages take no area
    or the box is empty.
    """
    left, top, right, bottom = box
    own = reading.format in DRAWN_ON
    if own == bool(surface) or page < 1 or left >= right or top >= bottom:
        return None
    return PersonEdit(
        AREA,
        reading.sha256,
        inside,
        0,
        0,
        "",
        "",
        place=Place(page=page, box=(left, top, right, bottom)),
        surface=surface or "",
    )


def mark_at(
    reading: Reading, locator: str, start: int, end: int, key: bytes, action: str = ADD
) -> PersonEdit:
    """The edit for a stretch of a unit named by its locator. Raises ``EditLost``."""
    for unit in reading.extraction.units:
        if unit.locator == locator and 0 <= start < end <= len(unit.text):
            return mark(unit, start, end, action=action, sha256=reading.sha256, key=key)
    raise EditLost


def resolve(reading: Reading, edits: Sequence[PersonEdit], key: bytes) -> Marks:
    """The spans of this file's edits. Raises ``EditLost`` for one without its place."""
    units = {unit.locator: unit for unit in reading.extraction.units}
    added: list[Span] = []
    spared: list[Span] = []
    areas: list[Box] = []
    for edit in edits:
        if edit.sha256 != reading.sha256:
            continue
        if edit.action == AREA:
            areas.append(_area(reading, edit, len(areas) + 1))
            continue
        unit = units.get(edit.locator)
        if unit is None or not _stands(unit, edit, key):
            raise EditLost
        span = Span(edit.locator, edit.start, edit.end, edit.kind, 1.0, f"person:{edit.action}")
        (added if edit.action == ADD else spared).append(span)
    return Marks(tuple(added), tuple(spared), tuple(areas))


def _area(reading: Reading, edit: PersonEdit, number: int) -> Box:
    """The region that the format's rewriter covers, under the locator of its page."""
    place = edit.place
    own = reading.format in DRAWN_ON
    if place is None or place.page is None or own == bool(edit.surface):
        raise EditLost
    if (edit.surface or reading.format) == Surface.PDF:
        locator = f"area{place.page}!{number}"
    else:
        locator = f"frame{place.page}/area:{number}" if place.page > 1 else f"area:{number}"
    return Box(edit.locator + locator, Kind.MANUAL, 1.0, place)


def area_numbers(boxes: Sequence[Box]) -> set[int]:
    """The numbers of those boxes that people drew."""
    found = (AREA_NUMBER.search(box.locator) for box in boxes)
    return {int(match[1]) for match in found if match}


def check_drawn(reading: Reading, areas: Sequence[Box], reached: Collection[int]) -> None:
    """Raises ``EditLost`` where an area within a container reached no picture in it."""
    if reading.format not in DRAWN_ON and area_numbers(areas) - set(reached):
        raise EditLost


def findings_of(
    areas: Sequence[Box], key: bytes, after: int, detector: str = BY_HAND
) -> tuple[Finding, ...]:
    """What is told of areas: their places, numbered after ``after`` others of their kind."""
    return tuple(
        Finding(
            kind=area.kind,
            detector=detector,
            score=1.0,
            locator=area.locator,
            place=area.place,
            start=0,
            end=0,
            digest=hash_text(key, f"{area.place.page}|{area.place.box}"),
            number=after + number,
            surrogate="",
        )
        for number, area in enumerate(areas, 1)
    )


def _stands(unit: Unit, edit: PersonEdit, key: bytes) -> bool:
    if not 0 <= edit.start < edit.end <= len(unit.text):
        return False
    text = hash_text(key, unit.text[edit.start : edit.end])
    context = hash_text(key, _context(unit.text, edit.start, edit.end))
    return hmac.compare_digest(text, edit.text_hash) and hmac.compare_digest(
        context, edit.context_hash
    )


def _context(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - AROUND) : start]}\0{text[end : end + AROUND]}"
