"""Names and words that are broken over two pages."""

import io

import pytest
from reportlab.pdfgen import canvas

from scrubbing.engine import pipeline
from scrubbing.engine.formats.pdf import PDF
from scrubbing.engine.knowledge import merge
from scrubbing.engine.policy import shipped
from scrubbing.engine.reading import Reading, sha256_of
from scrubbing.engine.types import Finding, Kind, Unit, Untrusted
from scrubbing.engine.verify import Wanted, leak_test
from tests.scrubbing.engine.formats.pdf.toolbox import Blind


def broken(last: str, first: str) -> bytes:
    """Two pages of two columns with headers and footers, broken in the middle of a name."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(612, 792), invariant=1)
    for column in (72, 320):
        for row in range(20):
            page.drawString(column, 660 - 28 * row, "Ordinary words of a report")
    page.drawString(320, 100, last)
    page.drawString(72, 40, "Page one of the report")
    page.showPage()
    page.drawString(72, 740, "Header of the report")
    page.drawString(72, 700, first)
    page.drawString(72, 672, "and nothing else")
    page.drawString(320, 700, "Another column begins here")
    page.save()
    return buffer.getvalue()


def scrubbed(data: bytes, name: str) -> tuple[tuple[Unit, ...], pipeline.Outcome]:
    """What the pipeline makes of a document in which nothing was found and a name declared."""
    extraction = PDF.extract(Untrusted("a.pdf", data), Blind())
    reading = Reading("a.pdf", sha256_of(data), extraction, ())
    knowledge = merge([reading], [name], [], b"k" * 32)
    outcome = pipeline.clean(Untrusted("a.pdf", data), reading, knowledge, shipped())
    return extraction.units, outcome


def gone(units: tuple[Unit, ...], findings: tuple[Finding, ...]) -> list[str]:
    texts = {unit.locator: unit.text for unit in units}
    return [texts[one.locator][one.start : one.end] for one in findings if not one.suggestion]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "last", "first", "pieces"),
    [
        ("Grace Field", "asked by Grace", "Field for more", ["Field", "Grace\nField"]),
        ("Grace Field", "asked by grace", "field for more", ["field", "grace"]),
        ("Vimado Zorbelaxu", "it was Zorbe-", "laxu for more", ["Zorbe-\nlaxu"]),
    ],
)
def test_a_declared_name_over_two_pages_goes_on_both(
    name: str, last: str, first: str, pieces: list[str]
) -> None:
    data = broken(last, first)
    needles = merge([], [name], [], b"k" * 32).needles()
    leaks = leak_test(Wanted(needles, ()))
    assert any(map(leaks, PDF.texts(data, Blind())))
    units, outcome = scrubbed(data, name)
    cleaned = outcome.cleaned
    assert not any(map(leaks, PDF.texts(cleaned.data, Blind())))
    told = " ".join(
        unit.text for unit in PDF.extract(Untrusted("a.pdf", cleaned.data), Blind()).units
    )
    assert [piece for piece in " ".join(pieces).split() if piece in told] == []
    assert "Another column begins here" in told
    assert "for more" in told
    assert sorted(gone(units, cleaned.findings)) == pieces
    assert {one.kind for one in cleaned.findings} == {Kind.PERSON}
