"""PDF: what a rewrite takes away, what it keeps, and what is refused."""

import io
import re
from collections.abc import Sequence

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings, strategies
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from reportlab.pdfgen import canvas

from scrubbing.engine.errors import Bomb, Broken, EditLost, Empty, Encrypted
from scrubbing.engine.formats.pdf import PDF, base, navigation, opening
from scrubbing.engine.formats.pdf.edits import by_locator
from scrubbing.engine.formats.pdf.preview import pages as previews
from scrubbing.engine.formats.pdf.rewriting import Report, Rewriting
from scrubbing.engine.types import Edit, Kind, Role, Unit, Untrusted
from tests.scrubbing.engine.formats.pdf import drawing, leaks
from tests.scrubbing.engine.formats.pdf.toolbox import Blind, Pictures

BLIND = Blind()
LETTER = (612, 792)


def written(*lines: str, step: int = 40, size: int = 12) -> bytes:
    """A page of reportlab with one line of text every ``step`` points."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=LETTER, invariant=1)
    page.setFont("Helvetica", size)
    for row, line in enumerate(lines):
        page.drawString(72, 720 - step * row, line)
    page.save()
    return buffer.getvalue()


def body(data: bytes) -> list[Unit]:
    return [
        unit for unit in PDF.extract(Untrusted("a.pdf", data), BLIND).units if not unit.removable
    ]


def edits_of(units: Sequence[Unit], word: str, replacement: str) -> list[Edit]:
    return [
        Edit(unit.locator, match.start(), match.end(), replacement, Kind.PERSON)
        for unit in units
        for match in re.finditer(re.escape(word), unit.text)
    ]


def replaced(data: bytes, word: str, replacement: str) -> bytes:
    return PDF.rewrite(Untrusted("a.pdf", data), edits_of(body(data), word, replacement), (), BLIND)


def report(data: bytes, edits: Sequence[Edit]) -> Report:
    pdf = opening.open_pdf(data)
    return Rewriting(base.prepare(pdf), navigation.read(pdf), by_locator(edits), (), BLIND).run()


def picture(data: bytes, number: int = 1) -> np.ndarray:
    document = pypdfium2.PdfDocument(data)
    try:
        return np.asarray(document[number - 1].render(scale=1.5).to_pil().convert("L")).astype(int)
    finally:
        document.close()


def changed(change: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    change.save(buffer, static_id=True)
    return buffer.getvalue()


def test_a_word_goes_and_its_neighbours_stay() -> None:
    data = written("Please ask Zorbelaxu about the contract", "A second line")
    output = replaced(data, "Zorbelaxu", "Lena Hart")
    assert leaks.found(data, {"name": "Zorbelaxu"}, look=False) == {"name"}
    assert leaks.found(output, {"name": "Zorbelaxu"}, look=False) == set()
    assert [unit.text for unit in body(output)] == [
        "Please ask Lena Hart about the contract", "A second line",
    ]  # fmt: skip


def test_pixels_outside_the_boxes_do_not_change() -> None:
    data = written(*(f"Line {number} names Zorbelaxu in the middle" for number in range(10)))
    units = body(data)
    output = replaced(data, "Zorbelaxu", "Ann")
    before, after = picture(data), picture(output)
    boxes = np.zeros(before.shape, bool)
    for unit in units:
        assert unit.place.box is not None
        left, top, right, bottom = (round(value * 1.5) for value in unit.place.box)
        boxes[top - 2 : bottom + 2, left - 2 : right + 2] = True
    assert int(np.abs(before - after)[~boxes].max()) == 0
    assert int((before != after).sum()) > 0


def test_a_word_goes_where_a_line_rises_and_what_follows_stays_in_place() -> None:
    pdf = pikepdf.open(io.BytesIO(written("Frame")))
    page = pdf.pages[0]
    content = b"BT /F1 12 Tf 72 400 Td (Before) Tj [(this)-900(and)] TJ 60 Ts (Secret) Tj 0 Ts (after) Tj ET"
    page.Contents = pdf.make_stream(content)
    buffer = io.BytesIO()
    pdf.save(buffer)
    data = buffer.getvalue()
    output = replaced(data, "Secret", "Gone")
    assert leaks.found(data, {"name": "Secret"}, look=False) == {"name"}
    assert leaks.found(output, {"name": "Secret"}, look=False) == set()
    before, after = (
        {g.text: g.x for g in next(base.pages(one)).read.glyphs if g.y == pytest.approx(400)}
        for one in (data, output)
    )
    assert after == pytest.approx(before, abs=0.01)


def test_a_line_on_the_edge_of_the_page_stays_where_most_of_it_is_seen() -> None:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=LETTER, invariant=1)
    page.setFont("Helvetica", 10)
    for text, height in (("Dear Secret", 700), ("Footer", -2.5), ("Unseen", -9)):
        page.drawString(72, height, text)
    page.save()
    found = report(buffer.getvalue(), edits_of(body(buffer.getvalue()), "Secret", "Gone"))
    assert found.rasters == ()
    assert [unit.text for unit in body(found.data)] == ["Dear Gone", "Footer"]


def test_rewrite_leaves_no_kerning_behind_a_name() -> None:
    """The width of a name at a line's end must not stand in a number."""
    numbers = []
    for name in ("Bo", "Zorbelaxuvimadol"):
        data = written(f"Signed by {name}")
        with pikepdf.open(io.BytesIO(replaced(data, name, ""))) as pdf:
            shows = [
                [float(part) for part in step.operands[0] if not isinstance(part, pikepdf.String)]
                for step in pikepdf.parse_content_stream(pdf.pages[0])
                if str(step.operator) == "TJ"
            ]
        numbers.append(shows)
    assert numbers == [[[]], [[]]]


def test_a_form_shared_by_pages_loses_a_word_only_where_it_was_marked() -> None:
    with pikepdf.open(io.BytesIO(written("x"))) as pdf:
        form = pdf.make_stream(b"BT /F1 14 Tf 72 600 Td (Ask Zorbelaxu today) Tj ET")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, *LETTER])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                          Encoding=Name.WinAnsiEncoding)  # fmt: skip
        form.Resources = Dictionary(Font=Dictionary(F1=font))
        for _ in range(2):
            page = Dictionary(Type=Name.Page, MediaBox=[0, 0, *LETTER], Contents=pdf.make_stream(b"/X Do"),
                              Resources=Dictionary(XObject=Dictionary(X=form)))  # fmt: skip
            pdf.pages.append(pikepdf.Page(page))
        data = changed(pdf)
    edits = [
        edit for edit in edits_of(body(data), "Zorbelaxu", "Ann") if edit.locator.startswith("p2")
    ]
    output = PDF.rewrite(Untrusted("a.pdf", data), edits, (), BLIND)
    assert [unit.text for unit in body(output)] == ["x", "Ask Ann today", "Ask Zorbelaxu today"]


def test_same_input_gives_the_same_bytes() -> None:
    data = written("Please ask Zorbelaxu")
    assert replaced(data, "Zorbelaxu", "Ann") == replaced(data, "Zorbelaxu", "Ann")


def test_an_output_has_one_revision_and_no_information() -> None:
    output = replaced(written("Please ask Zorbelaxu"), "Zorbelaxu", "Ann")
    assert output.count(b"%%EOF") == 1
    with pikepdf.open(io.BytesIO(output)) as pdf:
        assert "/Info" not in pdf.trailer
        assert sorted(pdf.Root.keys()) == ["/Pages", "/Type"]


def test_outline_link_and_label_stay_with_edits() -> None:
    with pikepdf.open(io.BytesIO(written("One page"))) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("About Zorbelaxu", 0))
        pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=String("Zorbelaxu-"), S=Name.D)])
        pdf.pages[0].obj.Annots = Array([
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9],
                       A=Dictionary(S=Name.URI, URI=String("https://example.com/Zorbelaxu"))),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 9, 9, 18],
                       Dest=Array([pdf.pages[0].obj, Name.Fit])),
        ])  # fmt: skip
        data = changed(pdf)
    output = replaced(data, "Zorbelaxu", "Ann")
    with pikepdf.open(io.BytesIO(output)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["About Ann"]
        assert pdf.pages[0].label == "Ann-1"
        uri, jump = pdf.pages[0].obj.Annots
        assert str(uri.A.URI) == "https://example.com/Ann"
        assert jump.Dest[0].objgen == pdf.pages[0].objgen
    assert b"Zorbelaxu" not in output


def test_comments_are_read_for_their_names_and_dropped() -> None:
    with pikepdf.open(io.BytesIO(written("One page"))) as pdf:
        pdf.pages[0].obj.Annots = Array([Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=String("Call Zorbelaxu"))])  # fmt: skip
        data = changed(pdf)
    units = PDF.extract(Untrusted("a.pdf", data), BLIND).units
    assert [(unit.text, unit.role) for unit in units if unit.removable and "Zorb" in unit.text] == [
        ("Call Zorbelaxu", Role.COMMENT)
    ]
    output = PDF.rewrite(Untrusted("a.pdf", data), (), (), BLIND)
    assert leaks.found(output, {"comment": "Zorbelaxu"}, look=False) == set()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_cleaned_and_placed_as_it_is_seen(turn: int) -> None:
    with pikepdf.open(io.BytesIO(written("Please ask Zorbelaxu"))) as pdf:
        pdf.pages[0].obj.Rotate = turn
        data = changed(pdf)
    (unit,) = body(data)
    assert unit.place.box is not None
    left, top, right, bottom = (round(value * 1.5) for value in unit.place.box)
    inked = np.argwhere(picture(data) < 128)
    assert inked[:, 0].min() >= top - 1
    assert inked[:, 0].max() <= bottom + 1
    assert inked[:, 1].min() >= left - 1
    assert inked[:, 1].max() <= right + 1
    assert "Zorbelaxu" not in " ".join(PDF.texts(replaced(data, "Zorbelaxu", "Ann"), BLIND))


@pytest.mark.slow
def test_text_drawn_as_paths_makes_its_page_a_picture_with_clean_text() -> None:
    with pikepdf.open(io.BytesIO(written("Ordinary words stay"))) as pdf:
        pdf.pages[0].contents_add(
            ("q 0 g " + drawing.outlines("Zorbelaxu", 72, 500, 24) + " Q").encode()
        )
        data = changed(pdf)
    tools = Pictures()
    assert leaks.found(data, {"paths": "Zorbelaxu"}) == {"paths"}
    read = PDF.extract(Untrusted("a.pdf", data), tools)
    edits = [Edit(unit.locator, 0, len(unit.text), "Ann", Kind.PERSON)
             for unit in read.units if unit.locator.startswith("drawn1!ocr")]  # fmt: skip
    assert len(edits) == 1
    output = PDF.rewrite(Untrusted("a.pdf", data), edits, (), tools)
    assert leaks.found(output, {"paths": "Zorbelaxu"}) == set()
    assert "Ordinary words stay" in " ".join(PDF.texts(output, BLIND))


@pytest.mark.parametrize("signs", ["Symbol", "ZapfDingbats"])
def test_a_name_after_signs_on_a_line_goes_and_the_page_stays_text(signs: str) -> None:
    with pikepdf.open(io.BytesIO(written("Ordinary words"))) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + signs))
        pdf.pages[0].Resources.Font.Signs = font
        pdf.pages[0].contents_add(
            b"BT /Signs 12 Tf 72 500 Td (abc def! ghijkl) Tj /F1 12 Tf ( Zorbelaxu asks) Tj ET"
        )
        data = changed(pdf)
    done = report(data, edits_of(body(data), "Zorbelaxu", "Ann"))
    assert done.rasters == ()
    told = [" ".join(PDF.texts(one, BLIND)) for one in (data, done.data)]
    assert ["Zorbelaxu" in text for text in told] == [True, False]


@pytest.mark.slow
def test_a_page_that_cannot_be_proved_becomes_a_picture_with_clean_text() -> None:
    """An operator without its operands: nobody can say where the glyphs after it stand."""
    with pikepdf.open(io.BytesIO(written("Please ask Zorbelaxu now", "Another line"))) as pdf:
        content = pdf.pages[0].Contents.read_bytes().replace(b"BT", b"BT 5 Td", 1)
        pdf.pages[0].Contents = pdf.make_stream(content)
        data = changed(pdf)
    edits = edits_of(body(data), "Zorbelaxu", "Ann")
    done = report_with_pictures(data, edits)
    assert done.rasters == (1,)
    assert leaks.found(done.data, {"name": "Zorbelaxu"}) == set()
    text = " ".join(unit.text for unit in body(done.data))
    assert "Please ask" in text
    assert "Another line" in text


def report_with_pictures(data: bytes, edits: Sequence[Edit]) -> Report:
    pdf = opening.open_pdf(data)
    ways = navigation.read(pdf)
    return Rewriting(base.prepare(pdf), ways, by_locator(edits), (), Pictures()).run()


@pytest.mark.slow
def test_a_scan_is_covered_in_its_pixels_and_its_text_layer() -> None:
    image = drawing.picture("Meet Zorbelaxu now", (900, 240))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=LETTER, invariant=1)
    from reportlab.lib.utils import ImageReader

    page.drawImage(ImageReader(image), 50, 300, 500, 400)
    text = page.beginText(60, 640)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 24)
    text.textOut("Meet Zorbelaxu now")
    page.drawText(text)
    page.save()
    data, tools = buffer.getvalue(), Pictures()
    read = PDF.extract(Untrusted("a.pdf", data), tools)
    edits = edits_of([unit for unit in read.units if not unit.removable], "Zorbelaxu", "Ann")
    assert {edit.locator.split("!")[0].split(".")[0] for edit in edits} == {"p1", "img1"}
    output = PDF.rewrite(Untrusted("a.pdf", data), edits, (), tools)
    assert leaks.found(output, {"scan": "Zorbelaxu"}) == set()


def encrypted(user: str) -> bytes:
    with pikepdf.open(io.BytesIO(written("Please ask Zorbelaxu"))) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user=user))
    return buffer.getvalue()


def test_an_empty_user_password_is_taken_off() -> None:
    output = replaced(encrypted(""), "Zorbelaxu", "Ann")
    with pikepdf.open(io.BytesIO(output)) as pdf:
        assert pdf.is_encrypted is False
    assert [unit.text for unit in body(output)] == ["Please ask Ann"]


def test_any_other_password_is_refused() -> None:
    with pytest.raises(Encrypted):
        PDF.extract(Untrusted("a.pdf", encrypted("secret")), BLIND)


def test_nothing_is_refused_as_empty() -> None:
    with pytest.raises(Empty):
        PDF.extract(Untrusted("a.pdf", b""), BLIND)


@pytest.mark.slow
def test_a_stream_that_unpacks_without_end_is_refused() -> None:
    import zlib

    with pikepdf.open(io.BytesIO(written("x"))) as pdf:
        stream = pdf.make_stream(b"")
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
        stream.write(packed, filter=Name.FlateDecode)
        pdf.Root.Bomb = stream
        data = changed(pdf)
    with pytest.raises(Bomb):
        PDF.extract(Untrusted("a.pdf", data), BLIND)


@settings(max_examples=20, deadline=None)
@given(share=strategies.floats(0.01, 0.97))
def test_a_cut_off_document_raises(share: float) -> None:
    data = written("Please ask Zorbelaxu", "Another line")
    with pytest.raises(Broken):
        PDF.extract(Untrusted("a.pdf", data[: int(len(data) * share)]), BLIND)


@pytest.mark.parametrize("end", [b"", b"\n%\n", b"\n%%EO"])
def test_an_end_mark_that_is_not_whole_is_no_missing_end(end: bytes) -> None:
    data = written("Please ask Zorbelaxu").replace(b"endobj", b"endobj ", 3)  # places are wrong
    data = data[: data.rindex(b"%%EOF")].rstrip() + end
    assert [unit.text for unit in body(data)] == ["Please ask Zorbelaxu"]


def test_a_string_over_two_lines_is_one_word_for_every_reader() -> None:
    """Some readers take the sign that a string goes on for letters, and see "charge"."""
    with pikepdf.open(io.BytesIO(written("Please ask Zorbelaxu"))) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
        pdf.pages[0].Contents.write(content.replace(b"Zorbelaxu", b"dis\\\rcharge \\\\ Zorb"))
        data = changed(pdf)
    assert [unit.text for unit in body(data)] == ["Please ask discharge \\ Zorb"]
    output = PDF.rewrite(Untrusted("a.pdf", data), (), (), BLIND)
    with pikepdf.open(io.BytesIO(output)) as pdf:
        assert b"ask discharge \\\\ Zorb" in pdf.pages[0].Contents.read_bytes()
    assert [text for text in PDF.texts(output, BLIND) if "\r" in text] == []


@pytest.mark.parametrize("locator", ["p1.9", "p9.1"])
def test_an_edit_without_a_place_is_lost(locator: str) -> None:
    with pytest.raises(EditLost):
        PDF.rewrite(
            Untrusted("a.pdf", written("x")), [Edit(locator, 0, 1, "", Kind.PERSON)], (), BLIND
        )


def test_an_edit_beyond_the_text_is_lost() -> None:
    with pytest.raises(EditLost):
        PDF.rewrite(
            Untrusted("a.pdf", written("x")), [Edit("p1.1", 0, 9, "", Kind.PERSON)], (), BLIND
        )


WORDS = strategies.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=12
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    lines=strategies.lists(strategies.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=8)
)
def test_rewriting_without_edits_keeps_all_text(lines: list[list[str]]) -> None:
    data = written(*(" ".join(words) for words in lines))
    output = PDF.rewrite(Untrusted("a.pdf", data), (), (), BLIND)
    assert [unit.text for unit in body(output)] == [unit.text for unit in body(data)]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(words=strategies.lists(WORDS, min_size=3, max_size=6, unique=True), replacement=WORDS)
def test_extracting_after_an_edit_gives_the_edit(words: list[str], replacement: str) -> None:
    data = written(" ".join(words))
    (unit,) = body(data)
    start = unit.text.index(f" {words[1]} ") + 1
    edit = Edit(unit.locator, start, start + len(words[1]), replacement, Kind.PERSON)
    output = PDF.rewrite(Untrusted("a.pdf", data), [edit], (), BLIND)
    expected = unit.text[:start] + replacement + unit.text[start + len(words[1]) :]
    # a very short word in a wide gap may become a block of its own, and stand elsewhere
    assert sorted(" ".join(one.text for one in body(output)).split()) == sorted(expected.split())


def test_a_preview_shows_each_word_where_it_stands() -> None:
    (page,) = previews(written("Please ask Zorbelaxu"))
    with Image.open(io.BytesIO(page.picture)) as image:
        assert image.size == (page.width, page.height)
        levels = np.asarray(image.convert("L"))
    assert [word for word, _ in page.words] == ["Please", "ask", "Zorbelaxu"]
    for _, (left, top, right, bottom) in page.words:
        assert int(levels[top:bottom, left:right].min()) < 100
    assert previews(written("x"), first=2) == []


def test_a_font_forgets_letters_that_only_a_removed_name_had() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Forgetful", str(drawing.FONTS / "Vera.ttf")))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=LETTER, invariant=1)
    page.setFont("Forgetful", 14)
    page.drawString(72, 700, "the man and Zuq met")
    page.save()
    output = replaced(buffer.getvalue(), "Zuq", "him")
    with pikepdf.open(io.BytesIO(output)) as pdf:
        tables = [thing.ToUnicode.read_bytes() for thing in pdf.objects
                  if isinstance(thing, Dictionary) and "/ToUnicode" in thing]  # fmt: skip
    letters = {
        chr(int(code, 16)) for table in tables for code in re.findall(rb"<(00\w\w)>\n", table)
    }
    assert letters == set("themanandmet ")
    assert "the man and him met" in " ".join(unit.text for unit in body(output))


def test_names_of_resources_are_counted() -> None:
    """Not told by addresses in memory: the same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(written("Ordinary words"))) as pdf:
        pdf.pages[0].Resources.ExtGState = Dictionary(A=Dictionary(CA=0.5), B=Dictionary(CA=1))
        pdf.pages[0].contents_add(b"/A gs /B gs /A gs")
        data = changed(pdf)
    with pikepdf.open(io.BytesIO(PDF.rewrite(Untrusted("a.pdf", data), (), (), BLIND))) as made:
        names = re.findall(rb"/(\w+) gs", made.pages[0].Contents.read_bytes())
    assert names == [b"G2", b"G3", b"G4"]


def test_only_pages_that_something_is_drawn_upon_are_flattened() -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    square = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[0, 0, 9, 9])
    with pikepdf.new() as pdf:
        for annotations in ((), (link,), (link, square)):
            page = pdf.add_blank_page()
            page.obj.Annots = Array(annotations)
        assert opening.drawn_upon(pdf) == [2]
