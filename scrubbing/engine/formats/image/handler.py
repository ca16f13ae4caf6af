"""Pictures: text, codes and regions covered, everything but the pixels left behind."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image

from scrubbing.engine import faces, ocr, ocr_lines
from scrubbing.engine.errors import EditLost
from scrubbing.engine.formats.image import codes, drawing, gaps, metadata, pixels
from scrubbing.engine.look import look
from scrubbing.engine.types import (
    Box,
    Edit,
    Extraction,
    Fact,
    Kind,
    Place,
    Role,
    Toolbox,
    Unit,
    Untrusted,
)

MARGIN = 3
"""Pixels around covered text."""
PIECE = 6
"""Heights of a line that are covered as one."""


def read_image(data: bytes) -> Extraction:
    """The words, codes and metadata of one picture; the same bytes are read once."""
    key = hashlib.sha256(data).hexdigest()
    known = ocr_lines.recall_picture(key)
    if known is None:
        known = _read_image(data)
        ocr_lines.remember_picture(key, known)
    return known


def _read_image(data: bytes) -> Extraction:
    picture = pixels.decode(data)
    units: list[Unit] = []
    boxes: list[Box] = []
    for number, frame in enumerate(picture.frames, 1):
        prefix = _prefix(number)
        page = number if len(picture.frames) > 1 else None
        for line_number, line in enumerate(ocr.read(_rgb(frame)), 1):
            place = Place(page=page, box=_floats(line.box))
            units.append(Unit(f"{prefix}ocr:{line_number}", line.text, Role.OCR, place=place))
        for face_number, face in enumerate(faces.find(_rgb(frame)), 1):
            place = Place(page=page, box=face.box, part="face")
            boxes.append(Box(f"{prefix}face:{face_number}", Kind.FACE, face.score, place))
        for box, unit in codes.find(frame, prefix):
            boxes.append(box)
            units.append(unit)
    with pixels.opened(data) as image, pixels.damaged():
        known, facts = metadata.read(image)
    digest = Fact("image_hash", hashlib.sha256(picture.frames[0].tobytes()).hexdigest())
    shown = look(_rgb(picture.frames[0]))
    seen = (Fact("image_look", shown),) if shown else ()
    return Extraction(picture.format, (*units, *known), (*facts, digest, *seen), tuple(boxes))


def _prefix(number: int) -> str:
    """Nothing for the first frame, so that a plain picture has plain locators."""
    return "" if number == 1 else f"frame{number}/"


def _floats(box: ocr_lines.Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    return float(left), float(top), float(right), float(bottom)


def _rgb(frame: Image.Image) -> Image.Image:
    """A frame on white paper."""
    if frame.mode != "RGBA":
        return frame.convert("RGB")
    paper = Image.new("RGBA", frame.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, frame).convert("RGB")


class ImageHandler:
    """See ``scrubbing.engine.types.Handler``."""

    name = "image"
    formats = ("png", "jpg", "tiff", "webp", "gif", "bmp", "heic")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        return read_image(untrusted.data)

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        picture = pixels.decode(untrusted.data)
        _check_frames(boxes, len(picture.frames))
        frames = []
        for number, frame in enumerate(picture.frames, 1):
            prefix = _prefix(number)
            frames.append(
                _covered(
                    frame,
                    _own(edits, prefix),
                    [box for box in boxes if _is_own(box.locator, prefix)],
                )
            )
        with pixels.damaged():
            return pixels.encode(picture, frames)

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        read = read_image(output)
        return ["\n".join(unit.text for unit in read.units)]


def _check_frames(boxes: Sequence[Box], count: int) -> None:
    """Raises ``EditLost`` for a box on a frame that the picture does not have."""
    for box in boxes:
        number = box.locator.partition("/")[0].removeprefix("frame")
        if number.isdecimal() and int(number) > count:
            raise EditLost


def _is_own(locator: str, prefix: str) -> bool:
    return locator.startswith(prefix) if prefix else not locator.startswith("frame")


def _own(edits: Sequence[Edit], prefix: str) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        if _is_own(edit.locator, prefix):
            found.setdefault(edit.locator.removeprefix(prefix), []).append(edit)
    return found


def _covered(frame: Image.Image, edits: dict[str, list[Edit]], boxes: Sequence[Box]) -> Image.Image:
    image = frame.copy()
    read = {locator: changes for locator, changes in edits.items() if locator.startswith("ocr:")}
    lines = ocr.read(_rgb(frame)) if read else ()
    for locator in sorted(read):
        for edit in read[locator]:
            pieces = _part(frame, _line(lines, locator), edit)
            drawing.cover_all(image, pieces, edit.replacement)
    for box in (*boxes, *_coded(frame, edits)):
        if box.place.box is not None:
            drawing.cover(image, box.place.box)
    return image


def _coded(frame: Image.Image, edits: dict[str, list[Edit]]) -> list[Box]:
    """The boxes of codes whose content was edited."""
    wanted = [locator for locator in edits if locator.startswith("codetext:")]
    if not wanted:
        return []
    found = {unit.locator: box for box, unit in codes.find(frame)}
    if not found.keys() >= set(wanted):
        raise EditLost
    return [found[locator] for locator in wanted]


def _line(lines: Sequence[ocr_lines.Line], locator: str) -> ocr_lines.Line:
    number = locator.removeprefix("ocr:")
    if not number.isdecimal() or not 1 <= int(number) <= len(lines):
        raise EditLost
    return lines[int(number) - 1]


def _part(
    frame: Image.Image, line: ocr_lines.Line, edit: Edit
) -> list[tuple[float, float, float, float]]:
    """Boxes over some characters of a line, as high as the line, with a margin.

    Places of single characters are estimates: a box ends in the blank between two words
    where one is seen, else half a letter is added. A stretch to the line's end takes all of it.
    A long stretch is covered in pieces, for lines of a photograph rise or fall.
    """
    if not 0 <= edit.start <= edit.end <= len(line.text):
        raise EditLost
    chars = line.chars[edit.start : edit.end] or (line.box,)
    left = float(min(char[0] for char in chars))
    right = float(max(char[2] for char in chars))
    height = line.box[3] - line.box[1]
    upright = height <= 1.5 * (line.box[2] - line.box[0])
    if not upright or len(line.text) < 2:  # noqa: PLR2004 - turned or a single letter
        chars = tuple(char for char in chars if char != line.box) or chars  # blanks have no place
        top, bottom = min(c[1] for c in chars), max(c[3] for c in chars)
        return [_grown((line.box[0], min(top, bottom), line.box[2], max(top, bottom)), MARGIN)]
    ends = edit.start == 0, edit.end == len(line.text)
    alone = _is_blank(line.text, edit.start - 1), _is_blank(line.text, edit.end)
    if line.chars[0][0] > line.chars[-1][0]:  # upside down
        ends, alone = ends[::-1], alone[::-1]
    slack = 0.2 * height + MARGIN
    apart = gaps.before(frame, line.box, left) if alone[0] else None
    left = line.box[0] - MARGIN if ends[0] else left - slack if apart is None else apart
    apart = gaps.after(frame, line.box, right) if alone[1] else None
    right = line.box[2] + MARGIN if ends[1] else right + slack if apart is None else apart
    return list(_pieces(frame, (int(left), line.box[1], int(right) + 1, line.box[3])))


def _pieces(frame: Image.Image, box: ocr_lines.Box) -> Iterator[tuple[float, float, float, float]]:
    left, top, right, bottom = box
    count = max(1, (right - left) // (PIECE * max(1, bottom - top)))
    edges = [left + (right - left) * step // count for step in range(count + 1)]
    for start, end in pairwise(edges):
        above, below = gaps.rows(frame, (start, top, end, bottom), MARGIN)
        yield start, above, end, below


def _is_blank(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isspace()


def _grown(
    box: tuple[float, float, float, float], margin: float
) -> tuple[float, float, float, float]:
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
