"""Lines of pictures that went beside the edits, told by where they stand in the original."""

from collections.abc import Iterator, Mapping, Sequence

from scrubbing.engine.formats.pdf import base, taking
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.locating import Stretch
from scrubbing.engine.formats.pdf.pictures import Blot, Edges
from scrubbing.engine.types import Edit, Lost, Unit


def in_picture(
    prefix: str,
    original: Sequence[Unit],
    blots: Sequence[Blot],
    edits: Mapping[str, Sequence[Edit]],
) -> Iterator[Lost]:
    """What of a picture's own lines was covered and is in no edit."""
    for unit in original:
        said = next((blot.said for blot in blots if _covers(blot, unit.place.box)), None)
        if said is not None:
            locator = prefix + unit.locator
            for start, end in _beside(unit.text, edits.get(locator, ())):
                yield Lost(locator, start, end, said)


def on_page(page: Page, blots: Sequence[Blot], scale: float, gone: frozenset[int]) -> list[Lost]:
    """Glyphs of a page that were covered on its picture and are not ``gone`` by an edit.

    ``scale`` is how many pixels of the picture a point takes.
    """
    stretches, places = [], []
    for blot in blots:
        mine = [
            place
            for place, glyph in enumerate(page.read.glyphs)
            if place not in gone
            and not glyph.generated
            and _holds(blot.edges, base.shown(page.read, glyph.box), scale)
        ]
        stretches.append(Stretch(tuple(page.read.glyphs[at].box for at in mine), blot.said))
        places += mine
    return list(taking.lost(page, places, stretches))


def _holds(edges: Edges, box: Edges, scale: float) -> bool:
    x, y = (box[0] + box[2]) / 2 * scale, (box[1] + box[3]) / 2 * scale
    return edges[0] <= x <= edges[2] and edges[1] <= y <= edges[3]


def _covers(blot: Blot, box: Edges | None) -> bool:
    """Whether a line's middle height lies under a blot that it shares columns with."""
    if box is None:
        return False
    left, top, right, bottom = blot.edges
    return left < box[2] and box[0] < right and top <= (box[1] + box[3]) / 2 <= bottom


def _beside(text: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Stretches without an edit that say something."""
    at = 0
    for start, end in [*sorted((edit.start, edit.end) for edit in edits), (len(text), len(text))]:
        if any(map(str.isalnum, text[at:start])):
            yield at, start
        at = max(at, end)
