"""Single parts: revisions, cells, numbers, formulas, keys."""

import io
import zipfile

import openpyxl
import pytest

from scrubbing.engine.errors import EditLost
from scrubbing.engine.formats import ooxml
from scrubbing.engine.formats.ooxml.formulas import edit_formula, valid_key
from scrubbing.engine.formats.ooxml.numbers import Numbers
from scrubbing.engine.formats.ooxml.plain import is_plain
from scrubbing.engine.formats.ooxml.strings import decode, encode
from scrubbing.engine.types import STYLE, Edit, Kind, Place, Role, Unit, Untrusted
from tests.scrubbing.engine.formats.ooxml import sheets_sample, word_sample
from tests.scrubbing.engine.formats.ooxml.test_laws import book
from tests.scrubbing.engine.formats.ooxml.test_package import small_word
from tests.scrubbing.engine.formats.ooxml.toolbox import Tools


def document_xml(body: str, edits: list[Edit] | None = None) -> str:
    data = ooxml.WORD.rewrite(Untrusted("a", small_word(body).bytes()), edits or [], [], Tools())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


def units(data: bytes) -> dict[str, Unit]:
    found = Tools().extract(Untrusted("a", data)).units
    return {unit.text: unit for unit in found}


def test_comment_anchors_do_not_dangle() -> None:
    text = document_xml(
        '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>x</w:t></w:r><w:commentRangeEnd w:id="1"/>'
        '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    assert "comment" not in text
    assert "<w:t>x</w:t>" in text


def test_deleted_paragraph_goes_and_inserted_text_stays() -> None:
    text = document_xml(
        '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr><w:del w:id="2" '
        'w:author="a"><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>'
        '<w:p><w:ins w:id="3" w:author="a"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'
    )
    assert text.count("<w:p>") == 1
    assert "gone" not in text
    assert "<w:p><w:r><w:t>new</w:t></w:r></w:p>" in text


def test_edit_over_a_tab_takes_the_tab_out() -> None:
    body = "<w:p><w:r><w:t>Jane</w:t><w:tab/><w:t>Doe here</w:t></w:r></w:p>"
    locator = units(small_word(body).bytes())["Jane\tDoe here"].locator
    text = document_xml(body, [Edit(locator, 0, 8, "Lena", Kind.PERSON)])
    assert "<w:tab" not in text
    assert '<w:t>Lena</w:t><w:t xml:space="preserve"> here</w:t>' in text


def test_edit_of_an_unknown_unit_is_lost() -> None:
    with pytest.raises(EditLost):
        document_xml("<w:p/>", [Edit("nowhere!1", 0, 1, "", Kind.PERSON)])


def test_bookmark_and_its_references_are_renamed_together() -> None:
    body = (
        '<w:p><w:bookmarkStart w:id="1" w:name="Jane_Doe"/><w:bookmarkEnd w:id="1"/>'
        '<w:hyperlink w:anchor="Jane_Doe"><w:r><w:t>x</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF Jane_Doe \\h </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    unit = units(small_word(body).bytes())["Jane_Doe"]
    assert unit.role is Role.KEY
    text = document_xml(body, [Edit(unit.locator, 0, 8, "Lena Hart", Kind.PERSON)])
    assert "Jane" not in text
    assert text.count("Lena_Hart") == 3


def test_cells_of_a_table_have_their_header_as_context() -> None:
    data, _ = word_sample.build()
    unit = units(data)["VexD03cellquill"]
    assert (unit.role, unit.context) == (Role.CELL, "Owner")


def test_places_name_part_slide_and_cell() -> None:
    found = units(sheets_sample.build()[0])
    unit = found["5550100"]
    assert (unit.place, unit.role, unit.context) == (Place(sheet=1, cell="C2"), Role.CELL, "Note")
    word = units(word_sample.build()[0])
    assert word["VexD06firstquill"].place == Place(part="header")
    assert word["VexD11textquill"].place == Place(part="comment")
    assert word["VexD11textquill"].role is Role.COMMENT
    assert word["VexD04vanishquill" + "VexD04webquill"].role is Role.HIDDEN


def test_one_cell_of_a_shared_string_changes_alone() -> None:
    data = book([["Head"], ["Jane"], ["Jane"], ["Anna"]])
    unit = next(u for u in Tools().extract(Untrusted("a", data)).units if u.place.cell == "A3")
    output = ooxml.SHEETS.rewrite(
        Untrusted("a", data), [Edit(unit.locator, 0, 4, "Lena", Kind.PERSON)], [], Tools()
    )
    sheet = openpyxl.load_workbook(io.BytesIO(output)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows()] == ["Head", "Jane", "Lena", "Anna"]
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        assert archive.read("xl/sharedStrings.xml").count(b"<si>") == 4


def test_edited_date_stays_a_date_and_edited_number_becomes_text() -> None:
    data, _ = sheets_sample.build()
    found = units(data)
    date, number = found["1984-11-14"], found["5550100"]
    edits = [
        Edit(date.locator, 0, 10, "1985-02-03", Kind.DATE_OF_BIRTH),
        Edit(number.locator, 0, 7, "PHONE_1", Kind.PHONE),
    ]
    output = ooxml.SHEETS.rewrite(Untrusted("a", data), edits, [], Tools())
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="A3" s="1"><v>31081</v></c>' in text
    assert '<c r="C2" s="0" t="str"><v>PHONE_1</v></c>' in text


@pytest.mark.parametrize(
    ("raw", "style", "shown"),
    [("31000", "1", "1984-11-14"), ("31000.5", "1", "1984-11-14 12:00:00"), ("4.111E3", "0", "4111"),
     ("0.1", "0", "0.1"), ("x", "0", "x")],
)  # fmt: skip
def test_numbers_are_shown_as_a_person_sees_them(raw: str, style: str, shown: str) -> None:
    from lxml import etree

    styles = etree.fromstring("<s><cellXfs><xf/><xf numFmtId='14'/></cellXfs></s>")
    assert Numbers(styles, date1904=False).show(raw, style) == shown


MAPS = {"sheet": {"jane doe": "Lena Hart", "jane": "Lena"}, "name": {"rate_jane": "rate_lena"},
        "column": {"jane": "Lena"}}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("'Jane Doe'!A1+1", "'Lena Hart'!A1+1"),
        ("JANE!A1", "'Lena'!A1"),
        ("SUM(Jane:Other!A1)", "SUM('Lena:Other'!A1)"),
        ("rate_jane*2", "rate_lena*2"),
        ("T[Jane]+T[@Jane]", "T[Lena]+T[@Lena]"),
        ('"Jane!A1"&"x"', '"Jane!A1"&"x"'),
        ("[1]Jane!A1", "[1]'Lena'!A1"),
        ("'[1]Jane'!A1", "'[1]Lena'!A1"),
    ],
)
def test_renamed_keys_are_carried_into_formulas(formula: str, wanted: str) -> None:
    assert edit_formula(formula, [], MAPS) == wanted


def test_edit_in_a_string_keeps_the_formula_and_elsewhere_ends_it() -> None:
    assert edit_formula('IF(A1="Jane",1,2)', [Edit("", 7, 11, 'L"H', Kind.PERSON)], {}) == (
        'IF(A1="L""H",1,2)'
    )
    assert edit_formula("SUM(A1)", [Edit("", 0, 3, "X", Kind.PERSON)], {}) is None


@pytest.mark.parametrize(
    ("group", "text", "wanted"),
    [
        ("sheet", "a[b]:c*d?e/f\\g", "a_b__c_d_e_f_g"),
        ("sheet", "x" * 40, "x" * 31),
        ("name", "Lena Hart", "Lena_Hart"),
        ("name", "AB12", "_AB12"),
        ("bookmark", "1 Lena-Hart", "_1_Lena_Hart"),
        ("sheet", "Taken", "Taken_2"),
    ],
)
def test_keys_stay_valid_and_distinct(group: str, text: str, wanted: str) -> None:
    assert valid_key(group, text, {"taken"}) == wanted


@pytest.mark.parametrize("text", ["a_x000D_b", "_x0041_", "plain", "_x005F_x000D_"])
def test_escapes_of_excel_are_undone_and_done_again(text: str) -> None:
    assert decode(encode(text)) == text


@pytest.mark.parametrize(
    ("element", "attribute", "value", "plain"),
    [
        ("jc", "val", "center", True), ("color", "val", "FF00AA", True), ("sz", "val", "24", True),
        ("c", "r", "AB12", True), ("lang", "val", "en-US", True), ("latin", "typeface", "+mn-lt", True),
        ("latin", "typeface", "Arial", False),
        ("font", "name", "Acme Sans", False), ("x", "id", "Li-Wei", False), ("x", "v", "Ada", False),
        ("docPr", "descr", "left", False), ("s", "v", "center", False), ("x", "ref", "Jane", False),
    ],
)  # fmt: skip
def test_words_of_the_format_are_told_from_text(
    element: str, attribute: str, value: str, plain: bool
) -> None:
    assert is_plain(element, attribute, value) is plain


@pytest.mark.parametrize(
    ("xml", "shown", "edited", "after"),
    [
        ('<d v="1984-11-14T00:00:00"/>', "1984-11-14", "1985-02-03", "1985-02-03T00:00:00"),
        ('<d v="1984-11-14T08:30:00"/>', "1984-11-14 08:30:00", "DATE_1", "1900-01-01T00:00:00"),
        ('<n v="5550100"/>', "5550100", "PHONE_1", "0"),
        ('<s v="Jane"/>', "Jane", "Lena", "Lena"),
    ],
)
def test_pivot_values_are_shown_as_cells_and_stay_of_their_kind(
    xml: str, shown: str, edited: str, after: str
) -> None:
    from lxml import etree

    from scrubbing.engine.formats.ooxml.strings import pivot_slot

    node = etree.fromstring(xml)
    slot = pivot_slot(node, "v", node.get("v"))
    assert slot.text == shown
    slot.write(edited)
    assert node.get("v") == after


def test_cell_where_an_object_stood_says_so_and_a_filled_one_stays() -> None:
    from lxml import etree

    from scrubbing.engine.formats.ooxml.objects import mark_cells

    def anchor(row: int, column: int) -> str:
        return f"<from><col>{column}</col><row>{row}</row></from>"

    root = etree.fromstring(
        '<worksheet><sheetData><row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>2</v></c></row></sheetData>'
        f"<oleObjects>{anchor(1, 1)}{anchor(1, 2)}{anchor(4, 0)}</oleObjects></worksheet>"
    )
    mark_cells(root)
    cells = [(cell.get("r"), "".join(cell.itertext())) for cell in root.iter("c")]
    assert cells == [
        ("A2", "1"), ("B2", "[embedded object removed]"), ("C2", "2"),
        ("A5", "[embedded object removed]"),
    ]  # fmt: skip


def test_chunk_that_cannot_be_cleaned_leaves_a_sentence() -> None:
    pack = small_word('<w:p><w:r><w:t>x</w:t></w:r></w:p><w:altChunk r:id="rId1"/>')
    pack.part("word/chunk.bin", b"VexChunkquill")
    pack.rel("word/document.xml", "aFChunk", "word/chunk.bin")
    output = ooxml.WORD.rewrite(Untrusted("a", pack.bytes()), [], [], Tools())
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        text = archive.read("word/document.xml").decode()
        assert [name for name in archive.namelist() if "chunk" in name] == []
    assert "<w:p><w:r><w:t>[embedded object removed]</w:t></w:r></w:p>" in text


def test_pivot_of_a_database_is_dropped_with_its_tables() -> None:
    data, _ = sheets_sample.build()
    source = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(source, "w") as target:
        for name in archive.namelist():
            body = archive.read(name).replace(
                b'<cacheSource type="worksheet">', b'<cacheSource type="external" connectionId="1">'
            )
            target.writestr(name, body)
    output = ooxml.SHEETS.rewrite(Untrusted("a", source.getvalue()), [], [], Tools())
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        assert [name for name in archive.namelist() if "pivot" in name] == []
        assert b"pivot" not in archive.read("xl/workbook.xml")


def test_look_of_an_old_drawing_that_goes_is_no_text() -> None:
    """Its numbers would be taken for somebody's, and stand all over the layout."""
    found = units(
        small_word(
            '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
            'markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
            'wordprocessingShape"><mc:Choice Requires="wps"><w:t>x</w:t></mc:Choice>'
            '<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
            'xmlns:o="urn:schemas-microsoft-com:office:office" alt="by Vexquill" '
            'style="z-index:251659264;mso-wrap-style:square" o:gfxdata="UEsDBBQA+P9g5c32\nDp"/>'
            "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ).bytes()
    )
    assert [text for text in found if "251659264" in text or "UEsDB" in text] == []
    assert found["by Vexquill"].removable


def test_declared_word_goes_from_a_cell_that_shows_an_error() -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = "#VALUE!"
    buffer = io.BytesIO()
    workbook.save(buffer)
    data = buffer.getvalue()
    cell = units(data)["#VALUE!"]
    assert (cell.role, cell.context) == (Role.CODE, STYLE)
    edits = [Edit(cell.locator, 1, 6, "Lena", Kind.DECLARED)]
    output = ooxml.SHEETS.rewrite(Untrusted("a", data), edits, [], Tools())
    after = openpyxl.load_workbook(io.BytesIO(output)).worksheets[0]["A1"]
    assert (after.value, after.data_type) == ("#Lena!", "s")
    same = ooxml.SHEETS.rewrite(Untrusted("a", data), [], [], Tools())
    kept = openpyxl.load_workbook(io.BytesIO(same)).worksheets[0]["A1"]
    assert (kept.value, kept.data_type) == ("#VALUE!", "e")


def test_what_only_calls_itself_an_error_is_read_as_any_cell():
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = "#VALUE!"
    buffer, changed = io.BytesIO(), io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"#VALUE!", b"Lena Quarrington"))
    assert units(changed.getvalue())["Lena Quarrington"].role is Role.CELL
