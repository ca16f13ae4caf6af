"""PDF: read with pdfium, rewritten with pikepdf, checked with pdfium and pdfminer."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pikepdf

from scrubbing.engine.errors import TooBig
from scrubbing.engine.formats.pdf import (
    base,
    bounds,
    breaks,
    locating,
    navigation,
    opening,
    pictured,
    pictures,
    placing,
    properties,
    raster,
    reading,
    suspects as suspected,
)  # fmt: skip
from scrubbing.engine.formats.pdf.edits import by_locator
from scrubbing.engine.formats.pdf.geometry import union
from scrubbing.engine.formats.pdf.layers import Layers
from scrubbing.engine.formats.pdf.rewriting import Remedy, Rewriting
from scrubbing.engine.stretches import Leaks
from scrubbing.engine.types import (
    Box,
    Edit,
    Extraction,
    Fact,
    Pictured,
    Place,
    Role,
    Toolbox,
    Unit,
    Untrusted,
)


class PdfHandler:
    """See ``scrubbing.engine.types.Handler``."""

    name = "pdf"
    formats = ("pdf",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        pdf = opening.open_pdf(untrusted.data)
        with opening.damaged():
            data = base.prepare(pdf)
            pages = list(base.pages(data))
            units = [*_page_units(pages), *_break_units(pages), *_layer_units(pdf, pages)]
            ways = navigation.read(pdf)
            units += ways.units()
            kept = {unit.text for unit in units}
            info, facts = properties.info(pdf)
            xmp, more = properties.metadata(pdf)
            units += [*info, *xmp, *properties.strings(pdf, kept)]
            units += properties.attachments(pdf, toolbox)
            inner, boxes, hashes = _looked_at(data, pages, toolbox)
        return Extraction("pdf", (*units, *inner), (*facts, *more, *hashes), tuple(boxes))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        pdf = opening.open_pdf(untrusted.data)
        with opening.damaged():
            data = base.prepare(pdf)
            ways = navigation.read(pdf)
            return Rewriting(data, ways, by_locator(edits), boxes, toolbox).run().data

    def rewrite_as_pictures(
        self,
        untrusted: Untrusted,
        edits: Sequence[Edit],
        boxes: Sequence[Box],
        toolbox: Toolbox,
        leaks: Leaks,
    ) -> Pictured:
        """Written again without the lines of pictures and the glyphs of pages that leak.

        Pages that leak even so are kept as pictures.
        """
        pdf = opening.open_pdf(untrusted.data)
        with opening.damaged():
            data = base.prepare(pdf)
            ways, known = navigation.read(pdf), by_locator(edits)
            first = Rewriting(data, ways, known, boxes, toolbox, Remedy(leaks)).run()
            pages = list(base.pages(first.data))
            beyond = locating.places(leaks, first.data, pages, first.rasters)
            if beyond:
                first = Rewriting(data, ways, known, boxes, toolbox, Remedy(leaks, beyond)).run()
                pages = list(base.pages(first.data))
            told = [
                (seen.page, unit.text)
                for seen in _readings(first.data, pages, toolbox)
                for unit in seen.read.units
            ]
            remedy = Remedy(leaks, beyond, pictured.pages_that(leaks, first.data, pages, told))
            left, lost = pictured.without(ways, known, leaks)
            if remedy.rasters or left != ways:
                first = Rewriting(data, left, known, boxes, toolbox, remedy).run()
            return Pictured(first.data, (*first.lost, *lost))

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        with opening.damaged():
            pages = list(base.pages(output))
            shown = [
                "\n".join(unit.text for unit in seen.read.units)
                for seen in _readings(output, pages, toolbox)
            ]
            return [*reading.texts(output, pages), *breaks.texts(pages), *shown]


def _page_units(pages: Sequence[base.Page]) -> Iterator[Unit]:
    for page in pages:
        for number, block in enumerate(page.blocks, 1):
            yield Unit(f"p{page.number}.{number}", block.text, Role.BODY, block.context,
                       page.place(block.box))  # fmt: skip
        hidden = "".join(
            glyph.text for glyph in page.read.glyphs if glyph.hidden or glyph.generated
        )
        if any(glyph.hidden for glyph in page.read.glyphs) and hidden.strip():
            yield Unit(f"hidden.{page.number}", " ".join(hidden.split()), Role.HIDDEN,
                       place=page.place(page.read.crop), removable=True)  # fmt: skip


def _break_units(pages: Sequence[base.Page]) -> Iterator[Unit]:
    """What may be a name that is broken over two pages."""
    for above, below in pairwise(pages):
        for number, (last, first) in enumerate(breaks.joints_that_may_name(above, below), 1):
            text, owners = breaks.joined(above, below, last, first)
            rects = [box for page, box in owners if page == above.number]
            yield Unit(f"break{above.number}.{number}", text, place=above.place(union(rects)))


def _layer_units(pdf: pikepdf.Pdf, pages: Sequence[base.Page]) -> Iterator[Unit]:
    """Text of layers that the default view hides: dropped, and known."""
    if not Layers(pdf):
        return
    shown = Counter(word for page in pages for block in page.blocks for word in block.text.split())
    for page in base.pages(base.layered(pdf)):
        for number, block in enumerate(page.blocks, 1):
            words = [word for word in block.text.split() if not shown[word]]
            if words:
                yield Unit(f"layer.{page.number}.{number}", " ".join(words), Role.HIDDEN,
                           place=page.place(block.box), removable=True)  # fmt: skip


def _looked_at(
    data: bytes, pages: Sequence[base.Page], toolbox: Toolbox
) -> tuple[list[Unit], list[Box], list[Fact]]:
    """Text in pictures, and on pages whose own text cannot be all of it."""
    units: list[Unit] = []
    boxes: list[Box] = []
    facts: list[Fact] = []
    for seen in _readings(data, pages, toolbox):
        units += [
            pictures.unit_inside(unit, seen.prefix, seen.page, seen.placed)
            for unit in seen.read.units
        ]
        boxes += [pictures.box_inside(box, seen.prefix, seen.page) for box in seen.read.boxes]
        facts += seen.read.facts
    return units, boxes, facts


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read in one picture: the prefix of its locators, its page, its place there."""

    prefix: str
    page: int
    placed: pictures.Placing
    read: Extraction


def _readings(data: bytes, pages: Sequence[base.Page], toolbox: Toolbox) -> Iterator[_Reading]:
    """Each picture, and each page that is read by OCR."""
    count = 0
    by_number = {page.number: page for page in pages}
    where = placing.Pictures(data, pages)
    suspects = suspected.find(data, pages)
    for number, bare in sorted(suspects.items()):
        count += 1
        _check(count)
        page = by_number[number]
        if bare:
            given = raster.drawn(data, page)
            placed = placing.on_render(page, given.left, given.top)
            yield _Reading(f"drawn{number}!", number, placed, toolbox.read_image(given.picture))
        else:
            seen = toolbox.read_image(raster.render(data, number))
            yield _Reading(f"page{number}!", number, placing.on_render(page), seen)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        shared = pictures.shared(pdf)
        for picture in pictures.numbered(pdf):
            if pictures.is_readable(picture.source):
                count += 1
                _check(count)
                read = toolbox.read_image(pictures.as_png(picture.source))
                part = "repeated" if picture.source.objgen in shared else "picture"
                place = Place(page=picture.page, part=part)
                facts = tuple(replace(fact, place=place) for fact in read.facts)
                placed = where.placing(picture.page, pictures.size(picture.source))
                yield _Reading(
                    f"img{picture.number}!", picture.page, placed, replace(read, facts=facts)
                )


def _check(count: int) -> None:
    if count > bounds.OCR_PICTURES:
        raise TooBig(f"more than {bounds.OCR_PICTURES} pictures to read")
