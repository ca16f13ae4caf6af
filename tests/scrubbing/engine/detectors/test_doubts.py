import pytest

from scrubbing.engine.detectors import names
from scrubbing.engine.detectors.doubts import DOUBT, doubted, without_months
from scrubbing.engine.types import Kind, Role, Span, Unit

PLAIN = frozenset({"sonne", "gedanken", "vergleich", "treatment", "team"})
GIVEN = frozenset({"annika"})


def score(
    text: str,
    part: str,
    kind: Kind = Kind.PERSON,
    *,
    given: float = 0.8,
    role: Role = Role.BODY,
) -> float:
    start = text.index(part)
    span = Span("u", start, start + len(part), kind, given, "names")
    return doubted(Unit("u", text, role), span, PLAIN, GIVEN).score


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("Georgia Black signed it", "Georgia Black", Kind.PERSON),
        ("Annika Sans signed it", "Annika Sans", Kind.PERSON),
        ("Annika Light signed it", "Annika Light", Kind.PERSON),
        ("Rust will pay for Annika Rust", "Rust", Kind.PERSON),
        ("Our client Nexus pays late", "Nexus", Kind.ORGANIZATION),
        ("Der Kunde Eclipse zahlt", "Eclipse", Kind.ORGANIZATION),
        ("An: Siegel, Annika", "Siegel", Kind.PERSON),
        ("Kunde will pay for Annika Kunde", "Kunde", Kind.PERSON),
    ],
)
def test_who_is_called_like_a_font_a_product_or_a_word_is_no_doubt(
    text: str, part: str, kind: Kind
) -> None:
    assert score(text, part, kind) == 0.8


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("Maecenas varius ligula in nibh.", "Maecenas varius", Kind.PERSON),
        ("Lorem", "Lorem", Kind.PERSON),
        ("Set in Times New Roman", "Times New Roman", Kind.ORGANIZATION),
        ("Set in Lucinda Sans Unicode", "Lucinda Sans Unicode", Kind.PERSON),
        ("Set in Calibri Light", "Calibri Light", Kind.ORGANIZATION),
        ("see the issue on GitHub", "GitHub", Kind.ORGANIZATION),
        ("released under the Mozilla Public License there", "Mozilla Public License", Kind.ORGANIZATION),
        ("compiled with Cython", "Cython", Kind.PERSON),
        ("used Maven, Tomcat and SQL Server 2012 there", "Maven, Tomcat and SQL Server 2012", Kind.ORGANIZATION),
        ("deployed by Jenkins", "Jenkins", Kind.ORGANIZATION),
        ("Gedanken", "Gedanken", Kind.PERSON),
        ("De griffier legt het vonnis ter zake neer in Dossier.", "vonnis", Kind.LOCATION),
        ("A new treatment team joins the Clinic at last.", "treatment team", Kind.ORGANIZATION),
    ],
)  # fmt: skip
def test_doubted_makes_a_suggestion_of_what_is_no_name(text: str, part: str, kind: Kind) -> None:
    assert score(text, part, kind) == DOUBT


def test_doubted_leaves_sure_small_words_of_another_language_in_doubt() -> None:
    text = "De griffier heeft het vonnis van de rechter niet aan de partijen gezonden."
    assert score(text, "vonnis", given=0.97) == DOUBT


def test_doubted_takes_small_words_of_a_foreign_list_for_words() -> None:
    text = "udzielania świadczeń oraz przez lekarza, przy czym nie jest to konieczne"
    assert score(text, "udzielania świadczeń", given=0.87) == DOUBT
    assert score(text, "udzielania świadczeń", given=0.97) == 0.97


def test_doubted_asks_more_of_a_german_noun() -> None:
    text = "Wir haben die Kaffeemühle nicht gesehen."
    assert score(text, "Kaffeemühle", given=0.55) == DOUBT
    assert score(text, "Kaffeemühle", given=0.65) == 0.65
    assert score("We have not seen the Kaffeemühle.", "Kaffeemühle", given=0.55) == 0.55
    assert score("Wir haben Annika nicht gesehen.", "Annika", given=0.55) == 0.55


@pytest.mark.parametrize(
    ("text", "part", "kind", "given"),
    [
        ("Maecenas wrote to the court.", "Maecenas", Kind.PERSON, 0.8),
        ("She moved to Georgia", "Georgia", Kind.LOCATION, 0.8),
        ("we saw Anna Black", "Anna Black", Kind.PERSON, 0.8),
        ("from Invoice Database Services there", "Invoice Database Services", Kind.ORGANIZATION, 0.8),
        ("we asked Docker and Brightwater", "Docker and Brightwater", Kind.ORGANIZATION, 0.8),
        ("we saw April yesterday", "April", Kind.PERSON, 0.8),
        ("we saw Otto von Januar", "Otto von Januar", Kind.PERSON, 0.8),
        ("Herr Sonne", "Sonne", Kind.PERSON, 0.95),
        ("we asked Jenkins about it", "Jenkins", Kind.PERSON, 0.8),
        ("We met annika in the Clinic that day.", "annika", Kind.PERSON, 0.8),
        ("i met hagedorn at the mall on the corner", "hagedorn", Kind.PERSON, 0.8),
        ("Went to see @hagedorn in the House that day", "hagedorn", Kind.PERSON, 0.8),
        ("We asked hagedorn about the House that day", "hagedorn", Kind.PERSON, 0.97),
        ("We bought it from brightwater in the Spring of that year", "brightwater", Kind.ORGANIZATION, 0.7),
    ],
)  # fmt: skip
def test_doubted_leaves_names_alone(text: str, part: str, kind: Kind, given: float) -> None:
    assert score(text, part, kind, given=given) == given


def test_doubted_leaves_code_alone() -> None:
    text = "The Names of the users are hagedorn and others in Total"
    assert score(text, "hagedorn", role=Role.CODE) == 0.8


def test_codes_of_a_sheets_header_are_not_read_as_names() -> None:
    header = '&C&"Arial,Gras"&12Report of R&D'
    blanked = names._without_codes(header)
    assert (len(blanked), blanked.split()) == (len(header), ["Report", "of", "R"])
    assert names._without_codes("Report of R&D") == "Report of R&D"


def test_a_measured_number_is_no_reference() -> None:
    assert not names._plausible(Kind.REFERENCE, "5.000000074505806E-2")
    assert names._plausible(Kind.REFERENCE, "A5E-2")
    for measure in ("FY2025", "DN50", "M6 x 20", "RAL 9010", "230 V AC", "1.5 kW", "Q3 FY24"):
        assert not names._plausible(Kind.REFERENCE, measure)


def test_a_number_of_a_chapter_or_a_room_is_no_address() -> None:
    for text, start in (("Meeting room 3", 0), ("Załącznik 6", 0), ("Semaine 12", 8)):
        assert names._counts(text, start, len(text), 0.99)
    assert not names._counts("Lindenweg 6", 0, 11, 0.99)


def test_months_of_a_table_are_no_people() -> None:
    def scores(*cells: str) -> list[float]:
        units = [Unit(str(at), text, Role.CELL) for at, text in enumerate(cells)]
        spans = [Span(str(at), 0, len(cells[at]), Kind.PERSON, 0.98, "names") for at in (0, 1)]
        return [span.score for span in without_months(units, spans)]

    assert scores("Jan", "Ann", "Feb.", "mars") == [DOUBT, 0.98]
    assert scores("Jan", "Ann", "Feb", "Bo") == [0.98, 0.98]


def test_a_cell_that_is_called_like_one_is_no_firm() -> None:
    assert score("C2", "C2", Kind.ORGANIZATION, role=Role.CELL) == DOUBT
    assert score("Lundi", "Lundi", role=Role.CELL, given=0.98) == DOUBT
    assert score("Herr Freitag", "Freitag", role=Role.CELL, given=0.98) == 0.98
    assert score("O2", "O2", Kind.ORGANIZATION, role=Role.CELL) == 0.8


def test_a_region_of_a_table_is_no_place_of_anybody() -> None:
    assert score("North", "North", Kind.LOCATION, role=Role.CELL) == DOUBT
    assert score("North", "North", Kind.LOCATION, role=Role.AUTHOR) == 0.8


@pytest.mark.parametrize(
    ("text", "part", "given"),
    [
        ("Mit freundlichen Grüssen,", "Grüssen", 0.97),
        ("Madame, Monsieur,", "Monsieur", 0.95),
        ("MwSt (7.7%): 9", "MwSt", 0.9),
        ("Von Januar bis April", "Von Januar", 0.9),
        ("VERGLEICH SONNE\nMonday", "VERGLEICH SONNE", 0.8),
    ],
)
def test_doubted_knows_the_words_of_papers(text: str, part: str, given: float) -> None:
    assert score(text, part, given=given) == DOUBT


def test_doubted_leaves_a_name_in_capitals_within_a_line() -> None:
    assert score("the VERGLEICH SONNE of Ann", "VERGLEICH SONNE", given=0.8) == 0.8
