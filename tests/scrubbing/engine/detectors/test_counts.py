"""Numbers that count something stay, also beside a reference."""

import pytest

from scrubbing.engine.detectors.counts import without_count


@pytest.mark.parametrize(
    ("before", "span", "after", "kept"),
    [
        ("Case number: ", "482135, 1500", " hours", "482135"),
        ("", "25000", " units", ""),
        ("Akte ", "77/21; 40", " Stunden", "77/21"),
        ("no. ", "48213", " called again", "48213"),
        ("no. ", "48213", " hourly", "48213"),
        ("", "AB-1500", " hours", "AB-1500"),
        ("", "1500", "", "1500"),
    ],
)
def test_a_reference_ends_before_what_counts(before: str, span: str, after: str, kept: str) -> None:
    text, start = before + span + after, len(before)
    assert text[start : without_count(text, start, start + len(span))] == kept
