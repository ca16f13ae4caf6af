import pytest

from scrubbing.engine.detectors.things import DOUBT, without_things
from scrubbing.engine.types import Kind, Place, Role, Span, Unit

GIVEN = frozenset({"annika"})


def cell(place: str, text: str, header: str = "") -> Unit:
    return Unit(place, text, Role.CELL, header, Place(sheet=1, cell=place))


def scores(units: list[Unit], *named: str) -> dict[str, float]:
    spans = [
        Span(unit.locator, 0, len(unit.text), Kind.PERSON, 0.98, "names")
        for unit in units
        if unit.text in named
    ]
    found = without_things(units, spans, GIVEN)
    texts = {unit.locator: unit.text for unit in units}
    return {texts[span.locator]: span.score for span in found}


@pytest.mark.parametrize("header", ["Item", "Artikel", "status", "ProductCategory", "Część"])
def test_a_lone_word_under_a_header_of_things_is_a_suggestion(header: str) -> None:
    units = [cell("A1", "Rondelle", header), cell("A2", "Annika", header), cell("A3", "Jo Fox", header)]  # fmt: skip
    assert scores(units, "Rondelle", "Annika", "Jo Fox") == {
        "Rondelle": DOUBT, "Annika": 0.98, "Jo Fox": 0.98,
    }  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        "Value",
        "Name",
        "Answer",
        "Remarks",
        "Department",
        "State",
        "Estado",
        "Project",
        "Subject",
        "File",
        "",
    ],
)
def test_a_lone_word_under_another_header_stays(header: str) -> None:
    assert scores([cell("A1", "Rondelle", header)], "Rondelle") == {"Rondelle": 0.98}


def test_a_column_of_mostly_other_cells_is_one_of_things() -> None:
    words = [f"pump {letter}" for letter in "abcdefghijk"]
    units = [cell(f"B{at}", word) for at, word in enumerate([*words, "Rondelle"], start=1)]
    assert scores(units, "Rondelle") == {"Rondelle": DOUBT}
    assert scores(units[2:], "Rondelle") == {"Rondelle": 0.98}


def test_a_cell_beside_its_label_stays() -> None:
    words = [f"pump {letter}" for letter in "abcdefghijk"]
    units = [cell(f"B{at}", word) for at, word in enumerate([*words, "Hagedorn"], start=1)]
    assert scores([*units, cell("A12", "Surname:")], "Hagedorn") == {"Hagedorn": 0.98}
