"""How long a file may take: by its text once that is known, by its size before."""

import pytest

from scrubbing.engine.limits import (
    SLACK,
    limits_after,
    limits_for,
    limits_of_reading,
    told,
)
from scrubbing.engine.types import Extraction, Place, Role, Unit
from scrubbing.services import Reading, _limits_after

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("size", "seconds"), [(0, 330), (MEGABYTE, 360), (10 * MEGABYTE, 630), (500 * MEGABYTE, 3600)]
)
def test_a_file_has_time_by_its_size_until_it_was_read(size, seconds):
    assert limits_for(size).wall_seconds == seconds


@pytest.mark.parametrize(
    ("text", "pages", "seconds"),
    [
        (0, 0, 330),
        (1000, 12, 330),
        (2 * MEGABYTE, 60, 3 * (30 + 60 + 300)),
        (4 * MEGABYTE, 0, 3 * (30 + 120)),
        (0, 100, 3 * (30 + 500)),
        (64 * MEGABYTE, 0, 3600),
    ],
)
def test_a_file_has_time_by_its_text_and_pages_once_it_was_read(text, pages, seconds):
    assert limits_after(text, pages).wall_seconds == seconds


def test_a_policy_caps_both():
    assert limits_for(10 * MEGABYTE, seconds=45).wall_seconds == 45
    assert limits_after(10 * MEGABYTE, 9, seconds=45).wall_seconds == 45
    assert limits_after(64 * MEGABYTE, 9, seconds=9999).wall_seconds == 3600


def test_a_reading_says_its_text_and_what_may_be_read_from_pixels():
    units = (
        Unit("page:1/text", "x" * MEGABYTE, place=Place(page=1)),
        Unit("page:2/text", "x" * MEGABYTE, place=Place(page=2)),
        *(Unit(f"picture:{n}/ocr:{line}", "", Role.OCR) for n in range(70) for line in range(3)),
    )
    reading = Reading("a.pdf", "", Extraction("pdf", units), ())
    assert _limits_after(reading) == limits_after(2 * MEGABYTE, 72)


@pytest.mark.parametrize(
    ("size", "text", "pages", "seconds"),
    [
        (0, None, 0, 30),
        (MEGABYTE, None, 0, 60),
        (MEGABYTE, None, 3, 75),
        (MEGABYTE, 0, 0, 30),
        (500 * MEGABYTE, 1000, 0, 30.03),
        (1000, 4 * MEGABYTE, 0, 150),
        (0, 2 * MEGABYTE, 60, 30 + 60 + 300),
        (500 * MEGABYTE, None, 0, 3600),
        (0, 0, 714, 3600),
        (0, 0, 713, 3595),
    ],
)
def test_reading_has_time_by_size_then_by_text_and_by_each_page(size, text, pages, seconds):
    assert told(limits_of_reading(size), text, pages) == pytest.approx(seconds)


def test_policy_caps_reading_from_the_first_second_on():
    limits = limits_of_reading(MEGABYTE, seconds=45)
    assert limits.wall_seconds == 45
    assert told(limits, 9 * MEGABYTE, 9) == 45
    assert limits.longest() == 45 * SLACK


def test_other_jobs_have_the_time_they_were_given():
    assert told(limits_for(0), 64 * MEGABYTE, 99) == limits_for(0).wall_seconds
