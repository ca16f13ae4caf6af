from datetime import date

import pytest

from submissions.domain.consent.origins import Claimed, day_of, stands

CLAIMED = Claimed(date(2022, 1, 1), date(2023, 12, 31), "DE")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-04-05T10:00:00Z", date(2023, 4, 5)), ("D:20230405101500+01'00'", date(2023, 4, 5)), ("D:2023", date(2023, 1, 1)),
        ("yesterday", None), ("2023-13-45", None), ("", None),
    ],
)  # fmt: skip
def test_days_are_read_as_files_write_them(written, day):
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("created", "2022-06-01", "declared"), ("created", "2021-12-15", "declared"), ("created", "2021-11-01", "other"),
        ("modified", "2024-01-31", "declared"), ("modified", "2024-02-15", "other"), ("git_date", "2019-01-01", "other"), ("created", "?", ""),
        ("language", "de", "declared"), ("language", "en", "declared"), ("language", "pl", "other"),
        ("currency", "EUR", "declared"), ("currency", "GBP", "other"), ("jurisdiction", "DE", "declared"), ("jurisdiction", "US", "other"),
    ],
)  # fmt: skip
def test_what_a_file_says_stands_to_the_claim(name, value, expected):
    assert stands(name, value, CLAIMED) == expected


@pytest.mark.parametrize("name", ["created", "language", "currency", "jurisdiction"])
def test_nothing_is_said_where_nothing_was_claimed(name):
    assert stands(name, {"created": "2020-01-01"}.get(name, "de"), Claimed()) == ""
