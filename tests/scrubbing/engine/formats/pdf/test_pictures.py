"""What is kept as a picture where glyphs cannot be proved clean."""

import io
import re
from collections.abc import Sequence

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from scrubbing.engine.formats.pdf import PDF, base, bilevel, compact, fontprograms, pictures, raster
from scrubbing.engine.formats.pdf.lexing import Step, parts, steps, text_of, token_of
from scrubbing.engine.types import (
    Edit,
    Extraction,
    Kind,
    Lost,
    PictureMaker,
    Place,
    Role,
    Unit,
    Untrusted,
)
from tests.scrubbing.engine.formats.image.portrait import portrait
from tests.scrubbing.engine.formats.pdf import drawing, leaks
from tests.scrubbing.engine.formats.pdf.toolbox import Blind, Pictures

LETTER = (612, 792)


def leak(text: str) -> bool:
    return "zorbelaxu" in text.casefold()


def document(*pages: str, scan: Image.Image | None = None) -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=LETTER, invariant=1)
    for text in pages:
        page.setFont("Helvetica", 20)
        page.drawString(72, 700, text)
        if scan is not None:
            page.drawImage(ImageReader(scan), 72, 300, 420, 112)
        page.showPage()
    page.save()
    return buffer.getvalue()


def test_the_handler_is_one_that_can_make_pictures() -> None:
    assert isinstance(PDF, PictureMaker)


def kinds(output: bytes) -> list[list[str]]:
    with pikepdf.open(io.BytesIO(output)) as pdf:
        return [sorted(str(key) for key in page.Resources) for page in pdf.pages]


@pytest.mark.slow
def test_a_page_that_leaks_loses_the_word_and_stays_text() -> None:
    data = document("Please ask Zorbelaxu", "Nothing to see on this page")
    assert leaks.found(data, {"name": "Zorbelaxu"}) == {"name"}
    output = PDF.rewrite_as_pictures(Untrusted("a.pdf", data), (), (), Blind(), leak).data
    assert leaks.found(output, {"name": "Zorbelaxu"}) == set()
    assert kinds(output) == [["/Font"], ["/Font"]]
    assert "Please ask" in " ".join(PDF.texts(output, Blind()))


def test_a_value_that_runs_over_the_cells_of_a_row_goes() -> None:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=LETTER, invariant=1)
    for number, letter in enumerate("ABZORBELAXUCD"):
        page.drawString(72 + 30 * number, 700, letter)
    page.save()

    def joined(text: str) -> bool:
        return "zorbelaxu" in "".join(text.casefold().split())

    data = buffer.getvalue()
    assert any(map(joined, PDF.texts(data, Blind())))
    made = PDF.rewrite_as_pictures(Untrusted("a.pdf", data), (), (), Blind(), joined)
    assert not any(map(joined, PDF.texts(made.data, Blind())))
    assert kinds(made.data) == [["/Font"]]
    units = {
        unit.locator: unit.text for unit in PDF.extract(Untrusted("a.pdf", data), Blind()).units
    }
    assert "".join(units[one.locator][one.start : one.end] for one in made.lost) == "ZORBELAXU"
    assert {joined(one.untrusted_said) for one in made.lost} == {True}


def test_a_word_that_one_reader_sees_in_signs_goes_where_it_stands() -> None:
    signs = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Symbol)
    with pikepdf.open(io.BytesIO(document("A page"))) as pdf:
        pdf.pages[0].Resources.Font.Signs = signs
        pdf.pages[0].contents_add(b"BT /Signs 20 Tf 72 500 Td (by Zorbelaxu now) Tj ET")
        buffer = io.BytesIO()
        pdf.save(buffer)
    data = buffer.getvalue()
    assert any(map(leak, PDF.texts(data, Blind())))
    made = PDF.rewrite_as_pictures(Untrusted("a.pdf", data), (), (), Blind(), leak)
    assert not any(map(leak, PDF.texts(made.data, Blind())))
    assert kinds(made.data) == [["/Font"]]
    units = {
        unit.locator: unit.text for unit in PDF.extract(Untrusted("a.pdf", data), Blind()).units
    }
    assert [units[one.locator][one.start : one.end] for one in made.lost] == [
        "\u0396\u03bf\u03c1\u03b2\u03b5\u03bb\u03b1\u03be\u03c5"
    ]


def told(data: bytes, lost: Sequence[Lost]) -> str:
    """What is told to be lost, in the words of the original."""
    units = PDF.extract(Untrusted("a.pdf", data), Pictures()).units
    texts = {unit.locator: unit.text for unit in units}
    return " ".join(texts[one.locator][one.start : one.end] for one in lost)


def shown(content: bytes, font: Dictionary | None = None) -> bytes:
    """A page with more content, in Helvetica or in a font of its own."""
    plain = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    with pikepdf.open(io.BytesIO(document("A page"))) as pdf:
        pdf.pages[0].Resources.Font.Own = font or plain
        pdf.pages[0].contents_add(b"BT /Own 20 Tf 72 500 Td " + content + b" ET")
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.slow
def test_a_value_that_only_the_content_has_in_one_goes_with_its_two_words() -> None:
    """A column further on is another word for those who look, and none in the bytes."""

    def joined(text: str) -> bool:
        return bool(re.search(r"\bZQX:11\b", text))

    data = shown(b"[(ZQX) -9000 (:11:007 right)] TJ -60 0 Td (left) Tj")
    assert [joined(text) for text in PDF.texts(data, Blind())].count(True) == 1
    made = PDF.rewrite_as_pictures(Untrusted("a.pdf", data), (), (), Blind(), joined)
    assert not any(map(joined, PDF.texts(made.data, Blind())))
    assert kinds(made.data) == [["/Font"]]
    words = " ".join(PDF.texts(made.data, Blind()))
    assert [word for word in ("left", "right", "ZQX", ":11:007") if word in words] == [
        "left", "right",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_page_whose_content_alone_leaks_becomes_a_picture() -> None:
    other = Dictionary(
        Type=Name.Encoding,
        Differences=pikepdf.Array([32, *[Name.period] * 95]),
    )
    dotted = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, Encoding=other)
    data = shown(b"(by Zorbelaxu) Tj", dotted)
    assert [leak(text) for text in PDF.texts(data, Blind())].count(True) == 1
    made = PDF.rewrite_as_pictures(Untrusted("a.pdf", data), (), (), Blind(), leak)
    assert not any(map(leak, PDF.texts(made.data, Blind())))
    assert kinds(made.data) == [["/Font", "/XObject"]]


def test_a_value_on_two_lines_of_a_picture_takes_both() -> None:
    def joined(text: str) -> bool:
        return "zorbel 68" in text.casefold().replace("\n", " ")

    lines = "Ordinary words", "Zorbel", "68 %", "more words"
    units = tuple(
        Unit(
            f"ocr:{number}", text, Role.OCR, place=Place(box=(0, 20 * number, 90, 20 * number + 9))
        )
        for number, text in enumerate(lines, 1)
    )
    read = Extraction("png", units)
    assert not any(map(joined, lines))
    found = pictures.leaking(read, joined)
    assert [(blot.edges, blot.said) for blot in found] == [
        ((0, 40, 90, 49), "Zorbel\n68"), ((0, 60, 90, 69), "Zorbel\n68"),
    ]  # fmt: skip
    assert pictures.leaking(Extraction("png", units[:2]), joined) == []


@pytest.mark.slow
def test_a_page_that_leaks_in_too_many_places_becomes_a_picture_without_them() -> None:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=LETTER, invariant=1)
    for row in range(34):
        page.drawString(72, 700 - 16 * row, " ".join(["Zorbelaxu"] * 5))
    page.save()
    data = buffer.getvalue()
    made = PDF.rewrite_as_pictures(Untrusted("a.pdf", data), (), (), Pictures(), leak)
    assert leaks.found(made.data, {"name": "Zorbelaxu"}) == set()
    assert kinds(made.data) == [["/Font", "/XObject"]]
    assert set(told(data, made.lost).split()) == {"Zorbelaxu"}
    assert len(told(data, made.lost).split()) == 34 * 5


@pytest.mark.slow
def test_a_picture_that_leaks_loses_the_line_and_keeps_the_others() -> None:
    scan = Image.new("RGB", (840, 224), "white")
    scan.paste(drawing.picture("Ordinary words", (840, 100)), (0, 0))
    scan.paste(drawing.picture("Zorbelaxu", (840, 100)), (0, 120))
    data = document("A page with a scan", scan=scan)
    assert leaks.found(data, {"name": "Zorbelaxu"}) == {"name"}
    made = PDF.rewrite_as_pictures(Untrusted("a.pdf", data), (), (), Pictures(), leak)
    words = {"name": "Zorbelaxu", "kept": "Ordinary", "text": "page with"}
    assert leaks.found(made.data, words) == {"kept", "text"}
    assert told(data, made.lost) == "Zorbelaxu"


def cut(content: bytes, *, idle: bool) -> list[object]:
    with pikepdf.new() as pdf:
        return list(steps(pdf.make_stream(content), idle=idle))


def test_drawing_is_one_stretch_and_shows_are_steps_of_their_own() -> None:
    assert cut(b"q 1 0 0 1 5 5 cm 0 0 m 5 5 l S Q [(a) -3 <62>] TJ", idle=True) == [
        Step(b"", b"q 1 0 0 1 5 5 cm 0 0 m 5 5 l S Q "),
        Step(b"TJ", b"[(a) -3 <62>] "),
    ]
    assert cut(b"q 0 0 m 5 5 l S Q", idle=False) == [
        Step(b"q"), Step(b"", b"0 0 m 5 5 l S "), Step(b"Q")
    ]  # fmt: skip


def test_a_pattern_keeps_its_name_and_a_comment_goes() -> None:
    assert cut(b"/Pattern cs % secret\n0.5 /P1 scn 1 0 0 scn", idle=True) == [
        Step(b"cs", b"", (b"/Pattern",)),
        Step(b"scn", b"", (b"0.5", b"/P1")),
        Step(b"", b"1 0 0 scn"),
    ]


def test_an_odd_number_is_left_to_qpdf() -> None:
    """The pattern does not guess what ``--5`` means; what qpdf does not know goes."""
    assert cut(b"0 --5 m 1 1 l S", idle=True) == [Step(b"", b"m\n1 1 l\nS")]


@pytest.mark.parametrize(
    ("token", "text"),
    [(rb"(a\)b)", b"a)b"), (rb"(\101\n)", b"A\n"), (b"(a(b)c)", b"a(b)c"), (b"<4 142>", b"AB"),
     (b"<4>", b"@"), (b"(a\\\nb)", b"ab"), (b"(a\r\nb)", b"a\nb")],
)  # fmt: skip
def test_a_string_is_read_as_the_format_says(token: bytes, text: bytes) -> None:
    assert text_of(token) == text
    assert text_of(token_of(text)) == text


def test_a_show_is_read_as_strings_and_moves() -> None:
    assert parts(b"[(ab)-20(c) 3.5<64>]") == [
        (b"(ab)", b"ab"), (b"-20", -20.0), (b"(c)", b"c"), (b"3.5", 3.5), (b"<64>", b"d"),
    ]  # fmt: skip


def segment(number: int, kind: int, body: bytes) -> bytes:
    head = number.to_bytes(4, "big") + bytes([kind, 0, 1]) + len(body).to_bytes(4, "big")
    return head + body


def test_a_comment_between_symbols_goes() -> None:
    symbols, page = segment(0, 0, b"shapes"), segment(2, 48, b"page")
    noted = symbols + segment(1, 62, b"\x20\0\0\0by\0Zorbelaxu\0\0") + page
    assert b"Zorbelaxu" in noted
    assert bilevel.without_comments(noted) == symbols + page
    assert bilevel.without_comments(noted[:-1]) == noted[:-1]


def compact_font(name: bytes, notice: bytes) -> bytes:
    """The beginning of a compact font: its name, a top dictionary, one string."""

    def index(*members: bytes) -> bytes:
        edges, at = [1], 1
        for member in members:
            at += len(member)
            edges.append(at)
        return len(members).to_bytes(2, "big") + b"\1" + bytes(edges) + b"".join(members)

    top = bytes([28]) + (391).to_bytes(2, "big") + bytes([1])  # Notice: the first string
    return b"\1\0\4\1" + index(name) + index(top) + index(notice, b"glyphname") + b"\0\0rest"


def test_a_compact_font_forgets_its_name_and_notice_and_keeps_its_glyphs() -> None:
    font = compact_font(b"ABCDEF+Zorbelaxu", b"by Zorbelaxu")
    cleaned = compact.blanked(font)
    assert cleaned == compact_font(b"F" * 16, b" " * 12)
    assert compact.blanked(font[:30]) == font[:30]


def test_a_type_1_font_forgets_a_notice_with_brackets() -> None:
    font = (
        b"%!FontType1-1.0: Zorb\n/Notice (by \\(me\\) (Zorb) ++) def\n/FontName /Zorb def\neexec\0"
    )
    cleaned = fontprograms.clean_font("/FontFile", font)
    assert b"Zorb" in font
    assert b"Zorb" not in cleaned
    assert len(cleaned) == len(font)


@pytest.mark.slow
def test_pixels_around_drawn_letters_are_the_same_when_other_text_goes() -> None:
    with pikepdf.open(io.BytesIO(document("Please ask Zorbelaxu"))) as pdf:
        pdf.pages[0].contents_add(f"q 0 g {drawing.outlines('Vimadolek', 72, 500, 24)} Q".encode())
        buffer = io.BytesIO()
        pdf.save(buffer)
    data = buffer.getvalue()
    (unit,) = [
        one for one in PDF.extract(Untrusted("a.pdf", data), Blind()).units if leak(one.text)
    ]
    start = unit.text.index("Zorbelaxu")
    edit = Edit(unit.locator, start, start + 9, "Ann", Kind.PERSON)
    output = PDF.rewrite(Untrusted("a.pdf", data), [edit], (), Blind())
    assert leaks.found(output, {"name": "Zorbelaxu"}) == set()
    before, after = (raster.drawn(one, next(base.pages(one))) for one in (data, output))
    assert before == after
    with Image.open(io.BytesIO(before.picture)) as seen:
        assert seen.height < 0.2 * 792 * 150 / 72


@pytest.mark.slow
def test_a_drawn_word_beside_an_edited_picture_is_still_found() -> None:
    scan = drawing.picture("Zorbelaxu", (840, 100))
    with pikepdf.open(io.BytesIO(document("A page", scan=scan))) as pdf:
        pdf.pages[0].contents_add(f"q 0 g {drawing.outlines('Vimadolek', 72, 600, 24)} Q".encode())
        buffer = io.BytesIO()
        pdf.save(buffer)
    data, tools = buffer.getvalue(), Pictures()
    words = {"scan": "Zorbelaxu", "paths": "Vimadolek"}
    assert leaks.found(data, words) == {"scan", "paths"}
    read = PDF.extract(Untrusted("a.pdf", data), tools)
    edits = [Edit(unit.locator, 0, len(unit.text), "Ann", Kind.PERSON)
             for unit in read.units if unit.role is Role.OCR]  # fmt: skip
    assert {edit.locator.partition("!")[0] for edit in edits} == {"drawn1", "img1"}
    output = PDF.rewrite(Untrusted("a.pdf", data), edits, (), tools)
    assert leaks.found(output, words) == set()


@pytest.mark.slow
def test_a_face_in_a_picture_of_a_page_is_covered() -> None:
    data = document("A portrait", scan=portrait())
    read = PDF.extract(Untrusted("a.pdf", data), Pictures())
    assert [box.kind for box in read.boxes] == [Kind.FACE]
    output = PDF.rewrite(Untrusted("a.pdf", data), (), read.boxes, Pictures())
    assert PDF.extract(Untrusted("a.pdf", output), Pictures()).boxes == ()


@pytest.mark.slow
def test_words_in_a_picture_are_placed_where_the_page_shows_them() -> None:
    data = document("A page", scan=drawing.picture("Ordinary", (840, 224)))
    (unit,) = [
        unit
        for unit in PDF.extract(Untrusted("a.pdf", data), Pictures()).units
        if unit.role is Role.OCR
    ]
    assert unit.place.box is not None
    left, top, right, bottom = unit.place.box
    assert 72 <= left < right <= 72 + 420
    assert 792 - 412 <= top < bottom <= 792 - 300
