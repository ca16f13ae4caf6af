"""Which glyphs of a page go: by edits, drawn boxes, and places where a value was seen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrubbing.engine.errors import EditLost
from scrubbing.engine.formats.pdf import base
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.geometry import Grid, Rect
from scrubbing.engine.formats.pdf.layout import Block
from scrubbing.engine.formats.pdf.locating import Stretch
from scrubbing.engine.types import Box, Edit, Lost


def covered(block: Block, edit: Edit) -> list[int]:
    """Places of the glyphs an edit takes away."""
    if not 0 <= edit.start <= edit.end <= len(block.text):
        raise EditLost
    places = [place for place in block.glyphs[edit.start : edit.end] if place is not None]
    return list(dict.fromkeys(places))


def under(page: Page, drawn: Sequence[Box]) -> list[int]:
    """Places of all glyphs that a drawn box touches: none of them stays as text."""
    areas = [box.place.box for box in drawn if box.place.box is not None]
    if not areas:
        return []
    return [
        place
        for place, glyph in enumerate(page.read.glyphs)
        if any(_touch(base.shown(page.read, glyph.box), area) for area in areas)
    ]


def centred(page: Page, boxes: Sequence[Rect], among: Sequence[int] | None = None) -> list[int]:
    """Places of the glyphs whose middle lies in a box, or in whose box a box's middle lies."""
    if not boxes:
        return []
    grid = Grid(boxes)
    middles = Grid([(x, y, x, y) for x, y in map(_middle, boxes)])
    glyphs = page.read.glyphs
    return [
        place
        for place in (range(len(glyphs)) if among is None else among)
        if not glyphs[place].generated
        and (grid.holds(*_middle(glyphs[place].box)) or middles.meets(glyphs[place].box))
    ]


def lost(page: Page, places: Sequence[int], stretches: Sequence[Stretch]) -> Iterator[Lost]:
    """Where in the blocks of a page these glyphs stand, and what was read there."""
    said: dict[int, str] = {}
    for stretch in stretches:
        for glyph in centred(page, stretch.boxes, places):
            said.setdefault(glyph, stretch.said)
    for number, block in enumerate(page.blocks if said else (), 1):
        run: Lost | None = None
        for at, place in enumerate(block.glyphs):
            if place is None:
                continue  # a space that nothing draws parts nothing
            text = said.get(place)
            if run and run.untrusted_said == text:
                run = replace(run, end=at + 1)
                continue
            if run:
                yield run
            run = Lost(f"p{page.number}.{number}", at, at + 1, text) if text else None
        if run:
            yield run


def _middle(box: Rect) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _touch(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
