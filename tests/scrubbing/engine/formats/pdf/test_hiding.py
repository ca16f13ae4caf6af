"""Words hidden on turned and cut pages, under pictures and in annotations of every kind,
in files written in every way: encrypted for nobody, linearised, packed, with a broken index."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from scrubbing.engine.formats.pdf import PDF
from scrubbing.engine.types import Untrusted
from tests.scrubbing.engine.formats.pdf import leaks
from tests.scrubbing.engine.formats.pdf.canaries import Plan
from tests.scrubbing.engine.formats.pdf.test_canaries import edits_for
from tests.scrubbing.engine.formats.pdf.toolbox import Blind

ANNOTATIONS = (
    "3D", "Caret", "Circle", "FileAttachment", "FreeText", "Highlight", "Ink", "Line", "Link",
    "Movie", "PolyLine", "Polygon", "Popup", "PrinterMark", "Projection", "Redact", "RichMedia",
    "Screen", "Sound", "Square", "Squiggly", "Stamp", "StrikeOut", "Text", "TrapNet", "Underline",
    "Unheard", "Watermark", "Widget",
)  # fmt: skip


def build() -> tuple[Pdf, dict[str, str]]:
    word, pdf = Plan(), pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for fill in (_turned, _cut, _covered, _spread):
        content = fill(word)
        page = pdf.add_blank_page(page_size=(612, 792))
        page.Resources = Dictionary(Font=Dictionary(F=font))
        page.Contents = pdf.make_stream(content.encode("latin-1"))
        if fill is _turned:
            page.Rotate = 90
        if fill is _cut:
            page.CropBox = Array([0, 0, 612, 600])
    page = pdf.add_blank_page(page_size=(612, 792))
    page.Annots = Array([_annotation(pdf, kind, font, word) for kind in ANNOTATIONS])
    field = page.Annots[ANNOTATIONS.index("Widget")]
    field.FT, field.V = Name.Tx, String(word("value of a field"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return pdf, word.words


def _show(text: str, x: int, y: int) -> str:
    return f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n"


def _turned(word: Plan) -> str:
    return _show(word("on a turned page"), 300, 300)


def _cut(word: Plan) -> str:
    return _show(word("cut off"), 72, 700) + _show(word("on a cut page"), 72, 500)


def _covered(word: Plan) -> str:
    """Ten words in ten colours, and a picture over all of them."""
    lines = "".join(
        f"{number / 10} {1 - number / 10} 0.5 rg " + _show(word(f"colour {number}"), 72, 100 + 50 * number)
        for number in range(10)
    )  # fmt: skip
    picture = "BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID 00> EI"
    return lines + f"q 500 0 0 600 50 80 cm\n{picture}\nQ\n"


def _spread(word: Plan) -> str:
    """Letters of half a point, each placed by itself, from the last to the first."""
    text = word("tiny letters, placed singly")
    return "".join(
        f"BT /F .5 Tf 1 0 0 1 {72 + stringWidth(text[:at], 'Helvetica', 0.5):.3f} 400 Tm "
        f"({text[at]}) Tj ET\n"
        for at in reversed(range(len(text)))
    )


def _annotation(pdf: Pdf, kind: str, font: pikepdf.Object, word: Plan) -> pikepdf.Object:
    look = pdf.make_stream(
        _show(word(f"{kind} appearance"), 2, 4).encode(),
        {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 200, 20]),
         "/Resources": Dictionary(Font=Dictionary(F=font))},
    )  # fmt: skip
    row = 760 - 25 * ANNOTATIONS.index(kind)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([72, row, 272, row + 20]), F=4,
            Contents=String(word(f"{kind} contents")), T=String(word(f"{kind} author")),
            AP=Dictionary(N=look),
        )
    )  # fmt: skip


def _saved(pdf: Pdf, **how: object) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **how)  # type: ignore[arg-type]  # one of the ways below
    return buffer.getvalue()


def _with_a_broken_index(pdf: Pdf) -> bytes:
    plain = _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = plain.rindex(b"startxref")
    return plain[: plain.rindex(b"xref\n", 0, start)] + b"xref\n0 1\n" + plain[start:]


WAYS = {
    "plain": _saved,
    "no password": lambda pdf: _saved(pdf, encryption=pikepdf.Encryption(owner="o", user="")),
    "linearised": lambda pdf: _saved(pdf, linearize=True),
    "packed": lambda pdf: _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "broken index": _with_a_broken_index,
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_words_go_however_they_are_hidden_and_the_file_is_written(way: str) -> None:
    pdf, words = build()
    data = WAYS[way](pdf)
    if way not in {"no password", "broken index"}:  # pdfminer reads none of the latter
        assert leaks.found(data, words, look=False) == set(words)
    read = PDF.extract(Untrusted("a.pdf", data), Blind())
    told = "".join(unit.text for unit in read.units).casefold()
    unread = {line for line, word in words.items() if word.casefold() not in told}
    assert unread == {"Popup appearance"}  # which no viewer draws
    output = PDF.rewrite(Untrusted("a.pdf", data), edits_for(read.units, words), (), Blind())
    assert leaks.found(output, words, look=False) == set()
