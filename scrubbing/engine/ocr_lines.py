"""Lines of text in pictures, remembered so that the same pixels are read once.

Reading is by far the dearest step with a picture. A child remembers what it read for as
long as it lives, which is one upload; pass one hands its lines to pass two inside the
``Reading``, for rewriting needs the very lines that extracting read. What was rewritten
has other pixels and is read anew.
"""

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass

from PIL import Image

from scrubbing.engine.types import Extraction

Box = tuple[int, int, int, int]
"""(left, top, right, bottom) in pixels."""

PICTURES = 512
PACKED_CHARACTERS = 300_000
"""About a hundred dense pages; pictures beyond are read once more in pass two."""
UNPACKED_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its box, and a box for every character of the text."""

    text: str
    box: Box
    chars: tuple[Box, ...]
    score: float


def share(box: Box, at: int, count: int) -> Box:
    """The part of a line's box that one of ``count`` characters takes; all where it is turned."""
    left, top, right, bottom = box
    if bottom - top > 1.5 * (right - left) and count > 1:
        return box
    step = (right - left) / max(count, 1)
    return int(left + at * step), top, int(left + (at + 1) * step + 0.999), bottom


_KNOWN: dict[str, tuple[Line, ...]] = {}
_PICTURES: dict[str, Extraction] = {}
"""All that was read of whole pictures: a proof looks at each of an output's twice."""


def key_of(image: Image.Image) -> str:
    """Name the pixels of a picture."""
    return hashlib.sha256(f"{image.mode} {image.size}".encode() + image.tobytes()).hexdigest()


def forget() -> None:
    """Begin a new upload: nothing of another one may get into its reading."""
    _KNOWN.clear()
    _PICTURES.clear()


def recall_picture(key: str) -> Extraction | None:
    """Give what these bytes hold, or None if they are new."""
    return _PICTURES.get(key)


def remember_picture(key: str, read: Extraction) -> None:
    """Keep what a picture holds; the oldest goes where there is too much."""
    while len(_PICTURES) >= PICTURES:
        _PICTURES.pop(next(iter(_PICTURES)))
    _PICTURES[key] = read


def recall(key: str) -> tuple[Line, ...] | None:
    """Give what was read from these pixels, or None if they are new."""
    return _KNOWN.get(key)


def remember(key: str, lines: tuple[Line, ...]) -> None:
    """Keep what was read; the oldest goes where there is too much."""
    while len(_KNOWN) >= PICTURES:
        _KNOWN.pop(next(iter(_KNOWN)))
    _KNOWN[key] = lines


def pack() -> str:
    """Give all that is remembered as ASCII, for the ``Reading``."""
    left = PACKED_CHARACTERS
    kept = {}
    for key, lines in _KNOWN.items():
        left -= sum(len(line.text) for line in lines)
        if left < 0:
            break
        kept[key] = [[line.text, line.box, _flat(line.chars), line.score] for line in lines]
    if not kept:
        return ""
    return base64.b85encode(zlib.compress(json.dumps(kept).encode())).decode()


def unpack(packed: str) -> None:
    """Remember what ``pack`` gave; ``ValueError`` where it has another shape."""
    if not packed:
        return
    try:
        data = zlib.decompressobj().decompress(base64.b85decode(packed), UNPACKED_BYTES)
        for key, lines in json.loads(data).items():
            remember(key, tuple(_line(*line) for line in lines))
    except (zlib.error, TypeError, AttributeError, KeyError):
        raise ValueError("not what was read from pixels") from None


def _flat(boxes: tuple[Box, ...]) -> list[int]:
    return [value for box in boxes for value in box]


def _line(text: str, box: list[int], flat: list[int], score: float) -> Line:
    chars = tuple(zip(*[iter(flat)] * 4, strict=True))
    return Line(text, _box(box), chars, score)


def _box(values: list[int]) -> Box:
    left, top, right, bottom = values
    return left, top, right, bottom
