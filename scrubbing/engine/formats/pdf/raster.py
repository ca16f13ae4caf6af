"""A page as one picture with clean invisible text: the way out where glyphs cannot be proved.

The picture holds what is seen, covered where something had to go; the text layer is
written anew from what stays.
"""

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from scrubbing.engine.formats.pdf import bounds, survey
from scrubbing.engine.formats.pdf.base import Page, shown
from scrubbing.engine.formats.pdf.geometry import Matrix, Rect
from scrubbing.engine.formats.pdf.pictures import (
    BLOTS,
    Blot,
    as_png,
    filled,
    leaking,
    png,
    wordless,
)
from scrubbing.engine.stretches import Leaks
from scrubbing.engine.types import Box, Edit, Kind, Place, Toolbox, Untrusted

FONT = "/AirlockText"
HOLD = "/AirlockTextFont"
ROOM = 12.0
"""Points around a shape that may be a letter; beside it as much again as it is thick."""

MARGIN = 1.5
"""Pixels around a covered glyph."""

TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text layer and its box on the page as it is looked at, from the top left."""

    text: str
    box: tuple[float, float, float, float]


def scale_for(width: float, height: float, dpi: float = bounds.RENDER_DPI) -> float:
    """Pixels per point, at most as many as the limit allows."""
    scale = dpi / 72
    area = max(width, 1.0) * max(height, 1.0)
    return min(scale, math.sqrt(bounds.RENDER_PIXELS / area))


def render(data: bytes, number: int) -> bytes:
    """A page as PNG, as a reader sees it; the same bytes give the same picture."""
    document = pypdfium2.PdfDocument(data)
    try:
        return png(image_of(document[number - 1]))
    finally:
        document.close()


@dataclass(frozen=True, slots=True)
class Cutting:
    """A piece of a page's picture as PNG, and the pixel of the page at its top left."""

    picture: bytes
    left: int
    top: int


def drawn(data: bytes, page: Page) -> Cutting:
    """What is drawn on a page and may be letters, with nothing of its text.

    All but the surroundings of such shapes is white, so that OCR spends its time on what
    only OCR can read, and sees the same pixels when something else on the page changed.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        shapes = document[page.number - 1]
        places = survey.drawn(shapes)
        _undress(shapes)
        image = image_of(shapes)
    finally:
        document.close()
    areas = None if places is None else [_surroundings(page, place, image) for place in places]
    return _cut(image, areas)


def _surroundings(page: Page, place: Rect, image: Image.Image) -> tuple[int, int, int, int]:
    """A shape with room for the letters beside it that are plain lines, in pixels."""
    scale = pixels_per_point(page)
    left, top, right, bottom = (edge * scale for edge in shown(page.read, place))
    room = ROOM * scale + min(right - left, bottom - top)
    return (
        max(0, math.floor(left - room)), max(0, math.floor(top - room)),
        min(image.width, math.ceil(right + room)), min(image.height, math.ceil(bottom + room)),
    )  # fmt: skip


def _cut(image: Image.Image, areas: list[tuple[int, int, int, int]] | None) -> Cutting:
    if areas is None:
        return Cutting(png(image), 0, 0)
    areas = [area for area in areas if area[0] < area[2] and area[1] < area[3]]
    if not areas:
        return Cutting(png(Image.new("RGB", (1, 1), "white")), 0, 0)
    left, top = min(area[0] for area in areas), min(area[1] for area in areas)
    size = max(area[2] for area in areas) - left, max(area[3] for area in areas) - top
    sheet = Image.new("RGB", size, "white")
    for area in areas:
        sheet.paste(image.crop(area), (area[0] - left, area[1] - top))
    return Cutting(png(sheet), left, top)


def _undress(page: pypdfium2.PdfPage) -> None:
    """Take the text objects off a page in memory."""
    things = [one for one in page.get_objects(max_depth=6) if one.type == pdfium.FPDF_PAGEOBJ_TEXT]
    for thing in things:
        if thing.container is None:
            pdfium.FPDFPage_RemoveObject(page.raw, thing.raw)
        else:
            pdfium.FPDFFormObj_RemoveObject(thing.container.raw, thing.raw)


def image_of(page: pypdfium2.PdfPage, dpi: float = bounds.RENDER_DPI) -> Image.Image:
    width, height = page.get_size()
    scale = scale_for(width, height, dpi)
    image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return image.convert("RGB")


@dataclass(frozen=True, slots=True)
class Cover:
    """What has to be covered on a page's picture.

    ``seen`` edits what OCR read on the whole page, ``drawn`` what it read where shapes may
    be letters; ``rects`` are boxes in user space, ``regions`` faces and codes in pixels,
    ``inner`` such in pixels of the cutting.
    """

    seen: tuple[Edit, ...] = ()
    drawn: tuple[Edit, ...] = ()
    rects: tuple[Rect, ...] = ()
    regions: tuple[Box, ...] = ()
    inner: tuple[Box, ...] = ()


def covered(data: bytes, painted: bytes, page: Page, cover: Cover, toolbox: Toolbox) -> Image.Image:
    """The picture of a page of ``painted`` without what has to go.

    What OCR read it read on ``data``: where covering changes a pixel there, it is taken
    over. ``painted`` is the same document with its own pictures covered already.
    """
    scale = pixels_per_point(page)
    boxes = [
        Box(f"cover:{number}", Kind.MANUAL, 1.0, Place(box=_pixels(shown(page.read, rect), scale)))
        for number, rect in enumerate(cover.rects)
    ]
    image = filled(_opened(render(painted, page.number)), [*boxes, *cover.regions])
    if cover.seen:
        given = Cutting(render(data, page.number), 0, 0)
        _cover(image, given, cover.seen, (), toolbox)
    if cover.drawn or cover.inner:
        _cover(image, drawn(data, page), cover.drawn, cover.inner, toolbox)
    return image


def _cover(
    image: Image.Image,
    given: Cutting,
    edits: Sequence[Edit],
    boxes: Sequence[Box],
    toolbox: Toolbox,
) -> None:
    untrusted = Untrusted("page.png", given.picture)
    _, after = toolbox.rewrite(untrusted, wordless(edits), boxes)
    _take_over(image, _opened(given.picture), _opened(after), (given.left, given.top))


def _opened(picture: bytes) -> Image.Image:
    with Image.open(io.BytesIO(picture)) as image:
        return image.convert("RGB")


def _take_over(
    image: Image.Image, before: Image.Image, after: Image.Image, place: tuple[int, int]
) -> None:
    """Put into ``image`` the boxes that lie between two states of a piece of it."""
    changed = ImageChops.difference(before, after).convert("L")
    image.paste(after, place, changed.point(lambda level: 255 if level else 0))


def pixels_per_point(page: Page) -> float:
    """How a page is drawn for OCR."""
    width, height = _size(page)
    return scale_for(width, height)


def _size(page: Page) -> tuple[float, float]:
    left, bottom, right, top = page.read.crop
    width, height = right - left, top - bottom
    return (height, width) if page.read.rotation % 180 else (width, height)


def _pixels(
    box: tuple[float, float, float, float], scale: float
) -> tuple[float, float, float, float]:
    left, top, right, bottom = (value * scale for value in box)
    return left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN


def in_pixels(page: Page, box: Box) -> Box:
    """A box in points of a page as it is looked at as one in pixels of its picture."""
    edges = box.place.box
    if edges is None:
        return box
    return replace(box, place=replace(box.place, box=_pixels(edges, pixels_per_point(page))))


def picture_of(target: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    """A page's picture as an object of the new document."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    picture = target.make_stream(
        b"",
        {
            "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": image.width,
            "/Height": image.height, "/BitsPerComponent": 8, "/ColorSpace": Name.DeviceRGB,
        },
    )  # fmt: skip
    picture.write(buffer.getvalue(), filter=Name.DCTDecode)
    return picture


def blotted(
    target: pikepdf.Pdf, image: Image.Image, toolbox: Toolbox, leaks: Leaks
) -> tuple[pikepdf.Stream, list[Blot]]:
    """A page's picture on which OCR reads nothing that had to go, and the lines covered for it.

    Read as the proof will read it, from the packed picture.
    """
    blots: list[Blot] = []
    for _ in range(BLOTS):
        picture = picture_of(target, image)
        found = leaking(toolbox.read_image(as_png(picture)), leaks)
        if not found:
            return picture, blots
        blots += found
        image = filled(image, [blot.box for blot in found])
    return picture_of(target, image), blots


def clean_words(
    image: Image.Image, page: Page, gone: frozenset[int], toolbox: Toolbox, leaks: Leaks
) -> list[Word]:
    """The page's own words; where they leak what OCR reads; where that leaks too, none."""
    for words in (words_of(page, gone), words_seen(image, page, toolbox)):
        kept = list(words)
        if not leaks(" ".join(word.text for word in kept)):
            return kept
    return []


def add_page(
    target: pikepdf.Pdf,
    page: Page,
    picture: pikepdf.Stream,
    words: Iterable[Word],
    drawing: bytes,
) -> None:
    """A page of the same size that holds the picture, the words and the labels."""
    width, height = _size(page)
    a, b, c, d, e, f = to_shown(page)
    content = b"".join(
        (
            f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q\n".encode(),
            f"q {a} {b} {c} {d} {e:.3f} {f:.3f} cm\n".encode() + drawing + b"Q\n"
            if drawing
            else b"",
            _text_layer(words, height),
        )
    )
    target.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, width, height],
                Contents=target.make_stream(content),
                Resources=Dictionary(
                    XObject=Dictionary({"/P": picture}), Font=Dictionary({FONT: font(target)})
                ),
            )
        )
    )


def to_shown(page: Page) -> Matrix:
    """From user space to the page as it is looked at, y upwards from its bottom left."""
    left, bottom, right, top = page.read.crop
    match page.read.rotation % 360:
        case 90:
            return (0, -1, 1, 0, -bottom, right)
        case 180:
            return (-1, 0, 0, -1, right, top)
        case 270:
            return (0, 1, -1, 0, top, -left)
        case _:
            return (1, 0, 0, 1, -left, -bottom)


def _text_layer(words: Iterable[Word], height: float) -> bytes:
    parts = [b"BT 3 Tr\n"]
    for word in words:
        left, top, right, bottom = word.box
        size = max(bottom - top, 1.0) * 0.8
        natural = 0.5 * size * max(len(word.text), 1)
        stretch = 100 * max(right - left, 0.5) / natural
        code = word.text.encode("utf-16-be").hex()
        base = height - bottom + 0.2 * size
        parts.append(
            f"{FONT} {size:.2f} Tf {stretch:.1f} Tz 1 0 0 1 {left:.2f} {base:.2f} Tm <{code}> Tj\n".encode()
        )
    parts.append(b"ET\n")
    return b"".join(parts)


def font(target: pikepdf.Pdf) -> pikepdf.Object:
    """A font without glyphs: every code is its own Unicode number, half as wide as high."""
    if HOLD not in target.trailer:
        info = Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        )
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name.GlyphLess, Flags=4, FontBBox=[0, -200, 500, 800],
            ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=800, StemV=80,
        )  # fmt: skip
        inner = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.GlyphLess, CIDSystemInfo=info,
            DW=500, CIDToGIDMap=Name.Identity, FontDescriptor=target.make_indirect(descriptor),
        )  # fmt: skip
        target.trailer[HOLD] = target.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.GlyphLess, Encoding=Name("/Identity-H"),
                DescendantFonts=Array([target.make_indirect(inner)]),
                ToUnicode=target.make_stream(TO_UNICODE),
            )
        )  # fmt: skip
    return target.trailer[HOLD]


def forget(target: pikepdf.Pdf) -> None:
    if HOLD in target.trailer:
        del target.trailer[HOLD]


def words_of(page: Page, gone: frozenset[int]) -> Iterator[Word]:
    """The words that stay: stretches of a line without a space or a removed glyph."""
    for block in page.blocks:
        text = ""
        rects: list[Rect] = []
        last: Rect | None = None
        for char, place in zip(block.text, block.glyphs, strict=True):
            box = page.read.glyphs[place].box if place is not None else None
            apart = (
                last is not None
                and box is not None
                and abs(box[1] - last[1]) > 0.6 * (last[3] - last[1])
            )
            ends = place is None or place in gone or not char.strip() or apart
            if ends and text:
                yield Word(text, _around(page, rects))
                text, rects = "", []
            if box is not None and place not in gone and char.strip():
                text += char
                rects.append(box)
            last = box
        if text:
            yield Word(text, _around(page, rects))


def _around(page: Page, rects: Sequence[Rect]) -> tuple[float, float, float, float]:
    return shown(page.read, (min(r[0] for r in rects), min(r[1] for r in rects),
                             max(r[2] for r in rects), max(r[3] for r in rects)))  # fmt: skip


def words_seen(image: Image.Image, page: Page, toolbox: Toolbox) -> Iterator[Word]:
    """What OCR reads on the covered picture, for pages whose own text is not believed."""
    scale = pixels_per_point(page)
    for unit in toolbox.read_image(png(image)).units:
        if unit.place.box is not None and not unit.removable:
            left, top, right, bottom = (value / scale for value in unit.place.box)
            yield Word(unit.text, (left, top, right, bottom))
