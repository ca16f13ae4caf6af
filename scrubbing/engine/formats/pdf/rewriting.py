"""Edits of one document turned into plans for its pages, carried out and proved."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from scrubbing.engine.errors import EditLost
from scrubbing.engine.formats.pdf import (
    base,
    labels,
    navigation,
    opening,
    pictures,
    proof,
    raster,
    trimming,
)
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.content import Plan, Rebuilder
from scrubbing.engine.formats.pdf.geometry import Grid
from scrubbing.engine.formats.pdf.layers import Layers
from scrubbing.engine.formats.pdf.layout import Block
from scrubbing.engine.types import Box, Edit, Toolbox

BLOCK = re.compile(r"p(\d+)\.(\d+)")
"""The locator of a block: page and place on it."""


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
    cover: raster.Cover

    @property
    def must_be_picture(self) -> bool:
        """Whether something goes that only OCR could see."""
        return bool(self.cover.seen or self.cover.drawn or self.cover.regions)

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
        found = (BLOCK.fullmatch(locator) for locator in edits)
        self._pages = {int(match[1]) for match in found if match}

    def run(self) -> Report:
        """The new document; pages that fail their proof are made again as pictures."""
        work = {page.number: self._work(page) for page in base.pages(self._data)}
        self._check_locators(work)
        rasters = {number for number, todo in work.items() if todo.must_be_picture}
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
            if builder.removed:
                trimming.trim(target, builder)
            navigation.write(target, self._ways, self._edits)
            labels.forget(target)
            raster.forget(target)
            return opening.save(target), builder.removed, []

    def _add_raster(self, target: pikepdf.Pdf, todo: PageWork) -> None:
        image = raster.covered(self._data, todo.page, todo.cover, self._toolbox)
        if todo.cover.seen:
            words = raster.words_seen(image, todo.page, self._toolbox)
        else:
            words = raster.words_of(todo.page, todo.gone)
        raster.add_page(target, todo.page, image, words, todo.drawing)

    def _page_boxes(self, number: int) -> tuple[Box, ...]:
        return tuple(
            pictures.unprefixed(box, prefix)
            for prefix in (f"page{number}!", f"drawn{number}!")
            for box in self._boxes
            if box.locator.startswith(prefix)
        )

    def _page_edits(self, prefix: str) -> tuple[Edit, ...]:
        return tuple(
            pictures.unprefixed(edit, prefix)
            for locator, changes in self._edits.items()
            if locator.startswith(prefix)
            for edit in changes
        )

    def _work(self, page: Page) -> PageWork:
        gone: list[int] = []
        drawing = b""
        written: list[str] = []
        edited = page.number in self._pages
        for number, block in enumerate(page.blocks if edited else (), 1):
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
        cover = raster.Cover(
            self._page_edits(f"page{page.number}!"),
            self._page_edits(f"drawn{page.number}!"),
            rects,
            self._page_boxes(page.number),
        )
        return PageWork(page, plan, drawing, frozenset(gone), tuple(written), cover)

    def _check_locators(self, work: Mapping[int, PageWork]) -> None:
        """Every page edit must have found its block; edits of dropped parts need none."""
        for locator in self._edits:
            match = BLOCK.fullmatch(locator)
            if match and (
                int(match[1]) not in work or int(match[2]) > len(work[int(match[1])].page.blocks)
            ):
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
