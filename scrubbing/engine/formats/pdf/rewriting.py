"""Edits of one document turned into plans for its pages, carried out and proved."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from scrubbing.engine.errors import EditLost
from scrubbing.engine.formats.pdf import base, labels, navigation, opening, pictures
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.content import Plan, Rebuilder
from scrubbing.engine.formats.pdf.geometry import Grid, Rect
from scrubbing.engine.formats.pdf.glyphs import Glyph
from scrubbing.engine.formats.pdf.layers import Layers
from scrubbing.engine.formats.pdf.layout import Block
from scrubbing.engine.types import Box, Edit, Toolbox


@dataclass(frozen=True, slots=True)
class Report:
    """The new document and how it came about; ``rasters`` are pages kept as pictures only."""

    data: bytes
    removed: int
    rasters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageWork:
    """What happens on one page, and what is drawn over it afterwards."""

    plan: Plan
    drawing: bytes
    removed: tuple[Rect, ...]


class Rewriting:
    """One run over one document."""

    def __init__(
        self,
        data: bytes,
        ways: navigation.Navigation,
        edits: Mapping[str, Sequence[Edit]],
        boxes: Sequence[Box],
        toolbox: Toolbox,
    ) -> None:
        self._data, self._ways, self._edits = data, ways, edits
        self._boxes, self._toolbox = boxes, toolbox

    def run(self) -> Report:
        work = {page.number: self._work(page) for page in base.pages(self._data)}
        self._check_locators(work)
        target = pikepdf.new()
        with pikepdf.open(io.BytesIO(self._data)) as source:
            covering = self._covering(source, target)
            builder = Rebuilder(target, Layers(source), covering)
            for number, page in enumerate(source.pages, 1):
                made = base.add_page(target, builder, page, work[number].plan)
                labels.overlay(target, made, work[number].drawing)
            navigation.write(target, self._ways, self._edits)
            labels.forget(target)
            return Report(opening.save(target), builder.removed, ())

    def _work(self, page: Page) -> PageWork:
        gone: list[Glyph] = []
        drawing = b""
        for number, block in enumerate(page.blocks, 1):
            for edit in self._edits.get(f"p{page.number}.{number}", ()):
                glyphs = _covered(page, block, edit)
                gone += glyphs
                drawing += labels.label(labels.fragments(glyphs), edit.replacement)
        rects = tuple(glyph.box for glyph in gone)
        plan = Plan(
            targets=Grid(rects),
            pictures=rects if page.read.is_scan else (),
            crop=page.read.crop if any(glyph.hidden for glyph in page.read.glyphs) else None,
            drop_invisible=not page.read.is_scan and any(g.hidden for g in page.read.glyphs),
        )
        return PageWork(plan, drawing, rects)

    def _check_locators(self, work: Mapping[int, PageWork]) -> None:
        """Every page edit must have found its block; edits of dropped parts need none."""
        for locator in self._edits:
            if locator.startswith("p") and "." in locator:
                page = locator[1:].split(".", 1)[0]
                if not page.isdecimal() or int(page) not in work:
                    raise EditLost

    def _covering(self, source: pikepdf.Pdf, target: pikepdf.Pdf) -> pictures.Covering:
        edits: dict[tuple[int, int], list[Edit]] = {}
        boxes: dict[tuple[int, int], list[Box]] = {}
        for picture in pictures.numbered(source):
            prefix = f"img{picture.number}!"
            for locator, changes in self._edits.items():
                if locator.startswith(prefix):
                    edits.setdefault(picture.source.objgen, []).extend(
                        pictures.unprefixed(change, prefix) for change in changes
                    )
            found = [box for box in self._boxes if box.locator.startswith(prefix)]
            if found:
                boxes[picture.source.objgen] = [pictures.unprefixed(box, prefix) for box in found]
        return pictures.Covering(target, self._toolbox, edits, boxes)


def _covered(page: Page, block: Block, edit: Edit) -> list[Glyph]:
    """The glyphs an edit takes away, a typesetter's hyphen between them too."""
    if not 0 <= edit.start <= edit.end <= len(block.text):
        raise EditLost
    places = [place for place in block.glyphs[edit.start : edit.end] if place is not None]
    return [page.read.glyphs[place] for place in dict.fromkeys(places)]
