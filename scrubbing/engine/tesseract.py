"""Tesseract, where it is installed: words of a picture, asked of the program itself."""

import csv
import functools
import io
import os
import shutil
import subprocess  # Tesseract has no maintained binding with a permissive licence and models
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.ocr_lines import Box, Line, share
from scrubbing.engine.sandbox import asking

LEAST_SCORE = 55.0
SECONDS = 60
DOUBLED_PIXELS = 1_500_000
"""Smaller pictures are doubled for Tesseract, which wants letters of 20 pixels."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, how sure of it Tesseract is (0 to 100), and the line that it stands on."""

    text: str
    box: Box
    score: float
    line: tuple[str, ...]


@functools.cache
def _tesseract() -> str | None:
    return shutil.which("tesseract")


def words(image: Image.Image) -> list[Word]:
    """All that Tesseract takes for words; nothing where it is absent or may not be started."""
    if _tesseract() is None:
        return []
    factor = 2 if image.width * image.height <= DOUBLED_PIXELS else 1
    grey = image.convert("L")
    if factor > 1:
        grey = grey.resize((grey.width * factor, grey.height * factor), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    grey.save(buffer, "PPM")
    said = table_of(buffer.getvalue())
    return _from_tsv(said.decode("utf-8", "replace"), factor)


def table_of(pixels: bytes) -> bytes:
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
            timeout=SECONDS, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return b""
    return result.stdout if result.returncode == 0 else b""


def _from_tsv(table: str, factor: int) -> list[Word]:
    found = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or sum(map(str.isalnum, text)) < 2:  # noqa: PLR2004 - specks
            continue
        left, top = int(row["left"]) // factor, int(row["top"]) // factor
        right = left + -(-int(row["width"]) // factor)
        bottom = top + -(-int(row["height"]) // factor)
        line = row["block_num"], row["par_num"], row["line_num"]
        found.append(Word(text, (left, top, right, bottom), float(row["conf"]), line))
    return found


def lines(found: Sequence[Word]) -> list[Line]:
    """The words that Tesseract is sure of, by line."""
    rows: dict[tuple[str, ...], list[Word]] = {}
    for word in found:
        if word.score >= LEAST_SCORE:
            rows.setdefault(word.line, []).append(word)
    return [_line(row) for row in rows.values()]


def _line(row: Sequence[Word]) -> Line:
    chars: list[Box] = []
    for number, word in enumerate(row):
        if number:
            chars.append((row[number - 1].box[2], word.box[1], word.box[0], word.box[3]))
        chars.extend(share(word.box, at, len(word.text)) for at in range(len(word.text)))
    box = (min(w.box[0] for w in row), min(w.box[1] for w in row),
           max(w.box[2] for w in row), max(w.box[3] for w in row))  # fmt: skip
    return Line(" ".join(w.text for w in row), box, tuple(chars), min(w.score for w in row) / 100)
