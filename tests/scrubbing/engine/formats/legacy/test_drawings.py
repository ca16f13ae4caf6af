"""Drawings of Windows: they leave as pictures of themselves, not of a sheet of paper."""

import base64
import io
import re
import struct

import pytest
from PIL import Image

from scrubbing.engine import convert, drawings
from scrubbing.engine.errors import Broken

needs_libreoffice = pytest.mark.skipif(
    convert.program() is None, reason="LibreOffice is not installed"
)
SIDE = re.compile(r'fo:page-(?:width|height)="([0-9.]+)cm"')
RED = (200, 0, 0)


def record(function: int, *parameters: int) -> bytes:
    body = struct.pack(f"<{len(parameters)}h", *parameters)
    return struct.pack("<IH", 3 + len(body) // 2, function) + body


def metafile(width: int, height: int, inch: int = 1000) -> bytes:
    """A placeable WMF: a red rectangle from edge to edge."""
    records = [
        record(0x020B, 0, 0),  # the window's origin
        record(0x020C, height, width),  # and its size
        struct.pack("<IHHHHH", 7, 0x02FC, 0, RED[0], 0, 0),  # a red brush
        record(0x012D, 0),
        record(0x041B, height, width, 0, 0),  # the rectangle
        record(0),
    ]
    body = b"".join(records)
    head = struct.pack("<HHHIHIH", 1, 9, 0x0300, 9 + len(body) // 2, 1, 7, 0)
    words = [0xCDD7, 0x9AC6, 0, 0, 0, width, height, inch, 0, 0]
    check = 0
    for word in words:
        check ^= word
    return struct.pack("<10HH", *words, check) + head + body


def sides(page: bytes) -> list[float]:
    return [float(side) for side in SIDE.findall(page.decode())]


def test_page_is_twice_as_large_as_the_drawing_says() -> None:
    emf = struct.pack("<10I", 1, 108, 0, 0, 0, 0, 0, 0, 4000, 1500) + b" EMF"
    assert sides(drawings.page_of(metafile(2000, 1000), "wmf")) == [10.16, 5.08]
    assert sides(drawings.page_of(emf, "emf")) == [8.0, 3.0]


@pytest.mark.parametrize("data", [metafile(0, 0), metafile(100, 100, 0), metafile(1, 1)[22:]])
def test_page_of_a_drawing_that_says_no_size_has_the_usual_one(data: bytes) -> None:
    assert sides(drawings.page_of(data, "wmf")) == [32.0, 24.0]


@pytest.mark.parametrize("suffix", sorted(drawings.SUFFIXES))
def test_what_does_not_begin_like_a_drawing_is_broken(suffix: str) -> None:
    with pytest.raises(Broken):
        drawings.page_of(b"\x01\0\0\0 no picture", suffix)


def test_page_holds_the_drawing_and_is_never_larger_than_the_longest_side() -> None:
    data = metafile(32000, 1000, 100)
    page = drawings.page_of(data, "wmf")
    assert max(sides(page)) == drawings.LONGEST
    assert base64.b64encode(data) in page


@pytest.mark.slow
@needs_libreoffice
def test_drawings_converted_together_are_what_each_is_alone_and_fill_their_picture() -> None:
    convert.forget()
    pictures = [(metafile(1000, 500), "wmf"), (metafile(500, 900), "wmf")]
    convert.convert_pictures(pictures)
    together = [convert.convert(data, suffix, "png") for data, suffix in pictures]
    convert.forget()
    alone = [convert.convert(data, suffix, "png") for data, suffix in pictures]
    convert.forget()
    images = [Image.open(io.BytesIO(data)).convert("RGB") for data in together]
    assert [Image.open(io.BytesIO(data)).convert("RGB").tobytes() for data in alone] == [
        image.tobytes() for image in images
    ]
    assert [image.getpixel((image.width - 8, image.height - 8)) for image in images] == [RED, RED]
    assert [round(image.width / image.height, 1) for image in images] == [2.0, 0.6]
