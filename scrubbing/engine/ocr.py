"""Text in pixels: RapidOCR from its wheel, and Tesseract where it is installed.

The two are joined because they miss different things: RapidOCR reads low contrast and
turned text but passes over lone small lines, which Tesseract finds. Both run on one
thread: with more, two images at a time take ten times as long. Models are loaded on
first use, or by ``warm`` before a sandbox forks.
"""

import copy
import functools
import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from PIL import Image

from scrubbing.engine import tesseract
from scrubbing.engine.ocr_lines import Box, Line, key_of, recall, remember, share
from scrubbing.engine.sandbox import asking

LONGEST = 2000
"""RapidOCR shrinks what is longer; tall screenshots are cut into tiles instead."""

LEAST_SIDE = 480
"""RapidOCR enlarges what is smaller on its short side: beyond this it reads no better."""

PADDED_SIDE = 240
"""A slender strip is put on a sheet first, or it would be enlarged tenfold."""

SLENDER = 2.2
"""From this ratio of sides on a picture is a scrolled page rather than a sheet."""

OVERLAP = 120
"""Tiles share this many pixels, more than a line of text is high."""

LEAST_SCORE = 0.4
LEAST_LETTER, LEAST_SHARE, WORTH_SHRINKING = 12, 0.4, 0.8
"""Pixels of a small letter that RapidOCR reads well, and how far a picture is shrunk to them."""
SURE = 0.8
STRIPS = 4000
"""Lines whose words are remembered, a few kilobytes each."""

FLAT = 3.0
"""A picture whose levels spread less than this holds nothing to read."""


def warm() -> None:
    """Load the models, so that children forked afterwards share them."""
    _rapid()(np.full((64, 256, 3), 255, np.uint8))


def read(image: Image.Image) -> tuple[Line, ...]:
    """All lines of text in an RGB picture, from top to bottom; the same pixels are read once."""
    key = key_of(image)
    known = recall(key)
    if known is None:
        known = _read(image)
        remember(key, known)
    return known


def _read(image: Image.Image) -> tuple[Line, ...]:
    pixels = np.asarray(image)
    if min(image.size) < 4 or float(pixels.std()) < FLAT:  # noqa: PLR2004 - a rule, not a picture
        return ()
    words = tesseract.words(image)
    share = _share_to_read(image, [word.box for word in words])
    size = round(image.width * share), round(image.height * share)
    smaller = image if share == 1 else image.resize(size, Image.Resampling.LANCZOS)
    found: list[Line] = []
    for left, top, tile in _tiles(smaller):
        asking.tell_page()
        found = _joined(found, [_moved(line, left, top) for line in _by_rapid(tile)])
    found = _joined([_grown(line, share) for line in found], tesseract.lines(words))
    return tuple(sorted(found, key=lambda line: (line.box[1], line.box[0], line.text)))


def _share_to_read(image: Image.Image, words: Sequence[Box]) -> float:
    """By how much a picture may shrink before RapidOCR reads it: 1 where its letters are small.

    A page at 600 dots per inch takes six tiles, and no reader needs letters so large. Where
    a twentieth of the words is smaller, Tesseract has seen those in the whole picture.
    """
    longest = max(image.size)
    heights = sorted(bottom - top for _, top, _, bottom in words)
    if longest <= LONGEST or not heights or longest >= SLENDER * min(image.size):
        return 1.0
    share = max(LONGEST / longest, LEAST_SHARE, LEAST_LETTER / heights[len(heights) // 20])
    return share if share <= WORTH_SHRINKING else 1.0


def read_lines(strips: Sequence[Image.Image]) -> list[str]:
    """What stands in pictures that hold one line of text each; far cheaper than ``read``."""
    if not strips:
        return []
    engine = _rapid()
    engine.return_word_box = False
    try:
        result = engine.recognize_txt(
            [np.asarray(one.convert("RGB"))[:, :, ::-1] for one in strips]
        )
    finally:
        engine.return_word_box = True
    return [str(text) for text in result.txts]


def _tiles(image: Image.Image) -> Iterator[tuple[int, int, Image.Image]]:
    width, height = image.size
    if (
        max(width, height) <= LONGEST
        or max(width, height) < SLENDER * min(width, height) <= 3 * LONGEST
    ):
        yield 0, 0, image
        return
    for top in _starts(height):
        for left in _starts(width):
            box = (left, top, min(left + LONGEST, width), min(top + LONGEST, height))
            yield left, top, image.crop(box)


def _starts(length: int) -> list[int]:
    if length <= LONGEST:
        return [0]
    count = -(-(length - OVERLAP) // (LONGEST - OVERLAP))
    return [round(number * (length - LONGEST) / (count - 1)) for number in range(count)]


class Recogniser:
    """RapidOCR's recogniser of single lines, asked once for strips of the same pixels.

    It takes six sevenths of all reading. A second round over a picture reads again only
    what the first one changed, as far as the format keeps pixels as they are.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self.known: dict[bytes, tuple[str, float, Any]] = {}
        self.last: list[tuple[str, float]] = []
        """What each strip of the last call says."""

    def __call__(self, asked: Any) -> Any:
        strips = [asked.img] if isinstance(asked.img, np.ndarray) else list(asked.img)
        keys = [_strip_key(strip, asked.return_word_box) for strip in strips]
        new = {key: strip for key, strip in zip(keys, strips, strict=True) if key not in self.known}
        if len(self.known) + len(new) > STRIPS:
            self.known.clear()
            new = dict(zip(keys, strips, strict=True))
        if new:
            read = self.model(replace(asked, img=list(new.values())))
            said = zip(read.txts, read.scores, read.word_results, strict=True)
            self.known.update(zip(new, said, strict=True))
        from rapidocr.ch_ppocr_rec.typings import TextRecOutput  # heavy, as is its package

        self.last = [self.known[key][:2] for key in keys]
        texts, scores, words = zip(*(copy.deepcopy(self.known[key]) for key in keys), strict=True)
        return TextRecOutput(
            imgs=strips, txts=texts, scores=list(scores), word_results=words, elapse=0.0
        )


class Classifier:
    """RapidOCR's judge of lines that stand upside down, which it turns before they are read."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.turned: list[bool] = []
        """Of each strip of the last call."""

    def __call__(self, strips: Any) -> Any:
        result = self.model(strips)
        told = result.cls_res or ()
        self.turned = ["180" in label and sure > self.model.cls_thresh for label, sure in told]
        return result


def _strip_key(strip: np.ndarray, with_words: bool) -> bytes:
    said = f"{strip.shape} {with_words}".encode()
    return hashlib.sha256(said + np.ascontiguousarray(strip).tobytes()).digest()


@functools.cache
def _rapid() -> Any:
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Det.limit_side_len": LEAST_SIDE,
            "Global.text_score": LEAST_SCORE,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    # Left alone it loads these two with the first text it meets: in every child again.
    engine.text_cls = Classifier(engine._load_cls_model())  # noqa: SLF001 - no public way
    engine.text_rec = Recogniser(engine._load_rec_model())  # noqa: SLF001 - no public way
    return engine


def _padded(image: Image.Image) -> Image.Image:
    """The picture at the top left of a sheet of its own corner's colour."""
    size = max(image.width, PADDED_SIDE), max(image.height, PADDED_SIDE)
    if size == image.size:
        return image
    sheet = Image.new("RGB", size, image.getpixel((0, 0)))
    sheet.paste(image, (0, 0))
    return sheet


def _by_rapid(image: Image.Image) -> list[Line]:
    engine = _rapid()
    result = engine(np.asarray(_padded(image))[:, :, ::-1])
    if not len(result):
        return []
    words = result.word_results if len(result.word_results) == len(result.txts) else ()
    # of all strips that were read; those with too little to say are not in the result
    strips = zip(engine.text_rec.last, engine.text_cls.turned, strict=True)
    lines = []
    for number, text in enumerate(result.txts):
        quad = [(float(x), float(y)) for x, y in result.boxes[number]]
        pieces = (
            [(str(piece), _bounds(points)) for piece, _, points in words[number]] if words else []
        )
        box, score = _bounds(quad), float(result.scores[number])
        chars = _characters(text, box, pieces)
        if next((turned for said, turned in strips if said == (text, score)), False):
            chars = tuple(_turned(char, box) for char in chars)
        lines.append(Line(text, box, chars, score))
    return lines


def _turned(char: Box, line: Box) -> Box:
    """Where a character of a line lies that was turned by half a turn before it was read."""
    across, down = line[0] + line[2], line[1] + line[3]
    return across - char[2], down - char[3], across - char[0], down - char[1]


def _bounds(points: Sequence[Sequence[float]]) -> Box:
    xs, ys = [float(point[0]) for point in points], [float(point[1]) for point in points]
    return int(min(xs)), int(min(ys)), int(max(xs) + 0.999), int(max(ys) + 0.999)


def _characters(text: str, box: Box, pieces: Sequence[tuple[str, Box]]) -> tuple[Box, ...]:
    """A box per character; where the model gives none, an even share of the line."""
    found: list[Box | None] = []
    queue = list(pieces)
    for char in text:
        if queue and queue[0][0] == char:
            found.append(queue.pop(0)[1])
        else:
            found.append(None)
    if queue:  # the pieces do not spell the text: their places cannot be trusted
        found = [None] * len(text)
    return tuple(known or share(box, at, len(text)) for at, known in enumerate(found))


def _moved(line: Line, x: int, y: int) -> Line:
    def shift(box: Box) -> Box:
        return box[0] + x, box[1] + y, box[2] + x, box[3] + y

    if not x and not y:
        return line
    return Line(line.text, shift(line.box), tuple(shift(box) for box in line.chars), line.score)


def _grown(line: Line, share: float) -> Line:
    """A line of a picture that was shrunk to a ``share``, where it stands in the whole."""
    if share == 1:
        return line

    def grow(box: Box) -> Box:
        left, top = (math.floor(edge / share) for edge in box[:2])
        right, bottom = (math.ceil(edge / share) for edge in box[2:])
        return left, top, right, bottom

    return Line(line.text, grow(line.box), tuple(map(grow, line.chars)), line.score)


def _joined(lines: list[Line], more: Sequence[Line]) -> list[Line]:
    """Both lists; of two readings of one place the longer stays.

    Two sure readings that have little in common both stay: one of them is wrong (an
    upside-down line, letters of another script), and nobody can say which.
    """
    kept = list(lines)
    for line in more:
        rivals = [one for one in kept if _shared(one.box, line.box) > 0.5]  # noqa: PLR2004 - half
        if line.score >= SURE and all(_unlike(one.text, line.text) for one in rivals):
            kept.append(line)
        elif all(len(line.text) > len(one.text) for one in rivals):
            kept = [one for one in kept if one not in rivals]
            kept.append(line)
    return kept


def _unlike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio() < 0.5  # noqa: PLR2004 - half


def _shared(one: Box, other: Box) -> float:
    """The part of the smaller box that lies in the other."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / max(smaller, 1)
