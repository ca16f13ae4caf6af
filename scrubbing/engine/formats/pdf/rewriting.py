"""Edits of one document turned into plans for its pages, carried out and proved."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from scrubbing.engine.errors import EditLost
from scrubbing.engine.formats.pdf import base, labels, navigation, opening, pictures, proof, raster
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.content import Plan, Rebuilder
from scrubbing.engine.formats.pdf.geometry import Grid
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

    page: Page
    plan: Plan
    drawing: bytes
    gone: frozenset[int]
    labels: tuple[str, ...]
    seen: tuple[Edit, ...]

    @property
    def expected(self) -> proof.Expected:
        glyphs = self.page.read.glyphs
        rects = tuple(glyphs[place].box for place in sorted(self.gone))
        others = sum(
            1 for place, glyph in enumerate(glyphs)
            if place not in self.gone and glyph.text.strip() and not glyph.hidden
            and not glyph.generated
        )  # fmt: skip
        return proof.Expected(rects, self.labels, others)


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
        """The new document; pages that fail their proof are made again as pictures."""
        work = {page.number: self._work(page) for page in base.pages(self._data)}
        self._check_locators(work)
        rasters = {number for number, todo in work.items() if todo.seen or self._page_boxes(number)}
        while True:
            data, removed, broken = self._build(work, rasters)
            failed = set(broken)
            if not broken:
                expected = {
                    number: todo.expected
                    for number, todo in work.items()
                    if number not in rasters and not todo.plan.is_idle
                }
                failed = set(proof.failures(data, expected))
            if not failed:
                return Report(data, removed, tuple(sorted(rasters)))
            rasters |= failed

    def _build(
        self, work: Mapping[int, PageWork], rasters: set[int]
    ) -> tuple[bytes, int, list[int]]:
        """The document, how many glyphs went, and the pages that could not be rewritten."""
        target = pikepdf.new()
        broken: list[int] = []
        with pikepdf.open(io.BytesIO(self._data)) as source:
            builder = Rebuilder(target, Layers(source), self._covering(source, target))
            for number, page in enumerate(source.pages, 1):
                todo = work[number]
                if number in rasters:
                    self._add_raster(target, todo)
                    continue
                try:
                    made = base.add_page(target, builder, page, todo.plan)
                    labels.overlay(target, made, todo.drawing)
                except opening.FOREIGN:
                    broken.append(number)
            if broken:
                return b"", 0, broken
            navigation.write(target, self._ways, self._edits)
            labels.forget(target)
            raster.forget(target)
            return opening.save(target), builder.removed, []

    def _add_raster(self, target: pikepdf.Pdf, todo: PageWork) -> None:
        rects = todo.expected.removed
        boxes = self._page_boxes(todo.page.number)
        image = raster.covered(self._data, todo.page, todo.seen, rects, boxes, self._toolbox)
        if todo.seen:
            words = raster.words_seen(image, todo.page, self._toolbox)
        else:
            words = raster.words_of(todo.page, todo.gone)
        raster.add_page(target, todo.page, image, words, todo.drawing)

    def _page_boxes(self, number: int) -> list[Box]:
        prefix = f"page{number}!"
        return [
            pictures.unprefixed(box, prefix)
            for box in self._boxes
            if box.locator.startswith(prefix)
        ]

    def _work(self, page: Page) -> PageWork:
        gone: list[int] = []
        drawing = b""
        written: list[str] = []
        for number, block in enumerate(page.blocks, 1):
            for edit in self._edits.get(f"p{page.number}.{number}", ()):
                places = _covered(block, edit)
                gone += places
                glyphs = [page.read.glyphs[place] for place in places]
                drawing += labels.label(labels.fragments(glyphs), edit.replacement)
                written.append(edit.replacement)
        rects = tuple(page.read.glyphs[place].box for place in gone)
        hides = any(glyph.hidden for glyph in page.read.glyphs)
        plan = Plan(
            targets=Grid(rects),
            pictures=rects if page.read.is_scan else (),
            crop=page.read.crop if hides else None,
            drop_invisible=hides and not page.read.is_scan,
        )
        prefix = f"page{page.number}!"
        seen = tuple(
            pictures.unprefixed(edit, prefix)
            for locator, changes in self._edits.items()
            if locator.startswith(prefix)
            for edit in changes
        )
        return PageWork(page, plan, drawing, frozenset(gone), tuple(written), seen)

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


def _covered(block: Block, edit: Edit) -> list[int]:
    """Places of the glyphs an edit takes away."""
    if not 0 <= edit.start <= edit.end <= len(block.text):
        raise EditLost
    places = [place for place in block.glyphs[edit.start : edit.end] if place is not None]
    return list(dict.fromkeys(places))
