import pytest

from scrubbing.engine.detectors.joined import joined
from scrubbing.engine.detectors.patterns import people
from scrubbing.engine.types import Kind, Role, Unit


def found(text: str, role: Role = Role.BODY) -> set[tuple[Kind, str]]:
    return {
        (span.kind, text[span.start : span.end])
        for portion in joined([Unit("u", text, role)])
        for rule in people.RULES
        for span in rule.find(portion)
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wir danken Herrn Prof. Dr. Leidenfrost herzlich", "Leidenfrost"),
        ("z. Hd. Frau Irmtraud Kesselring, Deichweg", "Irmtraud Kesselring"),
        ("représentée par Mme Perrette N'Guessan-Perrot.", "Perrette N'Guessan-Perrot"),
        ("ha detto al signor Occhipinti che", "Occhipinti"),
        ("la dott.ssa Boccadoro conferma", "Boccadoro"),
        ("volgens mevrouw van der Ossewaarde", "van der Ossewaarde"),
        ("volgens mevrouw Ossewaarde-de Groot", "Ossewaarde-de Groot"),
        ("pani Apolonia Chrząstkowicz nie może", "Apolonia Chrząstkowicz"),
        ("mgr inż. Gerwazy Dębogórski", "Gerwazy Dębogórski"),
        ("o senhor Salavisa telefonou", "Salavisa"),
        ("La señora Carrascosa y", "Carrascosa"),
        ("Herr und Frau sind da", ""),
    ],
)
def test_a_form_of_address_announces_a_name(text: str, name: str) -> None:
    assert found(text) == ({(Kind.PERSON, name)} if name else set())


@pytest.mark.parametrize(
    "text",
    ["Dear Hiring Manager,", "Sehr geehrter Herr Präsident,", "the Sr. Software Engineer role", "Hi all,", "Dear Sir or Madam,"],
)  # fmt: skip
def test_offices_and_groups_are_no_names(text: str) -> None:
    assert found(text) == set()


def test_a_salutation_and_a_closing_announce_a_name() -> None:
    text = "Hoi Machteld,\n\ndank je.\n\nMet vriendelijke groet,\nRutger Tolsma\n"
    assert found(text) == {(Kind.PERSON, "Machteld"), (Kind.PERSON, "Rutger Tolsma")}


def test_a_field_says_what_its_value_is() -> None:
    text = '{"firstName": "Domitilla", "last_name": "Frangipane", "table_name": "Orders"}'
    assert found(text, Role.CODE) == {(Kind.PERSON, "Domitilla"), (Kind.PERSON, "Frangipane")}


def test_a_template_in_a_field_is_no_name() -> None:
    assert found('"lastName": "${user.last}", "surname": "lastname"', Role.CODE) == set()


def test_lines_for_machines_in_a_passport_are_found() -> None:
    line = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    assert found(line) == {(Kind.IDENTITY_DOCUMENT, line)}
