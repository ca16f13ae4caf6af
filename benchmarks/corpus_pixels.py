"""Words in pictures: which do not look as they did, and which of them no finding covers.

Tesseract says where words stand in the picture that was given. A word is lost where the
ink of half a letter of it or more changed, and explained where a finding covers most of it: the characters of a line
that the engine read and reported, or a face or a code. What another reading of the whole
output would say is not asked: readers see a word otherwise once its neighbours are covered.
"""

import csv
import io
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from benchmarks.corpus_places import TOKEN, Edges
from scrubbing.engine import ocr_lines
from scrubbing.engine.formats.image import pixels

LARGEST = 2000
"""Pixels on a side that Tesseract is given."""
DIFFERENT, LOSSY = 32, 64
"""Levels of grey; less is rounding, or another packing."""
INK = 48
"""Levels of grey between the darkest and the lightest pixel of a word that can be seen."""
SURE = 30.0
"""Percent; what Tesseract is less sure of is no word but a stain."""
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word in a picture and its box in pixels of the upright first frame."""

    text: str
    box: Edges


def upright(data: bytes) -> Image.Image:
    """The first frame as it is looked at, in grey on white paper."""
    with pixels.opened(data) as image:
        image.load()
        shown = ImageOps.exif_transpose(image)
        if "transparency" in shown.info or shown.mode in {"RGBA", "LA", "PA"}:
            paper = Image.new("RGBA", shown.size, "white")
            shown = Image.alpha_composite(paper, shown.convert("RGBA"))
        if shown.mode.startswith("I"):
            levels = np.asarray(shown).astype(float)
            shown = Image.fromarray((levels * 255 / max(1.0, levels.max())).astype(np.uint8))
        return shown.convert("RGB").convert("L")


def words(image: Image.Image) -> Iterator[Word]:
    """The words that Tesseract reads and is sure of."""
    small = image.copy()
    small.thumbnail((LARGEST, LARGEST))
    buffer = io.BytesIO()
    small.save(buffer, "PPM")
    done = subprocess.run(
        ["/usr/bin/tesseract", "stdin", "stdout", "tsv"], input=buffer.getvalue(),
        capture_output=True, timeout=120, check=False,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    scale = image.width / small.width
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        if float(row["conf"]) >= SURE and TOKEN.search(row["text"]):
            left, top, width, height = (
                float(row[key]) * scale for key in ("left", "top", "width", "height")
            )
            yield Word(row["text"].strip(), (left, top, left + width, top + height))


class Judge:
    """What a picture lost."""

    def __init__(self, before: bytes, after: bytes, *, lossy: bool) -> None:
        given, made = upright(before), upright(after)
        self.words = [
            word for word in words(given) if _spread(_cut(_levels(given), word.box)) >= INK
        ]
        self._old, self._new = _levels(given), _levels(made)
        self._most = LOSSY if lossy else DIFFERENT

    def lost(self) -> Iterator[Word]:
        """Words of which half a letter or more does not look as it did.

        Asked of the middle of their height: Tesseract's boxes reach into the lines beside.
        """
        for word in self.words:
            left, top, right, bottom = word.box
            edge = (bottom - top) / 4
            middle = left, top + edge, right, bottom - edge
            old, new = _cut(self._old, middle), _cut(self._new, middle)
            if old.shape != new.shape:
                yield word
                continue
            ink = np.abs(old - int(np.median(old))) > INK / 2
            gone = (np.abs(old - new) > self._most) & ink
            if 2 * len(word.text) * int(gone.sum()) >= int(ink.sum()):
                yield word


def _levels(image: Image.Image) -> NDArray[np.int16]:
    return np.asarray(image).astype(np.int16)


def _spread(levels: NDArray[np.int16]) -> int:
    return int(levels.max()) - int(levels.min()) if levels.size else 0


def _cut(image: NDArray[np.int16], box: Edges) -> NDArray[np.int16]:
    left, top, right, bottom = (round(value) for value in box)
    return image[max(0, top) : bottom + 1, max(0, left) : right + 1]


class Reported:
    """The pixels of the first frame that findings cover."""

    def __init__(
        self, data: bytes, reading: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]
    ) -> None:
        lines = _lines(data, reading["pixels"])
        frame = pixels.decode(data).frames[0]
        self._covered = np.zeros((frame.height, frame.width), bool)
        for finding in findings:
            locator = finding["locator"]
            if locator.startswith("ocr:"):
                line = lines[int(locator.removeprefix("ocr:")) - 1]
                self._add(_part(line, finding["start"], finding["end"]))
            elif locator.startswith("seen:"):
                self._add(finding["place"]["box"])
        for box in reading["extraction"].get("boxes", ()):
            if not box["locator"].startswith("frame"):
                self._add(box["place"]["box"])

    def holds(self, word: Word) -> bool:
        """Whether findings cover most of a word."""
        left, top, right, bottom = (round(value) for value in word.box)
        part = self._covered[max(0, top) : bottom + 1, max(0, left) : right + 1]
        return bool(part.size) and float(part.mean()) >= MOST

    def _add(self, box: Sequence[float]) -> None:
        left, top, right, bottom = (round(value) for value in box)
        self._covered[max(0, top) : bottom + 1, max(0, left) : right + 1] = True


def _lines(data: bytes, packed: str) -> Sequence[ocr_lines.Line]:
    """The lines of the first frame as the engine read them in its first pass."""
    ocr_lines.forget()
    ocr_lines.unpack(packed)
    frame = pixels.decode(data).frames[0]
    if frame.mode == "RGBA":
        paper = Image.new("RGBA", frame.size, (255, 255, 255, 255))
        frame = Image.alpha_composite(paper, frame)
    return ocr_lines.recall(ocr_lines.key_of(frame.convert("RGB"))) or ()


def _part(line: ocr_lines.Line, start: int, end: int) -> Edges:
    """The box of some characters, as high as their line where it lies flat."""
    if start == 0 and end == len(line.text):
        left, top, right, bottom = map(float, line.box)
        return left, top, right, bottom
    lefts, tops, rights, bottoms = zip(*line.chars[start:end], strict=True)
    if line.box[3] - line.box[1] <= 1.5 * (line.box[2] - line.box[0]):
        return float(min(lefts)), float(line.box[1]), float(max(rights)), float(line.box[3])
    return float(line.box[0]), float(min(tops)), float(line.box[2]), float(max(bottoms))
