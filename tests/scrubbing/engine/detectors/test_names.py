import pytest

from scrubbing.engine.detectors import encoder, names
from scrubbing.engine.types import Kind, Role, Unit

pytestmark = pytest.mark.skipif(
    not (encoder.folder() / "names.onnx").is_file(), reason="the name model is not in its folder"
)


@pytest.fixture(scope="module")
def detector() -> names.Names:
    return names.build()


def found(detector: names.Names, text: str, **unit: object) -> set[tuple[Kind, str]]:
    spans = detector.detect([Unit("u", text, **unit)])
    return {(s.kind, text[s.start : s.end]) for s in spans if s.score >= 0.5}


def test_names_finds_people_firms_and_places(detector: names.Names) -> None:
    text = "The invoice went to Maria Kowalska of Acme Logistics GmbH in Hamburg."
    assert found(detector, text) >= {
        (Kind.PERSON, "Maria Kowalska"),
        (Kind.ORGANIZATION, "Acme Logistics GmbH"),
        (Kind.LOCATION, "Hamburg"),
    }


def test_names_leaves_headings_alone(detector: names.Names) -> None:
    assert found(detector, "Key Findings and Recommendations", role=Role.HEADING) == set()


def test_names_gives_equal_units_equal_spans(detector: names.Names) -> None:
    units = [Unit(str(i), "Signed by Maria Kowalska") for i in range(3)]
    spans = detector.detect(units)
    assert {(s.locator, s.start, s.end) for s in spans if s.kind is Kind.PERSON} == {
        (str(i), 10, 24) for i in range(3)
    }


def test_names_finds_a_name_far_into_a_long_text(detector: names.Names) -> None:
    text = (
        "the work went on as planned and nothing else happened " * 60
        + "until Maria Kowalska called."
    )
    assert (Kind.PERSON, "Maria Kowalska") in found(detector, text)


def test_names_does_not_read_a_run_without_spaces(detector: names.Names) -> None:
    run = "Maria.Kowalska" * 200
    spans = detector.detect([Unit("u", f"{run} was written by Maria Kowalska.")])
    assert [s.start >= len(run) for s in spans] == [True] * len(spans)


def test_names_reads_a_cell_with_its_header_and_marks_only_the_cell(detector: names.Names) -> None:
    assert found(detector, "Thistlewood", role=Role.CELL, context="Signed by whom") == {
        (Kind.PERSON, "Thistlewood")
    }


def test_names_leaves_a_cell_to_a_header_that_says_all(detector: names.Names) -> None:
    assert found(detector, "Thistlewood", role=Role.CELL, context="Surname") == set()


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (Kind.PERSON, ". Bevilacqua", "Bevilacqua"),
        (Kind.PERSON, "Ann Lee Jr.", "Ann Lee Jr."),
        (Kind.ORGANIZATION, "Acme Ltd)", "Acme Ltd"),
        (Kind.ORGANIZATION, "Acme (UK)", "Acme (UK)"),
        (Kind.REFERENCE, "NM/2023/118-B.", "NM/2023/118-B"),
        (Kind.DATE_TIME, " 12.03.", "12.03"),
        (Kind.PERSON, " - ", ""),
    ],
)
def test_names_leave_marks_of_the_sentence_out(kind: Kind, text: str, kept: str) -> None:
    start, end = names.trimmed(kind, text, 0, len(text))
    assert text[start:end] == kept


@pytest.mark.parametrize(
    ("text", "digits", "part"),
    [("4.812,00 EUR", "812", True), ("73,500", "500", True), ("no. 812", "812", False)],
)
def test_digits_of_an_amount_are_no_number_of_somebody(
    text: str, digits: str, *, part: bool
) -> None:
    start = text.index(digits)
    stretch = encoder.Stretch(start, start + 3, "reference", 0.9)
    spans = list(names.spans_of(Unit("u", text), 0, [stretch]))
    assert (spans == []) == part


def test_an_address_ends_before_the_label_of_a_number() -> None:
    text = "ul. Lipowa 8, 36-060 Głogów, NIP,"
    start, end = names.trimmed(Kind.ADDRESS, text, 0, len(text))
    assert text[start:end] == "ul. Lipowa 8, 36-060 Głogów"


WORDS = [encoder.Word(0, 6, 1, 0.9), encoder.Word(7, 14, 3, 0.3)]


@pytest.mark.parametrize(
    ("text", "scores"),
    [("Femkee,Tolsmaa", [0.9, 0.3]), ("Femkee Tolsmaa", [0.9, 0.5]), ("Femkee tolsmaa", [0.9, 0.3])],
)  # fmt: skip
def test_a_doubtful_word_with_a_capital_belongs_to_the_name_before_it(
    text: str, scores: list[float]
) -> None:
    grown = encoder.whole_names(text, WORDS, frozenset({1}))
    assert [word.score for word in grown] == scores


def test_a_word_that_begins_a_sentence_belongs_to_no_name_after_it() -> None:
    text = "Gestern Femke"
    words = [encoder.Word(0, 7, 1, 0.3), encoder.Word(8, 13, 1, 0.9)]
    assert encoder.whole_names(text, words, frozenset({1})) == words


def test_a_number_behind_an_address_and_a_label_is_found_by_itself() -> None:
    text = "ul. Lipowa 8, 36-060 Głogów, NIP 813-123-45-67 i"
    stretch = encoder.Stretch(0, len(text) - 2, "address", 0.9)
    found = [(s.kind, text[s.start : s.end]) for s in names.spans_of(Unit("u", text), 0, [stretch])]
    assert found == [
        (Kind.ADDRESS, "ul. Lipowa 8, 36-060 Głogów"),
        (Kind.REFERENCE, "813-123-45-67"),
    ]


@pytest.mark.parametrize(
    "word", ["Kostenstelle", "Przychody", "Omzet", "Ricavi", "Freigabe", "Cost centre", "Voorraad"]
)
def test_names_leaves_a_cell_with_a_word_of_the_office_alone(
    detector: names.Names, word: str
) -> None:
    assert found(detector, word, role=Role.CELL) == set()


def test_the_letter_that_ends_a_name_and_a_line_goes_with_it() -> None:
    assert names.trimmed(Kind.PERSON, "Deepika S\nEngineer", 0, 7) == (0, 9)
    assert names.trimmed(Kind.PERSON, "Deepika A plus", 0, 7) == (0, 7)


def test_a_label_on_the_next_line_is_no_part_of_a_name() -> None:
    text = "Am Hafen 3, 3011 Bern\nTelefon: 12"
    assert names.trimmed(Kind.ADDRESS, text, 0, 29) == (0, 21)
    assert names.trimmed(Kind.ADDRESS, "Am Hafen 3\n3011 Bern.", 0, 20) == (0, 20)


def test_an_amount_is_no_reference_and_some_hours_are_no_date() -> None:
    unit = Unit("u", "Total: CHF 4000.00 after 20 h of A4711-2")
    read = [
        encoder.Stretch(11, 18, "reference", 0.9),
        encoder.Stretch(25, 29, "date_time", 0.9),
        encoder.Stretch(33, 40, "reference", 0.9),
    ]
    assert [(s.start, s.end) for s in names.spans_of(unit, 0, read)] == [(33, 40)]


def test_words_of_the_sentence_are_no_part_of_a_number() -> None:
    assert names.trimmed(Kind.REFERENCE, "it is A-4711", 3, 12) == (6, 12)
    assert names.trimmed(Kind.REFERENCE, "it is A 4711", 6, 12) == (6, 12)
