"""Faces in pictures, by CenterFace (MIT) on one thread; see models/faces.md.

Loaded on first use, or by ``warm`` before a sandbox forks.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MODEL = Path(__file__).parent / "models" / "faces.onnx"
LONGEST = 960
"""Pixels of the longer side in which faces are looked for: from about 12 pixels on."""
STEP = 32
CELL = 4
LEAST_SCORE = 0.2
"""What scores less is not even offered."""
SMALLEST = 24
"""Pixels of the shorter side of a picture that could show a face."""
SAME = 0.3
"""Share of two boxes' union that both cover when they show one face."""
MARGIN = (0.25, 0.30, 0.25, 0.15)
"""Added on each side, as shares of the face: hair, ears and chin tell people apart too."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Face:
    """Where a face is, with a margin: (left, top, right, bottom) in pixels, and how sure."""

    box: tuple[float, float, float, float]
    score: float


def warm() -> None:
    """Load the model, so that children forked afterwards share it."""
    _look(Image.new("RGB", (STEP, STEP)))


def find(image: Image.Image) -> tuple[Face, ...]:
    """Faces of an RGB picture, the surest first."""
    if min(image.size) < SMALLEST:
        return ()
    key = hashlib.sha256(repr(image.size).encode() + image.tobytes()).digest()
    if key not in _SEEN:
        while len(_SEEN) >= REMEMBERED:
            _SEEN.pop(next(iter(_SEEN)))
        _SEEN[key] = _look(image)
    return _SEEN[key]


_SEEN: dict[bytes, tuple[Face, ...]] = {}
"""A picture is looked at when it is read and when it is checked. Only the child that handles
one upload keeps this."""
REMEMBERED = 512


def _look(image: Image.Image) -> tuple[Face, ...]:
    width, height = image.size
    scale = min(1.0, LONGEST / max(width, height))
    seen = tuple(max(STEP, -(-int(side * scale) // STEP) * STEP) for side in (width, height))
    small = image.resize((seen[0], seen[1]), Image.Resampling.BILINEAR)
    pixels = np.asarray(small, dtype=np.float32).transpose(2, 0, 1)[None]
    heat, sizes, offsets = _model().run(None, {"input.1": pixels})
    found = _decoded(heat[0, 0], sizes[0], offsets[0])
    factors = (width / seen[0], height / seen[1])
    return tuple(_grown(face, factors, image.size) for face in _distinct(found))


def _decoded(heat: Floats, sizes: Floats, offsets: Floats) -> list[Face]:
    """One box for each cell that is warm enough, in pixels of the small picture."""
    faces = []
    for y, x in np.argwhere(heat > LEAST_SCORE):
        high, wide = np.exp(np.minimum(sizes[:, y, x], 8.0)) * CELL
        middle_y, middle_x = (np.array([y, x]) + offsets[:, y, x] + 0.5) * CELL
        box = (middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)
        left, top, right, bottom = map(float, box)
        faces.append(Face((left, top, right, bottom), float(heat[y, x])))
    return faces


def _distinct(faces: Sequence[Face]) -> list[Face]:
    kept: list[Face] = []
    for face in sorted(faces, key=lambda face: (-face.score, face.box)):
        if all(_shared(face.box, other.box) < SAME for other in kept):
            kept.append(face)
    return kept


def _shared(one: Sequence[float], other: Sequence[float]) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    whole = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / (whole - wide * high)


def _grown(face: Face, factors: tuple[float, float], size: tuple[int, int]) -> Face:
    """The box with its margin in pixels of the picture, inside it."""
    left, top, right, bottom = face.box
    wide, high = right - left, bottom - top
    box = (
        max(0.0, (left - MARGIN[0] * wide) * factors[0]),
        max(0.0, (top - MARGIN[1] * high) * factors[1]),
        min(float(size[0]), (right + MARGIN[2] * wide) * factors[0]),
        min(float(size[1]), (bottom + MARGIN[3] * high) * factors[1]),
    )
    return Face(box, min(1.0, face.score))


@cache
def _model() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])
