"""Fonts whose character map tells of other letters than they draw."""

import io
from pathlib import Path

import pikepdf
import pytest
import reportlab
from pikepdf import Array, Dictionary, Name

from scrubbing.engine.formats.pdf import PDF, charmap, naming, tounicode
from scrubbing.engine.types import Role, Untrusted
from tests.scrubbing.engine.formats.pdf.toolbox import Pictures

VERA = Path(reportlab.__file__).with_name("fonts") / "Vera.ttf"


def table(rows: dict[int, str], digits: int) -> bytes:
    body = "".join(
        f"<{code:0{digits}X}> <{ord(text):04X}>\n" for code, text in sorted(rows.items())
    )
    space = f"<{'00' * (digits // 2)}> <{'FF' * (digits // 2)}>"
    return (
        "begincmap\n1 begincodespacerange\n" + space + "\nendcodespacerange\n"
        f"{len(rows)} beginbfchar\n{body}endbfchar\nendcmap"
    ).encode()


def named(pdf: pikepdf.Pdf, rows: dict[int, str]) -> Dictionary:
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
        Encoding=Dictionary(Differences=Array([65, Name.A, Name.eacute, Name.fi, Name.g17])),
        ToUnicode=pdf.make_stream(table(rows, 2)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "lie"),
    [
        ({65: "A", 66: "\u00e9", 67: "\ufb01", 68: "Q"}, False),
        ({65: "a", 66: "E"}, False),
        ({65: "B"}, True),
        ({65: "A", 66: "o"}, True),
        ({65: "\u00ad"}, False),
    ],
)
def test_a_map_that_contradicts_the_names_of_glyphs_lies(rows: dict[int, str], lie: bool) -> None:
    assert naming.lies(named(pikepdf.new(), rows)) is lie


def written(text: str, **lies: str) -> bytes:
    """A page in a font whose map tells of ``lies`` instead of the letters it draws."""
    program = VERA.read_bytes()
    glyphs = {char: glyph for glyph, chars in charmap.letters(program).items() for char in chars}
    pdf = pikepdf.new()
    rows = {glyphs[char]: lies.get(char, char) for char in text}
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Vera, DW=600,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor, FontName=Name.Vera, Flags=4, FontBBox=[0, -200, 1000, 900],
                ItalicAngle=0, Ascent=900, Descent=-200, CapHeight=700, StemV=80,
                FontFile2=pdf.make_stream(program),
            )
        ),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Vera, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(inner)]),
        ToUnicode=pdf.make_stream(table(rows, 4)),
    )  # fmt: skip
    page = pdf.add_blank_page()
    page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
    codes = "".join(f"{glyphs[char]:04X}" for char in text)
    page.Contents = pdf.make_stream(f"BT /F 18 Tf 72 700 Td <{codes}> Tj ET".encode())
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.slow
def test_a_page_with_one_false_letter_is_read_as_it_looks() -> None:
    text = "Please ask Zorbelaxu about the plans"
    honest, false = (
        {unit.role: unit.text for unit in PDF.extract(Untrusted("a.pdf", data), Pictures()).units}
        for data in (written(text), written(text, Z="M"))
    )
    assert honest == {Role.BODY: text}
    assert false[Role.BODY] == text.replace("Z", "M")
    assert "Zorbelaxu" in false[Role.OCR].replace(" ", "") or "Zorbelaxu" in false[Role.OCR]


def test_a_plain_table_of_letters_reads_as_the_parser_of_any_table_does() -> None:
    table = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF>\n"
        b"endcodespacerange 3 beginbfchar <01> <0041> <02><D835 DC00> <0003>\n<00660069>\n"
        b"endbfchar 2 beginbfrange <10> <12> <0061> <20> <21> [<0078> <00790079>] endbfrange\n"
        b"endcmap"
    )
    wanted = {1: "A", 2: "\U0001d400", 3: "fi", 16: "a", 17: "b", 18: "c", 32: "x", 33: "yy"}
    assert tounicode.letters(table) == wanted
    assert tounicode.letters(b"% odd\n" + table) == wanted
