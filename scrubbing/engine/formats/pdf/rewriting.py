"""Edits of one document turned into plans for its pages, carried out and proved."""

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf

from scrubbing.engine.errors import EditLost
from scrubbing.engine.formats.pdf import (
    base,
    blots,
    breaks,
    labels,
    navigation,
    opening,
    pictures,
    proof,
    raster,
    taking,
    trimming,
)
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.content import Rebuilder
from scrubbing.engine.formats.pdf.geometry import Grid
from scrubbing.engine.formats.pdf.glyphs import is_printed
from scrubbing.engine.formats.pdf.layers import Layers
from scrubbing.engine.formats.pdf.locating import Stretch
from scrubbing.engine.formats.pdf.plan import IDLE, Plan
from scrubbing.engine.stretches import Leaks
from scrubbing.engine.types import Box, Edit, Lost, Toolbox

BLOCK = re.compile(r"p(\d+)\.(\d+)")
"""The locator of a block: page and place on it."""

BREAK = re.compile(r"break(\d+)\.(\d+)")
"""The locator of what is read over the end of a page: its number, and which reading."""

AREA = re.compile(r"area(\d+)!")
PAGE = re.compile(r"(?:area|p|page|drawn)(\d+)[.!]")
"""The beginning of the locators of a page's own edits and boxes."""


@dataclass(frozen=True, slots=True)
class Report:
    """The new document and how it came about; ``rasters`` are pages kept as pictures only.

    ``lost`` is what went beside the edits.
    """

    data: bytes
    removed: int
    rasters: tuple[int, ...]
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, slots=True)
class PageWork:
    """What happens on one page, and what is drawn over it afterwards."""

    page: Page
    plan: Plan
    drawing: bytes
    gone: frozenset[int]
    labels: tuple[str, ...]
    cover: raster.Cover
    lost: tuple[Lost, ...] = ()

    @property
    def must_be_picture(self) -> bool:
        """Whether something goes that only OCR could see."""
        cover = self.cover
        return bool(cover.seen or cover.drawn or cover.regions or cover.inner)

    @property
    def expected(self) -> proof.Expected:
        glyphs = self.page.read.glyphs
        gone = [glyphs[place] for place in sorted(self.gone)]
        others = sum(map(is_printed, glyphs)) - sum(map(is_printed, gone))
        return proof.Expected(tuple(glyph.box for glyph in gone), self.labels, others)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is done beside the edits where something leaked.

    ``rasters`` are pages to be kept as pictures, ``beyond`` stretches by page whose glyphs
    go; pictures lose the lines that ``leaks``.
    """

    leaks: Leaks | None = None
    beyond: Mapping[int, Sequence[Stretch]] = field(default_factory=dict)
    rasters: Collection[int] = ()


NONE = Remedy()


class Rewriting:
    """One run over one document."""

    def __init__(
        self,
        data: bytes,
        ways: navigation.Navigation,
        edits: Mapping[str, Sequence[Edit]],
        boxes: Sequence[Box],
        toolbox: Toolbox,
        remedy: Remedy = NONE,
    ) -> None:
        self._data, self._ways, self._edits = data, ways, edits
        self._boxes, self._toolbox = boxes, toolbox
        self._rasters, self._leaks = set(remedy.rasters), remedy.leaks
        self._beyond = remedy.beyond
        self._painted: bytes | None = None
        self._blotted: list[Lost] = []
        self._painted_over: list[Lost] = []
        found = (BLOCK.fullmatch(locator) for locator in edits)
        self._pages = {int(match[1]) for match in found if match}
        self._work: dict[int, PageWork] = {}
        self._broken: dict[int, list[tuple[list[int], str]]] = {}

    def run(self) -> Report:
        """The new document; pages that fail their proof are made again as pictures."""
        with pikepdf.open(io.BytesIO(self._data)) as source:
            count = len(source.pages)
        marked = {number for number in self._marked() if number <= count}
        rest = set(range(1, count + 1)) - marked
        self._prepare(marked | base.hiding(self._data, rest))
        self._check_locators()
        self._check_drawn()
        self._rasters |= {number for number, todo in self._work.items() if todo.must_be_picture}
        while True:
            data, removed, broken = self._build()
            failed = set(broken) or self._unproved(data, rest)
            if not failed:
                lost = [one for todo in self._work.values() for one in todo.lost]
                return Report(data, removed, tuple(sorted(self._rasters)), self._told_once(lost))
            self._rasters |= failed
            self._prepare(failed)

    def _told_once(self, lost: Sequence[Lost]) -> tuple[Lost, ...]:
        return tuple(dict.fromkeys([*lost, *self._blotted, *self._painted_over]))

    def _marked(self) -> Iterator[int]:
        """Numbers of the pages that something is done to."""
        for locator in (*self._edits, *(box.locator for box in self._boxes)):
            match = PAGE.match(locator)
            if match:
                yield int(match[1])
            elif match := BREAK.fullmatch(locator):
                yield from (int(match[1]), int(match[1]) + 1)
        yield from self._rasters
        yield from self._beyond

    def _prepare(self, numbers: Collection[int]) -> None:
        """Read these pages and settle what happens on them."""
        missing = set(numbers) - self._work.keys()
        if missing:
            read = list(base.pages(self._data, missing, looks=False))
            self._settle_breaks({page.number: page for page in read})
            self._work |= {page.number: self._planned(page) for page in read}

    def _settle_breaks(self, pages: Mapping[int, Page]) -> None:
        """Which glyphs on either side go with a value that is broken over two pages."""
        for locator, edits in self._edits.items():
            match = BREAK.fullmatch(locator)
            above = pages.get(int(match[1])) if match else None
            if match is None or above is None:
                continue
            below = pages.get(above.number + 1)
            found = list(breaks.joints_that_may_name(above, below)) if below else []
            if below is None or not 0 < int(match[2]) <= len(found):
                raise EditLost
            last, first = found[int(match[2]) - 1]
            ends = (above.number, last, 0), (below.number, first, len(last) + 1)
            for edit in edits:
                for number, items, start in ends:
                    some = items[max(0, edit.start - start) : max(0, edit.end - start)]
                    places = [place for _, place in some if place is not None]
                    self._broken.setdefault(number, []).append((places, edit.replacement))

    def _unproved(self, data: bytes, rest: set[int]) -> set[int]:
        """Pages of the output that do not hold what they should."""
        expected = {
            number: todo.expected
            for number, todo in self._work.items()
            if number not in self._rasters and not todo.plan.is_idle
        }
        same = sorted(rest - expected.keys() - self._rasters)
        return {*proof.failures(data, expected), *proof.changed(self._data, data, same)}

    def _build(self) -> tuple[bytes, int, list[int]]:
        """The document, how many glyphs went, and the pages that could not be rewritten."""
        target = pikepdf.new()
        broken: list[int] = []
        self._blotted = []
        with pikepdf.open(io.BytesIO(self._data)) as source:
            covering = self._covering(source, target)
            builder = Rebuilder(target, Layers(source), covering)
            for number, page in enumerate(source.pages, 1):
                if number in self._rasters:
                    self._add_raster(target, self._work[number])
                    continue
                todo = self._work.get(number)
                try:
                    made = base.add_page(target, builder, page, todo.plan if todo else IDLE)
                    labels.overlay(target, made, todo.drawing if todo else b"")
                except opening.FOREIGN:
                    broken.append(number)
            if broken:
                return b"", 0, broken
            self._blotted += self._in_pictures(source, covering)
            trimming.trim(target, builder, every=bool(self._rasters))
            navigation.write(target, self._ways, self._edits)
            labels.forget(target)
            raster.forget(target)
            return opening.save(target), builder.removed, []

    def _add_raster(self, target: pikepdf.Pdf, todo: PageWork) -> None:
        image = raster.covered(self._data, self._shown(), todo.page, todo.cover, self._toolbox)
        if self._leaks is not None:
            picture, found = raster.blotted(target, image, self._toolbox, self._leaks)
            self._blotted += self._on_page(todo, found)
            seen = pictures.as_image(picture)
            words = raster.clean_words(seen, todo.page, todo.gone, self._toolbox, self._leaks)
        else:
            picture = raster.picture_of(target, image)
            words = list(
                raster.words_seen(image, todo.page, self._toolbox)
                if todo.cover.seen
                else raster.words_of(todo.page, todo.gone)
            )
        raster.add_page(target, todo.page, picture, words, todo.drawing)

    def _on_page(self, todo: PageWork, found: Sequence[pictures.Blot]) -> list[Lost]:
        """What lines covered on a page's picture said, in its own text or as it was read."""
        page = todo.page
        scale = raster.pixels_per_point(page)
        lost = blots.on_page(page, found, scale, todo.gone)
        if found and not lost:
            read = self._toolbox.read_image(raster.render(self._data, page.number))
            lost += blots.in_picture(f"page{page.number}!", read.units, found, self._edits)
        return lost

    def _in_pictures(self, source: pikepdf.Pdf, covering: pictures.Covering) -> Iterator[Lost]:
        """What lines said that were covered inside the document's own pictures."""
        for picture in pictures.numbered(source) if covering.blots else ():
            found = covering.blots.get(picture.source.objgen)
            if found:
                read = self._toolbox.read_image(pictures.as_png(picture.source))
                yield from blots.in_picture(f"img{picture.number}!", read.units, found, self._edits)

    def _shown(self) -> bytes:
        """The document that pages are drawn from: its pictures are covered already."""
        if not any(
            locator.startswith("img")
            for locator in (*self._edits, *(box.locator for box in self._boxes))
        ):
            return self._data
        if self._painted is None:
            self._painted = self._paint()
        return self._painted

    def _paint(self) -> bytes:
        target = pikepdf.new()
        with pikepdf.open(io.BytesIO(self._data)) as source:
            covering = self._covering(source, target)
            builder = Rebuilder(target, Layers(source), covering)
            for page in source.pages:
                base.add_page(target, builder, page, IDLE)
            self._painted_over += self._in_pictures(source, covering)
            return opening.save(target)

    def _page_boxes(self, prefix: str) -> tuple[Box, ...]:
        return tuple(
            pictures.unprefixed(box, prefix)
            for box in self._boxes
            if box.locator.startswith(prefix)
        )

    def _drawn(self, page: Page) -> tuple[Box, ...]:
        """Boxes that people drew on a page, in points from its top left as it is looked at."""
        return tuple(box for box in self._boxes if box.locator.startswith(f"area{page.number}!"))

    def _page_edits(self, prefix: str) -> tuple[Edit, ...]:
        return tuple(
            pictures.unprefixed(edit, prefix)
            for locator, changes in self._edits.items()
            if locator.startswith(prefix)
            for edit in changes
        )

    def _planned(self, page: Page) -> PageWork:
        gone: list[int] = []
        drawing = b""
        written: list[str] = []
        for number, block in enumerate(page.blocks if page.number in self._pages else (), 1):
            for edit in self._edits.get(f"p{page.number}.{number}", ()):
                places = taking.covered(block, edit)
                gone += places
                glyphs = [page.read.glyphs[place] for place in places]
                drawing += labels.label(labels.fragments(glyphs), edit.replacement)
                written.append(edit.replacement)
        for places, replacement in self._broken.get(page.number, ()):
            left = [place for place in places if place not in gone]
            gone += left
            if left:
                parts = labels.fragments([page.read.glyphs[place] for place in left])
                drawing += labels.label(parts, replacement)
                written.append(replacement)
        drawn = self._drawn(page)
        gone += taking.under(page, drawn)
        stretches = self._beyond.get(page.number, ())
        beyond = tuple(dict.fromkeys(box for stretch in stretches for box in stretch.boxes))
        known = set(gone)
        more = [place for place in taking.centred(page, beyond) if place not in known]
        gone += more
        drawing += labels.label(labels.fragments([page.read.glyphs[place] for place in more]), "")
        rects = (*(page.read.glyphs[place].box for place in gone), *beyond)
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
            (
                *self._page_boxes(f"page{page.number}!"),
                *(raster.in_pixels(page, box) for box in drawn),
            ),
            self._page_boxes(f"drawn{page.number}!"),
        )
        lost = tuple(taking.lost(page, more, stretches))
        return PageWork(page, plan, drawing, frozenset(gone), tuple(written), cover, lost)

    def _check_locators(self) -> None:
        """Every page edit must have found its block; edits of dropped parts need none."""
        for locator in self._edits:
            match = BLOCK.fullmatch(locator)
            if match and (
                int(match[1]) not in self._work
                or int(match[2]) > len(self._work[int(match[1])].page.blocks)
            ):
                raise EditLost

    def _check_drawn(self) -> None:
        """Every box that a person drew must lie on a page that is there."""
        for box in self._boxes:
            match = AREA.match(box.locator)
            if match and int(match[1]) not in self._work:
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
        return pictures.Covering(target, self._toolbox, edits, boxes, self._leaks)
