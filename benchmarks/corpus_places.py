"""Where the words of a PDF stand, glyph by glyph: which are gone, and which went unreported.

pdfminer says of input and output where each of its glyphs stands. A word is lost where the
output lacks a glyph of it in its place, unless pdfminer reads the same word there in other
glyphs (a page kept as a picture has its words written anew) or the pixels there are as they
were. A lost word is explained where each of its glyphs that is gone belongs to a finding. So
no word is lost because a label stands close to it, and none kept because it stands somewhere
else as well. What nobody sees is no word here: off the page, or drawn with no ink over no scan.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTAnno, LTChar, LTContainer, LTImage, LTTextLine
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from PIL import Image, ImageFilter

from scrubbing.engine.formats.pdf import base, breaks, opening, pictures, placing, signs
from scrubbing.engine.formats.pdf.geometry import IDENTITY, Matrix, apply, invert, multiply

TOKEN = re.compile(r"[^\W_]+")
TOGETHER = re.compile(r"\S+")
NEAR = 0.5
"""Points; a glyph that begins so near to another is the same."""
BESIDE = 1.0
"""Points; two readers' opinions on where the middle of a glyph lies."""
UNSEEN = (3, 7)
"""Text render modes that leave no ink."""
SCAN_SHARE = 0.25
"""From this share of a page covered by pictures on, text with no ink tells what they show."""
DPI = 144
DIFFERENT = 32
"""Levels of grey; less is rounding."""
ANEW = "GlyphLess"
"""The font of words that are written anew, under a page's picture."""
INK = 64
"""Levels of grey between the darkest and the lightest pixel of a word that can be seen."""
ROOM = 4
"""Pixels around a reported place that its label's box may take."""
PAGES_LOOKED_AT = 6
BLOCK = re.compile(r"p(\d+)\.(\d+)")
PICTURE = re.compile(r"img(\d+)!")
BREAK = re.compile(r"break(\d+)\.(\d+)")
Point = tuple[float, float]
Edges = tuple[float, float, float, float]
"""(left, top, right, bottom) in points on the page as it is looked at."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A glyph as pdfminer reads it, in points from the top left of the page as it is seen."""

    text: str
    font: str
    start: Point
    box: Edges
    unseen: bool

    @property
    def middle(self) -> Point:
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page, numbered from 1."""

    page: int
    text: str
    letters: tuple[Letter, ...]

    @property
    def box(self) -> Edges:
        lefts, tops, rights, bottoms = zip(*(letter.box for letter in self.letters), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


class Reader(PDFPageAggregator):
    """pdfminer's layout, which also notes how each glyph is drawn.

    It is told how wide the signs of the two standard fonts of signs are: it looks them up
    by letters and finds none, so that what follows them seems to move when one goes.
    """

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager, laparams=LAParams(all_texts=True))
        self._mode = 0

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, matrix: Any, font: Any, *rest: Any) -> float:
        name = getattr(font, "basefont", "")
        if name in signs.NAMES and "char_width" not in vars(font):
            table = signs.widths(name)
            font.char_width = lambda cid: table.get(cid, 0.0) / 1000
        moved = super().render_char(matrix, font, *rest)
        made: Any = self.cur_item._objs[-1]  # noqa: SLF001 - the glyph just made
        made.unseen = self._mode in UNSEEN
        return moved


def words(data: bytes, pattern: re.Pattern[str] = TOKEN) -> Iterator[Word]:
    """The words that can be seen on all pages, those in forms too, line by line.

    Words with no ink count on pages that pictures cover: a scan shows them.
    """
    manager = PDFResourceManager()
    device = Reader(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for number, page in enumerate(PDFPage.get_pages(io.BytesIO(data)), 1):
        interpreter.process_page(page)
        view, size = _view(page)
        told = device.get_result()
        is_scan = _pictured(told) >= SCAN_SHARE * size[0] * size[1]
        for line in _lines(told):
            for word in _words(number, line, view, pattern):
                on_page = all(_inside(letter.middle, size) for letter in word.letters)
                if on_page and (is_scan or not any(letter.unseen for letter in word.letters)):
                    yield word


def _pictured(thing: Any) -> float:
    """Square points that pictures cover."""
    if isinstance(thing, LTImage):
        return float(thing.width * thing.height)
    return sum(map(_pictured, thing)) if isinstance(thing, LTContainer) else 0.0


def _view(page: PDFPage) -> tuple[Matrix, Point]:
    """From where pdfminer places glyphs to where they are seen; and the page's size."""
    left, bottom, right, top = page.mediabox
    turned: Matrix = {
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }.get(page.rotate, (1.0, 0.0, 0.0, 1.0, -left, -bottom))
    left, bottom, right, top = page.cropbox
    seen: Matrix = {
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }.get(page.rotate, (1.0, 0.0, 0.0, -1.0, -left, top))
    size = (right - left, top - bottom)
    return multiply(invert(turned) or IDENTITY, seen), size if page.rotate % 180 == 0 else size[
        ::-1
    ]


def _inside(point: Point, size: Point) -> bool:
    return 0 <= point[0] <= size[0] and 0 <= point[1] <= size[1]


def _lines(thing: Any) -> Iterator[list[LTChar | LTAnno]]:
    if isinstance(thing, LTTextLine):
        yield list(thing)
    elif isinstance(thing, LTContainer):
        for inner in thing:
            yield from _lines(inner)


def _words(
    number: int, line: Sequence[LTChar | LTAnno], view: Matrix, pattern: re.Pattern[str]
) -> Iterator[Word]:
    owners = [item for item in line for _ in item.get_text()]
    for match in pattern.finditer("".join(item.get_text() for item in line)):
        mine = dict.fromkeys(owners[match.start() : match.end()])
        letters = (_letter(item, view) for item in mine if isinstance(item, LTChar))
        yield Word(number, match.group(), tuple(letters))


def _letter(item: LTChar, view: Matrix) -> Letter:
    x0, y0 = apply(view, *item.bbox[:2])
    x1, y1 = apply(view, *item.bbox[2:])
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return Letter(
        item.get_text(),
        item.fontname,
        apply(view, *item.matrix[4:]),
        box,
        getattr(item, "unseen", False),
    )


class Places:
    """Points on pages, each with what stands there."""

    def __init__(self, entries: Iterable[tuple[int, str, Point]]) -> None:
        self._found: dict[tuple[int, str, int, int], list[Point]] = defaultdict(list)
        for page, text, (x, y) in entries:
            self._found[page, text, round(x), round(y)].append((x, y))

    def has(self, page: int, text: str, at: Point, slack: float) -> bool:
        x, y = at
        return any(
            abs(x - left) <= slack and abs(y - top) <= slack
            for column in range(round(x) - 1, round(x) + 2)
            for row in range(round(y) - 1, round(y) + 2)
            for left, top in self._found.get((page, text, column, row), ())
        )


class Judge:
    """What an output lost of its input."""

    def __init__(self, before: bytes, after: bytes) -> None:
        self.words = list(words(before))
        theirs = list(words(after))
        self._after = Places(
            (word.page, letter.text, letter.start) for word in theirs for letter in word.letters
        )
        self._anew: dict[int, list[tuple[str, Edges]]] = defaultdict(list)
        is_anew = any(letter.font == ANEW for word in theirs for letter in word.letters)
        for word in words(after, TOGETHER) if is_anew else ():
            if {letter.font for letter in word.letters} == {ANEW}:
                self._anew[word.page].append((word.text, word.box))
        self._pixels = Pixels(before, after)

    def lost(self) -> Iterator[tuple[Word, tuple[Letter, ...]]]:
        """Words that are not in their places any more, with the letters of each that are gone."""
        for word in self.words:
            gone = tuple(
                letter
                for letter in word.letters
                if not self._after.has(word.page, letter.text, letter.start, NEAR)
            )
            if gone and not self._stands_anew(word) and not self._pixels.same(word.page, word.box):
                yield word, gone

    def changed(self, reported: "Reported") -> float:
        """Percent of the pixels of the first pages outside reported places that differ.

        What lies between the darkest and the lightest of the old pixel and its neighbours is
        the same: pdfium cuts the widths of letters to whole thousandths, so that what
        follows a removed word is drawn less than a pixel from where it drew it before.
        """
        different = total = 0
        for page in sorted({*reported.pages}):
            if page > PAGES_LOOKED_AT:
                break
            old, new = self._pixels.of(page)
            if old.shape != new.shape:
                return 100.0
            apart = np.ones(old.shape, bool)
            for left, top, right, bottom in reported.boxes(page):
                first, last = _pixel(top) - ROOM, _pixel(bottom) + ROOM + 1
                apart[
                    max(0, first) : last, max(0, _pixel(left) - ROOM) : _pixel(right) + ROOM + 1
                ] = False
            low, high = _around(old)
            differs = (new < low - DIFFERENT) | (new > high + DIFFERENT)
            different += int(differs[apart].sum())
            total += old.size
        return 100 * different / total if total else 0.0

    def _stands_anew(self, word: Word) -> bool:
        """Whether the word is written in its place in other glyphs, alone or joined to others."""
        left, top, right, bottom = word.box
        x, y = (left + right) / 2, (top + bottom) / 2
        return any(
            word.text in text and a <= x <= c and b <= y <= d
            for text, (a, b, c, d) in self._anew.get(word.page, ())
        )


class Pixels:
    """Two documents as they look."""

    def __init__(self, before: bytes, after: bytes) -> None:
        self._data = before, after
        self._pages: dict[int, tuple[NDArray[np.int16], NDArray[np.int16]]] = {}

    def same(self, page: int, box: Edges) -> bool:
        """Whether something can be seen in a box and looks as it did."""
        old, new = (_cut(image, box) for image in self.of(page))
        if old.shape != new.shape or not old.size or int(old.max() - old.min()) < INK:
            return False
        return bool((np.abs(old - new) <= DIFFERENT).all())

    def of(self, page: int) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """A page of both in levels of grey."""
        if page not in self._pages:
            old, new = (_rendered(data, page) for data in self._data)
            self._pages[page] = old, new
        return self._pages[page]


def _cut(image: NDArray[np.int16], box: Edges) -> NDArray[np.int16]:
    left, top, right, bottom = map(_pixel, box)
    return image[max(0, top) : bottom + 1, max(0, left) : right + 1]


def _around(levels: NDArray[np.int16]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """The darkest and the lightest of each pixel and its eight neighbours."""
    image = Image.fromarray(levels.astype(np.uint8))
    low, high = (
        np.asarray(image.filter(chosen(3))).astype(np.int16)
        for chosen in (ImageFilter.MinFilter, ImageFilter.MaxFilter)
    )
    return low, high


def _pixel(points: float) -> int:
    return round(points * DPI / 72)


def _rendered(data: bytes, number: int) -> NDArray[np.int16]:
    document = pypdfium2.PdfDocument(data)
    try:
        if number > len(document):
            return np.zeros((0, 0), np.int16)
        document.init_forms()
        image = document[number - 1].render(scale=DPI / 72).to_pil()
        return np.asarray(image.convert("L")).astype(np.int16)
    finally:
        document.close()


class Reported:
    """Where the findings lie: glyphs of blocks, and stretches of lines read in pictures."""

    def __init__(
        self, data: bytes, units: Mapping[str, str], findings: Sequence[Mapping[str, Any]]
    ) -> None:
        """``units`` are the texts that the findings count in, by locator."""
        with opening.open_pdf(data) as pdf:
            self._data = base.prepare(pdf)
        self._pages = {page.number: page for page in base.pages(self._data)}
        self._units = units
        self._boxes: dict[int, list[Edges]] = defaultdict(list)
        self._covered: dict[int, list[Edges]] = defaultdict(list)
        for finding in findings:
            named = list(self._named(finding))
            for page, box in named:
                self._boxes[page].append(box)
            for page, box in (*_stretches(named), *self._repeated(finding, named)):
                self._covered[page].append(box)

    @property
    def pages(self) -> Iterable[int]:
        """Numbers of all pages."""
        return self._pages

    def boxes(self, page: int) -> Sequence[Edges]:
        """What findings cover on a page: their stretches of lines, with the gaps in them."""
        return self._covered.get(page, ())

    def holds(self, page: int, letter: Letter) -> bool:
        """Whether a finding names what stands in the middle of a glyph."""
        x, y = letter.middle
        return any(
            left - BESIDE <= x <= right + BESIDE and top <= y <= bottom
            for left, top, right, bottom in self._boxes.get(page, ())
        )

    def _named(self, finding: Mapping[str, Any]) -> Iterator[tuple[int, Edges]]:
        locator, start, end = finding["locator"], finding["start"], finding["end"]
        if match := BLOCK.fullmatch(locator):
            page = self._pages[int(match[1])]
            block = page.blocks[int(match[2]) - 1]
            yield from _glyphs((page, place) for place in block.glyphs[start:end])
        elif match := BREAK.fullmatch(locator):
            above, below = (self._pages[int(match[1]) + step] for step in (0, 1))
            last, first = list(breaks.joints_that_may_name(above, below))[int(match[2]) - 1]
            text = [*((above, place) for _, place in last), (above, None)]
            text += [(below, place) for _, place in first]
            yield from _glyphs(text[start:end])
        elif "ocr:" in locator and finding["place"].get("box"):
            left, top, right, bottom = finding["place"]["box"]
            step = (right - left) / max(1, len(self._units[locator]))
            part = (left + step * (start - 1), top, left + step * (end + 1), bottom)
            yield finding["place"]["page"], part

    def _repeated(
        self, finding: Mapping[str, Any], named: Sequence[tuple[int, Edges]]
    ) -> Iterator[tuple[int, Edges]]:
        """Where else the picture is shown in which something was found: a logo on every page."""
        match = PICTURE.match(finding["locator"])
        if match is None or not named:
            return
        (first, box), size = named[0], self._sizes[int(match[1])]
        places = placing.Pictures(self._data, list(self._pages.values()))
        here = places.placing(first, size)((0, 0, *size))
        for page in self._pages:
            there = places.placing(page, size)((0, 0, *size))
            if here is not None and there is not None and page != first:
                yield page, _carried(box, here, there)

    @cached_property
    def _sizes(self) -> Mapping[int, tuple[int, int]]:
        with pikepdf.open(io.BytesIO(self._data)) as pdf:
            return {one.number: pictures.size(one.source) for one in pictures.numbered(pdf)}


def _carried(box: Edges, here: Edges, there: Edges) -> Edges:
    """A box within one place of a picture, within another place of it."""
    across = (there[2] - there[0]) / max(0.1, here[2] - here[0])
    down = (there[3] - there[1]) / max(0.1, here[3] - here[1])
    left, top, right, bottom = box
    return (
        there[0] + (left - here[0]) * across, there[1] + (top - here[1]) * down,
        there[0] + (right - here[0]) * across, there[1] + (bottom - here[1]) * down,
    )  # fmt: skip


def _stretches(named: Sequence[tuple[int, Edges]]) -> Iterator[tuple[int, Edges]]:
    """The boxes of one finding with those of a line joined: its label lies over all of it."""
    last: tuple[int, Edges] | None = None
    for page, box in named:
        if last and last[0] == page and _is_beside(last[1], box):
            a, b, c, d = last[1]
            last = page, (min(a, box[0]), min(b, box[1]), max(c, box[2]), max(d, box[3]))
            continue
        if last:
            yield last
        last = page, box
    if last:
        yield last


def _is_beside(one: Edges, other: Edges) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _glyphs(places: Iterable[tuple[base.Page, int | None]]) -> Iterator[tuple[int, Edges]]:
    for page, place in places:
        if place is not None:
            yield page.number, base.shown(page.read, page.read.glyphs[place].box)
