"""Text formats as a list of leaves: where each stretch of text stands in the source.

A text format's module says where its text is (``Leaf`` with source positions and a
codec); reading and rewriting are the same for all: every character that belongs to no
edited segment stays as it was.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scrubbing.engine.errors import EditLost
from scrubbing.engine.types import Edit, Place, Role, Unit


def same(text: str) -> str:
    """The codec of text that stands in the source as it is read."""
    return text


class Segment(NamedTuple):
    """Source characters ``start`` to ``end`` read as ``text``; ``encode`` writes them.

    ``blank`` is what stands in the source when the unit is dropped. A tuple, because a
    schema has hundreds of thousands.
    """

    start: int
    end: int
    text: str
    encode: Callable[[str], str] = same
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One unit and the segments of the source whose texts, joined, are its text.

    ``mirrors`` are other places that hold the whole text and must always say the same.
    """

    locator: str
    segments: tuple[Segment, ...]
    role: Role = Role.BODY
    context: str = ""
    place: Place = field(default_factory=Place)
    removable: bool = False
    mirrors: tuple[Segment, ...] = ()

    @property
    def text(self) -> str:
        """The unit's text."""
        if len(self.segments) == 1:
            return self.segments[0].text
        return "".join(segment.text for segment in self.segments)


def units(leaves: Iterable[Leaf]) -> tuple[Unit, ...]:
    """Units of all leaves that hold more than white space."""
    return tuple(
        Unit(leaf.locator, text, leaf.role, leaf.context, leaf.place, leaf.removable)
        for leaf in leaves
        if not (text := leaf.text).isspace() and text
    )


def splice(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with the edits of its unit applied."""
    pieces, last = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if not last <= edit.start <= edit.end <= len(text):
            raise EditLost("range")
        pieces += [text[last : edit.start], edit.replacement]
        last = edit.end
    return "".join([*pieces, text[last:]])


def by_locator(edits: Sequence[Edit]) -> dict[str, list[Edit]]:
    """Edits grouped by unit, in the order of their start."""
    grouped: dict[str, list[Edit]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.locator, edit.start)):
        grouped.setdefault(edit.locator, []).append(edit)
    return grouped


def rewrite(
    source: str,
    leaves: Iterable[Leaf],
    edits: Sequence[Edit],
    more: Iterable[tuple[int, int, str]] = (),
) -> str:
    """The source with edits applied and removable leaves emptied.

    ``more`` are changes (start, end, new text) made by the caller. Raises ``EditLost``
    for an edit whose unit does not exist.
    """
    grouped = by_locator(edits)
    changes: list[tuple[int, int, str]] = [*more]
    for leaf in leaves:
        mine = grouped.pop(leaf.locator, None)
        if leaf.removable:
            parts = (*leaf.segments, *leaf.mirrors)
            changes += [(part.start, part.end, part.blank) for part in parts]
        elif mine:
            changes += _changes(leaf, mine)
            text = splice(leaf.text, mine)
            changes += [(part.start, part.end, part.encode(text)) for part in leaf.mirrors]
    if grouped:
        raise EditLost("unit")
    return _apply(source, changes)


def _changes(leaf: Leaf, edits: Sequence[Edit]) -> list[tuple[int, int, str]]:
    """New source text for each touched segment; a replacement goes to the first one."""
    changes = []
    offset = 0
    for segment in leaf.segments:
        begin, end = offset, offset + len(segment.text)
        offset = end
        local = [piece for edit in edits if (piece := _clip(edit, begin, end)) is not None]
        if local:
            text = segment.encode(splice(segment.text, local))
            changes.append((segment.start, segment.end, text))
    return changes


def _clip(edit: Edit, begin: int, end: int) -> Edit | None:
    if edit.end <= begin or edit.start >= end:
        return None
    replacement = edit.replacement if edit.start >= begin else ""
    start, stop = max(edit.start, begin) - begin, min(edit.end, end) - begin
    return Edit(edit.locator, start, stop, replacement, edit.kind)


def _apply(source: str, changes: list[tuple[int, int, str]]) -> str:
    pieces, last = [], 0
    for start, end, text in sorted(changes, key=lambda change: change[:2]):
        if start < last:
            raise EditLost("overlap")
        pieces += [source[last:start], text]
        last = end
    return "".join([*pieces, source[last:]])


def line_starts(source: str) -> list[int]:
    """Offsets at which lines begin; with ``bisect`` they give a line's number."""
    starts, position = [0], source.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = source.find("\n", position + 1)
    return starts
