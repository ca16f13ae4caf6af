"""PDF: read with pdfium, rewritten with pikepdf, checked with pdfium and pdfminer."""

import io
from collections.abc import Iterator, Sequence

import pikepdf

from scrubbing.engine.formats.pdf import base, navigation, opening, pictures, properties, reading
from scrubbing.engine.formats.pdf.edits import by_locator
from scrubbing.engine.formats.pdf.rewriting import Rewriting
from scrubbing.engine.types import Box, Edit, Extraction, Fact, Role, Toolbox, Unit, Untrusted


class PdfHandler:
    """See ``scrubbing.engine.types.Handler``."""

    name = "pdf"
    formats = ("pdf",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        pdf = opening.open_pdf(untrusted.data)
        with opening.damaged():
            data = base.prepare(pdf)
            units = list(_page_units(data))
            ways = navigation.read(pdf)
            units += ways.units()
            kept = {unit.text for unit in units}
            info, facts = properties.info(pdf)
            xmp, more = properties.metadata(pdf)
            units += [*info, *xmp, *properties.strings(pdf, kept)]
            units += properties.attachments(pdf, toolbox)
        inner, boxes, hashes = _read_pictures(data, toolbox)
        return Extraction("pdf", (*units, *inner), (*facts, *more, *hashes), tuple(boxes))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        pdf = opening.open_pdf(untrusted.data)
        with opening.damaged():
            data = base.prepare(pdf)
            ways = navigation.read(pdf)
            return Rewriting(data, ways, by_locator(edits), boxes, toolbox).run().data

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        with opening.damaged():
            return [*reading.texts(output), *_picture_texts(output, toolbox)]


def _page_units(data: bytes) -> Iterator[Unit]:
    for page in base.pages(data):
        for number, block in enumerate(page.blocks, 1):
            yield Unit(f"p{page.number}.{number}", block.text, Role.BODY, block.context,
                       page.place(block.box))  # fmt: skip
        hidden = "".join(
            glyph.text for glyph in page.read.glyphs if glyph.hidden or glyph.generated
        )
        if any(glyph.hidden for glyph in page.read.glyphs) and hidden.strip():
            yield Unit(f"hidden.{page.number}", " ".join(hidden.split()), Role.HIDDEN,
                       place=page.place(page.read.crop), removable=True)  # fmt: skip


def _read_pictures(data: bytes, toolbox: Toolbox) -> tuple[list[Unit], list[Box], list[Fact]]:
    units: list[Unit] = []
    boxes: list[Box] = []
    facts: list[Fact] = []
    with opening.damaged(), pikepdf.open(io.BytesIO(data)) as pdf:
        for picture in pictures.numbered(pdf):
            if not pictures.is_readable(picture.source):
                continue
            read = _read_picture(picture, toolbox)
            prefix = f"img{picture.number}!"
            units += [pictures.inside(unit, prefix, picture.page) for unit in read.units]
            boxes += [pictures.inside(box, prefix, picture.page) for box in read.boxes]
            facts += read.facts
    return units, boxes, facts


def _read_picture(picture: pictures.Picture, toolbox: Toolbox) -> Extraction:
    return toolbox.read_image(pictures.as_png(picture.source))


def _picture_texts(output: bytes, toolbox: Toolbox) -> Iterator[str]:
    """What OCR still reads in pictures of the output."""
    with pikepdf.open(io.BytesIO(output)) as pdf:
        for picture in pictures.numbered(pdf):
            if pictures.is_readable(picture.source):
                read = toolbox.read_image(pictures.as_png(picture.source))
                yield "\n".join(unit.text for unit in read.units)
