"""Regions covered with a plain box, and the replacement written on it where it fits."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

Box = tuple[float, float, float, float]

PAPER, INK = 235, 26
"""Levels of grey of a box and its letters."""

SMALLEST, LARGEST = 8, 60
"""Sizes of letters in pixels between which a replacement is written."""


def cover_all(image: Image.Image, pieces: Sequence[Box], text: str) -> None:
    """Fill boxes beside each other, and write one text where all of them are filled."""
    for piece in pieces:
        cover(image, piece)
    lefts, tops, rights, bottoms = zip(*pieces, strict=True)
    left, top = max(0, int(min(lefts))), max(0, int(max(tops)))
    right = min(image.width - 1, int(max(rights)))
    bottom = min(image.height - 1, int(min(bottoms) + 0.999))
    if text and left < right and top < bottom:
        _write(ImageDraw.Draw(image), image, (left, top, right, bottom), text)


def cover(image: Image.Image, box: Box) -> None:
    """Fill a box, edges included, with opaque grey; nothing below it can be recovered."""
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    right, bottom = (
        min(image.width - 1, int(box[2] + 0.999)),
        min(image.height - 1, int(box[3] + 0.999)),
    )
    if right < left or bottom < top:
        return
    draw = ImageDraw.Draw(image)
    draw.rectangle((left, top, right, bottom), fill=_colour(image, PAPER))


def _colour(image: Image.Image, level: int) -> int | tuple[int, ...]:
    match image.mode:
        case "1":
            return 255 if level > 127 else 0  # noqa: PLR2004 - half
        case "L":
            return level
        case "RGBA":
            return (level, level, level, 255)
        case _:
            return (level, level, level)


def _write(
    draw: ImageDraw.ImageDraw, image: Image.Image, box: tuple[int, int, int, int], text: str
) -> None:
    left, top, right, bottom = box
    for size in range(min(LARGEST, int((bottom - top) * 0.75)), SMALLEST - 1, -1):
        font = ImageFont.load_default(size)
        extent = draw.textbbox((0, 0), text, font=font)
        width, height = extent[2] - extent[0], extent[3] - extent[1]
        if width <= right - left - 2 and height <= bottom - top:
            x = left + 1 - extent[0]
            y = top + (bottom - top - height) / 2 - extent[1]
            draw.text((x, y), text, font=font, fill=_colour(image, INK))
            return
