"""Pictures inside a document: numbered, turned into PNG for reading, put back covered."""

import io
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Object, Stream
from PIL import Image, ImageDraw

from scrubbing.engine.errors import TooBig
from scrubbing.engine.formats.pdf import bounds, streams
from scrubbing.engine.formats.pdf.copying import Copier
from scrubbing.engine.formats.pdf.geometry import Rect
from scrubbing.engine.stretches import Leaks, lines_that
from scrubbing.engine.types import Box, Edit, Extraction, Kind, Place, Toolbox, Unit, Untrusted

PAPER = 235
"""The level of grey of a box."""

BLOTS = 3
"""So many times a picture is read and covered; what is left then fails the proof."""

Edges = tuple[float, float, float, float]
Placing = Callable[[Edges], Edges | None]
"""From a picture's pixels to points of the page from its top left; None where unknown."""

Change = TypeVar("Change", Edit, Box)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the document: its number from 1 and the first page that can show it."""

    number: int
    page: int
    source: Object


def numbered(pdf: pikepdf.Pdf) -> Iterator[Picture]:
    """All image objects pages can reach, in the order of pages and names."""
    seen: set[tuple[int, int]] = set()
    number = 0
    for page, holder in enumerate(pdf.pages, 1):
        for source in _images(holder.resources, seen, 0):
            number += 1
            yield Picture(number, page, source)


def shared(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """The image objects that more than one page shows: letterheads and the like."""
    counts: Counter[tuple[int, int]] = Counter()
    for holder in pdf.pages:
        counts.update({thing.objgen for thing in _images(holder.resources, set(), 0)})
    return frozenset(name for name, number in counts.items() if number > 1)


def _images(resources: Object | None, seen: set[tuple[int, int]], depth: int) -> Iterator[Object]:
    if not isinstance(resources, Dictionary) or depth > bounds.FORM_DEPTH:
        return
    for category in ("/XObject", "/Pattern"):
        table = resources.get(category)
        for _, thing in table.items() if isinstance(table, Dictionary) else ():
            if not isinstance(thing, Stream) or thing.objgen in seen:
                continue
            seen.add(thing.objgen)
            if str(thing.get("/Subtype")) == "/Image":
                yield thing
            else:
                yield from _images(thing.get("/Resources"), seen, depth + 1)


def is_readable(source: Object) -> bool:
    """Whether a picture is large enough to hold text."""
    width, height = size(source)
    return (
        width >= bounds.OCR_MIN_WIDTH
        and height >= bounds.OCR_MIN_HEIGHT
        and width * height >= bounds.OCR_MIN_AREA
    )


def size(source: Object) -> tuple[int, int]:
    width, height = int(source.get("/Width", 0)), int(source.get("/Height", 0))
    if width * height > bounds.IMAGE_PIXELS:
        raise TooBig(f"a picture of more than {bounds.IMAGE_PIXELS // 1_000_000} megapixels")
    return width, height


def as_png(source: Object) -> bytes:
    """The picture as a viewer would show it on white paper, pixel for pixel.

    Drawn by pdfium on a page of its own, which knows every packing and colour space.
    """
    return png(as_image(source))


def as_image(source: Object) -> Image.Image:
    """See ``as_png``; RGB."""
    width, height = size(source)
    scratch = pikepdf.new()
    copier = Copier(scratch, lambda _, __: (b"", Dictionary()))
    copy = copier.image(source)
    scratch.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, width, height],
                Resources=Dictionary(XObject=Dictionary(X=copy)),
                Contents=scratch.make_stream(f"q {width} 0 0 {height} 0 0 cm /X Do Q".encode()),
            )
        )
    )
    buffer = io.BytesIO()
    scratch.save(buffer)
    document = pypdfium2.PdfDocument(buffer.getvalue())
    try:
        image: Image.Image = document[0].render(scale=1).to_pil()
    finally:
        document.close()
    return image.convert("RGB")


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Blot:
    """A covered line: where it stood in its picture's pixels, and what was read there."""

    edges: Edges
    said: str

    @property
    def box(self) -> Box:
        return Box("blot", Kind.MANUAL, 1.0, Place(box=self.edges))


def leaking(read: Extraction, leaks: Leaks) -> list[Blot]:
    """The lines of a picture in which something leaks, alone or together."""
    found = lines_that(leaks, [unit.text for unit in read.units])
    return [
        Blot(box, said)
        for place, said in found.items()
        if (box := read.units[place].place.box) is not None
    ]


class Covering:
    """Gives pictures with text or regions covered, by way of the image handler."""

    def __init__(
        self, target: pikepdf.Pdf, toolbox: Toolbox, edits: Mapping[tuple[int, int], Sequence[Edit]],
        boxes: Mapping[tuple[int, int], Sequence[Box]], leaks: Leaks | None = None,
    ) -> None:  # fmt: skip
        """With ``leaks`` pictures are read once more, and lines that leak covered whole."""
        self._target, self._toolbox, self._leaks = target, toolbox, leaks
        self._edits, self._boxes = edits, boxes
        self._done: dict[tuple[int, int], Object] = {}
        self.blots: dict[tuple[int, int], list[Blot]] = {}
        """What was covered because it leaked, by the picture's object in the old document."""

    def __call__(self, source: Object, covers: Sequence[Rect]) -> Object | None:
        key = source.objgen
        edits, boxes = self._edits.get(key, ()), self._boxes.get(key, ())
        if not edits and not boxes and not covers and self._leaks is None:
            return None
        if not covers and key in self._done:
            return self._done[key]
        made = self._make(source, edits, [*boxes, *_boxes(source, covers)])
        if not covers:
            self._done[key] = made
        return made

    def _make(self, source: Object, edits: Sequence[Edit], boxes: Sequence[Box]) -> Object:
        if edits:
            picture = Untrusted("image.png", as_png(source))
            _, data = self._toolbox.rewrite(picture, wordless(edits), boxes)
            with Image.open(io.BytesIO(data)) as opened:
                image = opened.convert("RGB")
        else:
            image = filled(as_image(source), boxes)
        made = self._as_object(source, image)
        if self._leaks is not None and is_readable(made):
            made = self._blotted(source, made, image, self._leaks)
        return self._target.make_indirect(made)

    def _blotted(self, source: Object, made: Stream, image: Image.Image, leaks: Leaks) -> Stream:
        """The picture without the lines that OCR reads and that leak."""
        for _ in range(BLOTS):
            found = leaking(self._toolbox.read_image(as_png(made)), leaks)
            if not found:
                break
            self.blots.setdefault(source.objgen, []).extend(found)
            image = filled(image, [blot.box for blot in found])
            made = self._as_object(source, image)
        return made

    def _as_object(self, source: Object, image: Image.Image) -> Stream:
        kept: dict[str, Object | int] = {
            "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": image.width,
            "/Height": image.height, "/BitsPerComponent": 8,
        }  # fmt: skip
        if bool(source.get("/ImageMask", False)):
            stencil = image.convert("L").point(lambda level: 255 if level > 250 else 0)  # noqa: PLR2004 - all but white is ink
            kept |= {"/ImageMask": True, "/BitsPerComponent": 1}
            return self._target.make_stream(stencil.convert("1").tobytes(), kept)
        grey = _is_grey(image)
        image = image.convert("L") if grey else image
        kept["/ColorSpace"] = Name.DeviceGray if grey else Name.DeviceRGB
        if "/DCTDecode" in streams.filters(source):
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=95, subsampling=0)
            stream = self._target.make_stream(b"", kept)
            stream.write(buffer.getvalue(), filter=Name.DCTDecode)
            return stream
        return self._target.make_stream(image.tobytes(), kept)


def wordless(edits: Sequence[Edit]) -> list[Edit]:
    """The edits without words to write: letters drawn into a scan are misread afterwards."""
    return [replace(edit, replacement="") for edit in edits]


def filled(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """The picture with opaque boxes on it; nothing below them can be recovered."""
    draw = ImageDraw.Draw(image)
    for box in boxes:
        if box.place.box is not None:
            left, top, right, bottom = box.place.box
            corners = (int(left) - 1, int(top) - 1, math.ceil(right), math.ceil(bottom))
            draw.rectangle(corners, fill=(PAPER, PAPER, PAPER))
    return image


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return red.tobytes() == green.tobytes() == blue.tobytes()


def _boxes(source: Object, covers: Sequence[Rect]) -> list[Box]:
    """Boxes of the unit square as pixels from the top left."""
    width, height = size(source)
    return [
        Box(f"cover:{number}", Kind.MANUAL, 1.0, Place(box=(
            left * width, (1 - top) * height, right * width, (1 - bottom) * height)))
        for number, (left, bottom, right, top) in enumerate(covers)
    ]  # fmt: skip


def unit_inside(unit: Unit, prefix: str, page: int, placed: Placing) -> Unit:
    """A unit of a picture as one of the document that holds it, with its place on the page."""
    edges = placed(unit.place.box) if unit.place.box is not None else None
    place = Place(page=page, part="picture", box=edges)
    return replace(unit, locator=prefix + unit.locator, place=place)


def box_inside(box: Box, prefix: str, page: int) -> Box:
    """A box of a picture as one of the document: still in the picture's own pixels.

    It comes back with the rewriting, which covers those pixels.
    """
    place = Place(page=page, part="picture", box=box.place.box)
    return replace(box, locator=prefix + box.locator, place=place)


def unprefixed(thing: Change, prefix: str) -> Change:
    return replace(thing, locator=thing.locator.removeprefix(prefix))
