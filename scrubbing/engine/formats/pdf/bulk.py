"""All characters of a page asked of pdfium at once.

A book has millions of characters and pdfium answers for one at a time. The calls are
chained here without a step of Python between them, and what they measure is left in one
block of memory: that takes a quarter of the time of a loop.
"""

import contextlib
import ctypes
import gc
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from scrubbing.engine.formats.pdf.geometry import Rect

Numbers = npt.NDArray[np.float64]


def _function(source: object, result: type, *given: type) -> Callable[..., Any]:
    """One of pdfium's functions that takes an address and others as they are.

    Each takes well under a microsecond, so the interpreter is not let go meanwhile.
    """
    address = ctypes.cast(source, ctypes.c_void_p).value or 0  # type: ignore[arg-type]  # a function
    made: Callable[..., Any] = ctypes.PYFUNCTYPE(result, ctypes.c_void_p, *given)(address)
    return made


READ = _function(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_int)
MEASURE = _function(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
BEGIN = _function(
    pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p
)
IS_MADE = _function(pdfium.FPDFText_IsGenerated, ctypes.c_int, ctypes.c_int)
TURN = _function(pdfium.FPDFText_GetCharAngle, ctypes.c_float, ctypes.c_int)

THING = _function(pdfium.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_int)
INNER = _function(pdfium.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_ulong)
SORT = _function(pdfium.FPDFPageObj_GetType, ctypes.c_int)
MODE = _function(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class Things:
    """What is drawn on a page, by kind, as addresses."""

    texts: tuple[int, ...]
    pictures: tuple[int, ...]

    def modes(self) -> set[int]:
        """The text render modes that occur."""
        return set(map(MODE, self.texts))

    def edges(self) -> Iterator[Rect]:
        """The boxes of the pictures."""
        sides = [ctypes.c_float() for _ in range(4)]
        for picture in self.pictures:
            if pdfium.FPDFPageObj_GetBounds(ctypes.cast(picture, pdfium.FPDF_PAGEOBJECT), *sides):
                left, bottom, right, top = (side.value for side in sides)
                yield left, bottom, right, top


def things(page: pypdfium2.PdfPage, depth: int) -> Things:
    """Texts and pictures of a page and of the forms in it, so many deep."""
    address = ctypes.cast(page.raw, ctypes.c_void_p).value
    count = max(0, pdfium.FPDFPage_CountObjects(page.raw))
    level = list(map(THING, repeat(address), range(count)))
    texts: list[int] = []
    pictures: list[int] = []
    for _ in range(depth):
        sorts = list(map(SORT, level))
        texts += _of(level, sorts, pdfium.FPDF_PAGEOBJ_TEXT)
        pictures += _of(level, sorts, pdfium.FPDF_PAGEOBJ_IMAGE)
        forms = _of(level, sorts, pdfium.FPDF_PAGEOBJ_FORM)
        level = [one for form in forms for one in _inner(form)]
    return Things(tuple(texts), tuple(pictures))


def _of(things: list[int], sorts: list[int], wanted: int) -> list[int]:
    return [thing for thing, sort in zip(things, sorts, strict=True) if sort == wanted]


def _inner(form: int) -> list[int]:
    count = pdfium.FPDFFormObj_CountObjects(ctypes.cast(form, pdfium.FPDF_PAGEOBJECT))
    return list(map(INNER, repeat(form), range(max(0, count))))


class Characters:
    """The characters of one page; lives no longer than its ``textpage``."""

    def __init__(self, textpage: pypdfium2.PdfTextPage) -> None:
        self._textpage = textpage
        self._raw = textpage.raw
        self._address = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        self.count = max(0, pdfium.FPDFText_CountChars(textpage.raw))

    def texts(self) -> list[str]:
        """One character each; U+FFFD for what is none."""
        codes = list(map(READ, repeat(self._address, self.count), range(self.count)))
        if codes and min(codes) > 0 and max(codes) < 0xD800:  # noqa: PLR2004 - Unicode's bounds
            return list(map(chr, codes))
        return list(map(_letter, codes))

    def boxes(self) -> tuple[Numbers, list[int]]:
        """Left, bottom, right and top of each; and which pdfium put in for a space or a line.

        The boxes are loose; where that is flat, the tight one stands here.
        """
        found = np.zeros((self.count, 4), np.float32)
        _chain(MEASURE, self._address, self.count, _steps(found, 0))
        boxes = found[:, [0, 3, 2, 1]].astype(np.float64)  # pdfium: left, top, right, bottom
        if not np.all(boxes[:, :2] <= boxes[:, 2:]):
            low, high = boxes[:, :2].copy(), boxes[:, 2:].copy()
            boxes[:, :2], boxes[:, 2:] = np.minimum(low, high), np.maximum(low, high)
        flat = np.flatnonzero((boxes[:, :2] == boxes[:, 2:]).any(axis=1)).tolist()
        made = list(map(IS_MADE, repeat(self._address), flat))
        for index, is_made in zip(flat, made, strict=True):
            if is_made != 1:
                boxes[index] = self._tight(index, tuple(boxes[index].tolist()))
        return boxes, [index for index, is_made in zip(flat, made, strict=True) if is_made == 1]

    def origins(self) -> Numbers:
        """Where each begins on its baseline: x and y."""
        found = np.zeros((self.count, 2), np.float64)
        _chain(BEGIN, self._address, self.count, _steps(found, 0), _steps(found, 1))
        return found

    def angles(self) -> list[float]:
        """The turn of each in radians, clockwise."""
        return list(map(TURN, repeat(self._address, self.count), range(self.count)))

    def mode(self, index: int) -> int:
        """How it is drawn: the text render mode."""
        owner = pdfium.FPDFText_GetTextObject(self._raw, index)
        return int(pdfium.FPDFTextObj_GetTextRenderMode(owner))

    def _tight(self, index: int, loose: Rect) -> Rect:
        edges = [ctypes.c_double() for _ in range(4)]
        if not pdfium.FPDFText_GetCharBox(self._raw, index, *edges):
            return loose
        left, right, bottom, top = (edge.value for edge in edges)
        return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _steps(block: npt.NDArray[Any], column: int) -> range:
    """The addresses of a column's members."""
    row = block.itemsize * block.shape[1]
    first = block.ctypes.data + column * block.itemsize
    return range(first, first + row * len(block), row)


def _chain(call: Callable[..., Any], address: int | None, count: int, *places: range) -> None:
    deque(map(call, repeat(address, count), range(count), *places), maxlen=0)


def _letter(code: int) -> str:
    if 0 < code < 0xD800 or 0xE000 <= code < 0x110000:  # noqa: PLR2004 - Unicode's bounds
        return chr(code)
    return "\ufffd"


@contextlib.contextmanager
def hoarding() -> Iterator[None]:
    """While very many small values are made that all stay: nothing is to be collected."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
