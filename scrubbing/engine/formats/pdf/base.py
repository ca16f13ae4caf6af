"""The base: the plain document both passes work on, and its pages as glyphs and blocks."""

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name

from scrubbing.engine.formats.pdf import opening, trimming
from scrubbing.engine.formats.pdf.bulk import hoarding
from scrubbing.engine.formats.pdf.content import Rebuilder
from scrubbing.engine.formats.pdf.glyphs import PageGlyphs, hides, read_page
from scrubbing.engine.formats.pdf.layers import Layers
from scrubbing.engine.formats.pdf.layout import Block, blocks
from scrubbing.engine.formats.pdf.plan import IDLE, Plan
from scrubbing.engine.types import Place


@dataclass(frozen=True)  # no slots: the blocks are kept once they are asked for
class Page:
    """One page of the base: its characters and the blocks they form."""

    read: PageGlyphs

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        with hoarding():
            return blocks(self.read.glyphs)

    @property
    def number(self) -> int:
        return self.read.number

    def place(self, box: tuple[float, float, float, float]) -> Place:
        return Place(page=self.number, box=shown(self.read, box))


def shown(
    page: PageGlyphs, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """A box of user space as (left, top, right, bottom) on the page as it is looked at."""
    left, bottom, right, top = page.crop
    x0, y0, x1, y1 = box
    match page.rotation % 360:
        case 90:
            found = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        case 180:
            found = (right - x1, y0 - bottom, right - x0, y1 - bottom)
        case 270:
            found = (top - y1, right - x1, top - y0, right - x0)
        case _:
            found = (x0 - left, top - y1, x1 - left, top - y0)
    a, b, c, d = (round(value, 1) for value in found)
    return a, b, c, d


def prepare(pdf: pikepdf.Pdf) -> bytes:
    """The base of an opened document; changes ``pdf`` no further than qpdf's repair."""
    data = layered(pdf)
    if Layers(pdf):
        with pikepdf.open(io.BytesIO(data)) as flat:
            data = without_layers(flat)
    return data


def layered(pdf: pikepdf.Pdf) -> bytes:
    """The flattened document with the layers that its default view hides."""
    data = opening.save(pdf)
    if not opening.opens(data):  # a damaged trailer is written on; the pages are whole
        fresh = pikepdf.new()
        fresh.pages.extend(pdf.pages)
        data = opening.save(fresh)
    drawn_upon = opening.drawn_upon(pdf)
    return opening.flatten(data, drawn_upon) if drawn_upon else data


def without_layers(source: pikepdf.Pdf) -> bytes:
    """Only the pages, by allow-list, without what hidden layers draw."""
    target = pikepdf.new()
    builder = Rebuilder(target, Layers(source), lambda _, __: None)
    for page in source.pages:
        add_page(target, builder, page, IDLE)
    trimming.trim(target, builder)
    return opening.save(target)


def pages(
    data: bytes, numbers: Collection[int] | None = None, *, looks: bool = True
) -> Iterator[Page]:
    """Pages with their characters: all, or those of the given numbers.

    ``looks`` where it is asked too what only OCR can read.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        for index in range(len(document)):
            if numbers is None or index + 1 in numbers:
                page = document[index]
                read = read_page(page, index + 1, looks=looks)
                page.close()
                yield Page(read)
    finally:
        document.close()


def hiding(data: bytes, numbers: Collection[int]) -> set[int]:
    """Of these pages, those that hold text which nobody sees."""
    document = pypdfium2.PdfDocument(data)
    found = set()
    try:
        for number in numbers:
            page = document[number - 1]
            if hides(page):
                found.add(number)
            page.close()
    finally:
        document.close()
    return found


def add_page(
    target: pikepdf.Pdf, builder: Rebuilder, page: pikepdf.Page, plan: Plan
) -> pikepdf.Page:
    content, resources = builder.page(page, plan)
    made = Dictionary(
        Type=Name.Page,
        MediaBox=page.mediabox,
        CropBox=page.cropbox,
        Resources=resources,
        Contents=target.make_stream(content),
    )
    rotation = _rotation(page.obj)
    if rotation % 360:
        made.Rotate = rotation % 360
    group = page.obj.get("/Group")
    if isinstance(group, Dictionary):
        made.Group = builder.copier.group(group)
    if "/UserUnit" in page.obj:
        made.UserUnit = float(page.obj.UserUnit)
    target.pages.append(pikepdf.Page(made))
    return target.pages[-1]


def _rotation(page: pikepdf.Object) -> int:
    """A page's turn in degrees, its own or that of the branch it hangs on."""
    node: pikepdf.Object | None = page
    for _ in range(20):
        if not isinstance(node, Dictionary):
            return 0
        if "/Rotate" in node:
            return int(node.Rotate or 0)
        node = node.get("/Parent")
    return 0
