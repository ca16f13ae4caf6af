"""People's marks on texts: made so that they find their place again, or are lost."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scrubbing.engine.errors import EditLost
from scrubbing.engine.knowledge.matcher import Matcher, key_of, needle
from scrubbing.engine.reading import PersonEdit, Reading
from scrubbing.engine.types import Kind, Span, Unit

AROUND = 40
"""Characters on each side that tell a place from its likes."""
ADD, NOT_PRIVATE = "add", "not_private"


@dataclass(frozen=True, slots=True)
class Marks:
    """Spans that people added, and spans they called not private."""

    added: tuple[Span, ...]
    spared: tuple[Span, ...]


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
    reading: Reading, wanted: str, key: bytes, hidden: Collection[Hidden] | None = None
) -> PersonEdit | None:
    """An "add" for the first place where words stand, in any spelling; ``None`` for none.

    With ``hidden``, whoever asks sees the clean copy alone: what is hidden there, or was
    dropped from it, gives the same ``None`` as words that stand nowhere.
    """
    matcher = Matcher([needle(wanted, 0)] if key_of(wanted) else [])
    for unit in reading.extraction.units:
        if hidden is not None and unit.removable:
            continue
        for hit in matcher.find(unit.text):
            if any(
                gone.locator == unit.locator and hit.start < gone.end and gone.start < hit.end
                for gone in hidden or ()
            ):
                continue
            return mark(unit, hit.start, hit.end, action=ADD, sha256=reading.sha256, key=key)
    return None


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
    for edit in edits:
        if edit.sha256 != reading.sha256:
            continue
        unit = units.get(edit.locator)
        if unit is None or not _stands(unit, edit, key):
            raise EditLost
        span = Span(edit.locator, edit.start, edit.end, edit.kind, 1.0, f"person:{edit.action}")
        (added if edit.action == ADD else spared).append(span)
    return Marks(tuple(added), tuple(spared))


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
