"""Boxes over words in pictures end in the blanks beside them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from scrubbing.engine.formats.image import drawing, gaps
from scrubbing.engine.formats.image.handler import _part
from scrubbing.engine.ocr_lines import Line
from scrubbing.engine.types import Edit, Kind

WORDS = ("give", "Orlando", "of", "these")
TOP, BOTTOM = 20, 60


def drawn(*, noise: int = 0) -> tuple[Image.Image, list[tuple[int, int]]]:
    """A line of words and the columns in which the ink of each begins and ends."""
    image = Image.new("L", (500, 80), 250)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(32)
    left, places = 20.0, []
    for word in WORDS:
        draw.text((left, TOP), word, font=font, fill=0)
        box = draw.textbbox((left, TOP), word, font=font)
        places.append((int(box[0]), int(box[2])))
        left += draw.textlength(word + " ", font=font)
    if noise:
        levels = np.asarray(image).astype(np.int16)
        levels[:, ::3] -= noise
        image = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    return image, places


def line(places: list[tuple[int, int]], *, off: int) -> Line:
    """The line as OCR tells it: all characters ``off`` pixels from where they stand."""
    text, chars = " ".join(WORDS), []
    for number, (word, (left, right)) in enumerate(zip(WORDS, places, strict=True)):
        if number:
            chars.append((places[number - 1][1] + off, TOP, left + off, BOTTOM))
        step = (right - left) / len(word)
        chars += [
            (round(left + at * step) + off, TOP, round(left + (at + 1) * step) + off, BOTTOM)
            for at in range(len(word))
        ]
    return Line(text, (places[0][0], TOP, places[-1][1], BOTTOM), tuple(chars), 1.0)


@pytest.mark.parametrize("off", [-8, -4, 0, 4, 8])
def test_a_box_takes_its_word_and_leaves_the_ones_beside_it(off: int) -> None:
    image, places = drawn()
    edit = Edit("ocr:1", 5, 12, "", Kind.PERSON)

    ((left, _, right, _),) = _part(image, line(places, off=off), edit)

    assert places[0][1] < left <= places[1][0]
    assert places[1][1] <= right < places[2][0]


def test_a_blank_behind_a_narrow_letter_is_not_the_end_of_a_word() -> None:
    image = Image.new("L", (200, 60), 250)
    draw = ImageDraw.Draw(image)
    for left, right in ((10, 60), (72, 78), (90, 160)):  # a word, "I", a word
        draw.rectangle((left, 20, right, 30), fill=0)
    assert gaps.before(image, (10, 10, 160, 50), 72) == 66.5


def test_where_no_blank_is_seen_half_a_letter_is_added() -> None:
    image, places = drawn(noise=120)
    edit = Edit("ocr:1", 5, 12, "", Kind.PERSON)
    assert gaps.before(image, (places[0][0], TOP, places[-1][1], BOTTOM), places[1][0]) is None

    ((left, _, right, _),) = _part(image, line(places, off=0), edit)

    assert (left, right) == (places[1][0] - 11, places[1][1] + 12)


def test_a_box_that_reaches_into_other_lines_ends_between_them() -> None:
    image = Image.new("L", (100, 80), 250)
    draw = ImageDraw.Draw(image)
    for top, bottom in ((0, 22), (28, 50), (56, 79)):
        draw.rectangle((10, top, 30, bottom), fill=0)
    assert gaps.rows(image, (5, 20, 95, 58), 3) == (27, 51)


def test_a_box_around_letters_of_dots_takes_all_of_them() -> None:
    image = Image.new("L", (100, 60), 250)
    draw = ImageDraw.Draw(image)
    for row in range(20, 40, 2):
        draw.line((10, row, 20, row), fill=0)
    assert gaps.rows(image, (5, 20, 95, 40), 3) == (19, 39)


def test_a_line_that_rises_is_covered_in_pieces_that_follow_it() -> None:
    image, others = Image.new("L", (600, 120), 250), Image.new("L", (600, 120), 250)
    for column in range(0, 600, 4):
        for number in (1, 2, 3):
            top = 30 * number + 5 - column // 33
            for sheet in (image,) if number == 2 else (image, others):
                ImageDraw.Draw(sheet).rectangle((column, top, column + 2, top + 15), fill=0)
    chars = tuple((10 * at, 47, 10 * at + 10, 80) for at in range(60))
    edit = Edit("ocr:1", 0, 60, "", Kind.PERSON)

    for piece in _part(image, Line("x" * 60, (0, 47, 600, 80), chars, 1.0), edit):
        drawing.cover(image, piece)

    assert (np.asarray(image) < 100).sum() == (np.asarray(others) < 100).sum()
