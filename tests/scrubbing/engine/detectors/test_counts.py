"""Numbers that count something stay, also beside a reference."""

import pytest

from scrubbing.engine.detectors import counts
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Total: CHF 12708.60", "CHF 12708.60"), ("Total: CHF 12708.60", "12708.60"), ("Summe 1.250 € netto", "1.250"), ("Betrag: 85 EUR", "85 EUR"),
        ("CHF   800", "800"), ("Salaire: CHF 120'000 par an", "120'000"), ("5 000,00", "5 000,00"), ("$4,000", "$4,000"),
    ],
)  # fmt: skip
def test_a_sum_of_money_is_an_amount(text: str, value: str) -> None:
    start = text.index(value)
    assert counts.is_amount(text, start, start + len(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Invoice 30012877 EUR 1,250.00 paid", "30012877"),
        ("Betrag 1.250,00 EUR 30012877 Miete", "30012877"),
        ("Your case CHF 30012877 is open", "CHF 30012877"),
        ("Please quote PEN 4820193 there", "PEN 4820193"),
        ("Claim number 20231234.55 is open", "20231234.55"),
    ],
)
def test_a_number_beside_a_sum_is_no_amount(text: str, value: str) -> None:
    start = text.index(value)
    assert not counts.is_amount(text, start, start + len(value))


@pytest.mark.parametrize(
    "text", ["case 36760/06", "no. 4711", "INV-056442", "ref 120000", "EURO 4711A"]
)
def test_a_number_of_a_thing_is_no_amount(text: str) -> None:
    start = text.rindex(" ") + 1 if " " in text else 0
    assert not counts.is_amount(text, start, len(text))
