import pytest

from scrubbing.engine.detectors.columns import by_sample, kind_of_header, settles
from scrubbing.engine.detectors.tables import Columns
from scrubbing.engine.types import Kind, Place, Role, Span, Unit


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Surname", Kind.PERSON), ("lastName", Kind.PERSON), ("Nachname", Kind.PERSON), ("customer_name", Kind.PERSON), ("Company", Kind.ORGANIZATION),
        ("Fournisseur", Kind.ORGANIZATION), ("DOB", Kind.DATE_OF_BIRTH), ("Invoice No.", Kind.REFERENCE), ("E-Mail", Kind.EMAIL), ("IBAN", Kind.BANK_ACCOUNT),
        ("Status", None), ("Amount", None), ("Product name", None), ("Job title", None),
    ],
)  # fmt: skip
def test_kind_of_header(header: str, kind: Kind | None) -> None:
    assert kind_of_header(header) == kind


def cell(row: int, text: str, header: str) -> Unit:
    return Unit(f"A{row}", text, Role.CELL, header, Place(sheet=1, cell=f"A{row}"))


def test_columns_mark_the_cells_under_a_telling_header() -> None:
    units = [cell(1, " Rose ", "Surname"), cell(2, "n/a", "Surname"), cell(3, "Rose", "Colour")]
    assert [(s.locator, s.start, s.end, s.kind) for s in Columns().detect(units)] == [
        ("A1", 1, 5, Kind.PERSON)
    ]


def test_by_sample_takes_the_rest_of_a_column_of_names() -> None:
    units = [
        cell(i, text, "Lead") for i, text in enumerate(("Ann Lee", "Bob Ray", "Cy Fox", "Rose"))
    ]
    spans = [Span(f"A{i}", 0, 7, Kind.PERSON, 0.9, "names") for i in range(3)]
    assert [(s.locator, s.kind) for s in by_sample(units, spans)] == [("A3", Kind.PERSON)]
    assert by_sample(units, spans[:2]) == ()


def test_by_sample_leaves_cells_of_ordinary_words() -> None:
    names = ("Ann Lee", "Bob Ray", "Cy Fox", "Dee Orr", "Head count", "Rose", "Grand Total")
    units = [cell(i, text, "Lead") for i, text in enumerate(names)]
    spans = [Span(f"A{i}", 0, 7, Kind.PERSON, 0.9, "names") for i in range(4)]
    filled = by_sample(units, spans, frozenset({"head", "count"}))
    assert [(s.locator, s.kind) for s in filled] == [("A5", Kind.PERSON)]


@pytest.mark.parametrize(
    ("header", "text", "kind"),
    [
        ("Cell", "B2", None), ("Cell", "07700 900456", Kind.PHONE), ("Mobile", "+44 7700 900456", Kind.PHONE),
        ("Token", "the", None), ("Token", "tok9f8e7d", Kind.SECRET), ("Password", "sunflower", Kind.SECRET),
        ("Domain", "Health", None), ("Domain", "db.acme.test", Kind.HOST), ("Host name", "apollo", Kind.HOST),
        ("TIN", "0.3 mm", None), ("TIN", "12-3456789", Kind.TAX_ID), ("Cap", "large", None), ("CAP", "00184", Kind.ADDRESS),
        ("Via", "e-mail", Kind.ADDRESS), ("Via", "email", None), ("Via", "Via Roma", Kind.ADDRESS),
        ("Mail", "sent", None), ("Mail", "ann@acme.test", Kind.EMAIL), ("Order no", "2", None), ("Order no", "A-17", Kind.REFERENCE),
        ("NI number", "AB 12 34 56 C", Kind.SOCIAL_ID), ("Codice fiscale", "RSSMRA85T10A562S", Kind.TAX_ID),
        ("MAC", "001B44113AB7", Kind.MAC_ADDRESS), ("BIC", "COBADEFFXXX", Kind.BANK_ACCOUNT), ("CVV", "123", Kind.CARD),
    ],
)  # fmt: skip
def test_a_header_settles_what_looks_like_it(header: str, text: str, kind: Kind | None) -> None:
    assert settles(cell(1, text, header)) is kind
