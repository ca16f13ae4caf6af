"""Text in pixels: RapidOCR from its wheel, and Tesseract where it is installed.

The two are joined because they miss different things: RapidOCR reads low contrast and
turned text but passes over lone small lines, which Tesseract finds. Both run on one
thread: with more, two images at a time take ten times as long. Models are loaded on
first use, or by ``warm`` before a sandbox forks.
"""

import copy
import csv
import functools
import hashlib
import io
import os
import shutil
import subprocess  # Tesseract has no maintained binding with a permissive licence and models
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from PIL import Image

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.ocr_lines import Box, Line, key_of, recall, remember
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
TESSERACT_SCORE = 55.0
SURE = 0.8
TESSERACT_SECONDS = 60
DOUBLED_PIXELS = 1_500_000
"""Smaller pictures are doubled for Tesseract, which wants letters of 20 pixels."""

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
    found: list[Line] = []
    for left, top, tile in _tiles(image):
        asking.tell_page()
        found = _joined(found, [_moved(line, left, top) for line in _by_rapid(tile)])
    found = _joined(found, _by_tesseract(image))
    return tuple(sorted(found, key=lambda line: (line.box[1], line.box[0], line.text)))


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
    return tuple(known or _share(box, at, len(text)) for at, known in enumerate(found))


def _share(box: Box, at: int, count: int) -> Box:
    left, top, right, bottom = box
    if bottom - top > 1.5 * (right - left) and count > 1:
        return box
    step = (right - left) / max(count, 1)
    return int(left + at * step), top, int(left + (at + 1) * step + 0.999), bottom


def _moved(line: Line, x: int, y: int) -> Line:
    def shift(box: Box) -> Box:
        return box[0] + x, box[1] + y, box[2] + x, box[3] + y

    if not x and not y:
        return line
    return Line(line.text, shift(line.box), tuple(shift(box) for box in line.chars), line.score)


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


@functools.cache
def _tesseract() -> str | None:
    return shutil.which("tesseract")


def _by_tesseract(image: Image.Image) -> list[Line]:
    """What Tesseract reads; nothing where it is absent or may not be started."""
    program = _tesseract()
    if program is None:
        return []
    factor = 2 if image.width * image.height <= DOUBLED_PIXELS else 1
    grey = image.convert("L")
    if factor > 1:
        grey = grey.resize((grey.width * factor, grey.height * factor), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    grey.save(buffer, "PPM")
    table = tesseract_table(buffer.getvalue())
    return _from_tsv(table.decode("utf-8", "replace"), factor)


def tesseract_table(pixels: bytes) -> bytes:
    """Tesseract's table of words for a PPM image; empty where it may or can not run."""
    if asking.available():
        try:
            return asking.ask("tesseract", {}, pixels)
        except ScrubError:
            return b""
    program = _tesseract() or "tesseract"
    command = [program, "stdin", "stdout", "--psm", "11", "-c", "tessedit_create_tsv=1"]
    try:
        result = subprocess.run(
            command, input=pixels, capture_output=True, check=False,
            timeout=TESSERACT_SECONDS, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return b""
    return result.stdout if result.returncode == 0 else b""


def _from_tsv(table: str, factor: int) -> list[Line]:
    rows: dict[tuple[str, ...], list[tuple[str, Box, float]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or float(row["conf"]) < TESSERACT_SCORE:
            continue
        if sum(char.isalnum() for char in text) < 2:  # noqa: PLR2004 - specks read as letters
            continue
        left, top = int(row["left"]) // factor, int(row["top"]) // factor
        right = left + -(-int(row["width"]) // factor)
        bottom = top + -(-int(row["height"]) // factor)
        key = (row["block_num"], row["par_num"], row["line_num"])
        rows.setdefault(key, []).append(
            (text, (left, top, right, bottom), float(row["conf"]) / 100)
        )
    return [_line(words) for words in rows.values()]


def _line(words: Sequence[tuple[str, Box, float]]) -> Line:
    chars: list[Box] = []
    for number, (text, box, _) in enumerate(words):
        if number:
            chars.append((words[number - 1][1][2], box[1], box[0], box[3]))
        chars.extend(_share(box, at, len(text)) for at in range(len(text)))
    box = (min(w[1][0] for w in words), min(w[1][1] for w in words),
           max(w[1][2] for w in words), max(w[1][3] for w in words))  # fmt: skip
    return Line(" ".join(w[0] for w in words), box, tuple(chars), min(w[2] for w in words))
