"""Names of fonts: they say how a font looks, and no reader takes them for other fonts."""

import io
from pathlib import Path

import pikepdf
import reportlab
from pdfminer.high_level import extract_text
from pikepdf import Array, Dictionary, Name

from scrubbing.engine.formats.pdf import PDF
from scrubbing.engine.formats.pdf.fontnames import is_known, tagged
from scrubbing.engine.types import Untrusted
from tests.scrubbing.engine.formats.pdf.toolbox import Blind

VERA = Path(reportlab.__file__).with_name("fonts") / "Vera.ttf"
NARROW = 300
"""Thousandths; letters of the standard fonts are nearly twice as wide."""


def font(pdf: pikepdf.Pdf, name: str, *, embedded: bool) -> Dictionary:
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/{name}"), Flags=32, ItalicAngle=0, StemV=80,
        FontBBox=[0, -200, 1000, 900], Ascent=900, Descent=-200, CapHeight=700,
    )  # fmt: skip
    if embedded:
        descriptor.FontFile2 = pdf.make_stream(VERA.read_bytes())
    return Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{name}"), FirstChar=97,
        LastChar=122, Widths=Array([NARROW] * 26), Encoding=Name.WinAnsiEncoding,
        FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip


def written() -> bytes:
    """Lines of words set close to each other, in fonts that a person's name is the name of."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    fonts = [font(pdf, f"Zorblat{step}", embedded=step < 2) for step in range(3)]
    page.Resources = Dictionary(
        Font=Dictionary({f"/F{step}": pdf.make_indirect(one) for step, one in enumerate(fonts)})
    )
    page.Contents = pdf.make_stream(
        b"".join(
            b"BT /F%d 20 Tf 1 0 0 1 60 %d Tm (how) Tj 6 0 0 6 0 0 Tm /F%d 20 Tf "
            b"1 0 0 1 84 %d Tm (can) Tj ET\n" % (step, 600 - 40 * step, step, 600 - 40 * step)
            for step in range(3)
        )
    )
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def test_words_in_fonts_by_other_names_stay_apart() -> None:
    given = written()
    assert extract_text(io.BytesIO(given)).split() == ["how", "can"] * 3

    made = PDF.rewrite(Untrusted("a.pdf", given), (), (), Blind())

    assert extract_text(io.BytesIO(made)).split() == ["how", "can"] * 3


def test_embedded_fonts_have_tags_of_their_own_and_others_a_name_without_widths() -> None:
    made = PDF.rewrite(Untrusted("a.pdf", written()), (), (), Blind())

    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts = list(pdf.pages[0].Resources.Font.values())
        names = [str(one.BaseFont) for one in fonts]
        assert names == ["/AAAAAB+ArialMT", "/AAAAAC+ArialMT", "/ArialMT"]
        assert [str(one.FontDescriptor.FontName) for one in fonts] == names
    assert b"Zorblat" not in made


def test_a_tag_says_nothing_and_a_name_behind_it_may() -> None:
    assert str(tagged(Name.ArialMT, 27)) == "/AAAABB+ArialMT"
    assert is_known("AAAABB+ArialMT")
    assert is_known("ArialMT")
    assert not is_known("AAAABB+Zorblat")
    assert not is_known("Zorblat+ArialMT")
