"""An id that looks like the address of a cell is a value in a cell and none in a formula."""

import io

import openpyxl
import pytest

from scrubbing.engine import pipeline
from scrubbing.engine.addresses import is_address, is_address_in_part, without_addresses
from scrubbing.engine.knowledge import merge
from scrubbing.engine.policy import shipped
from scrubbing.engine.types import Untrusted

ID = "AB1054"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<c r="AB1054" s="3">', True),
        ('<mergeCell ref="A1:AB1054"/>', True),
        ("<f>AB1054*2</f>", True),
        ('<x14:formula xml:space="preserve">SUM($A$1:AB1054)</x14:formula>', True),
        ('<a table:formula="of:=SUM([.AB1054:.AC1100])">', True),
        ("<v>AB1054</v>", False),
        ("<t>see AB1054 please</t>", False),
        ('<f>IF(A5="AB1054",1,0)</f>', False),
        ("<f>IF(A5=&quot;AB1054&quot;,1,0)</f>", False),
        ('<a table:formula="of:=IF([.A5]=&quot;AB1054&quot;;1;0)">', False),
        ('<c note="AB1054">', False),
        ('<c note="r=AB1054">', False),
        ("AB1054", False),
    ],
)
def test_an_address_is_one_only_where_addresses_stand(text: str, expected: bool) -> None:
    part = f'<x xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>{text}'
    start = part.index(ID)
    assert is_address_in_part(part, start, start + len(ID)) is expected
    assert not is_address_in_part(text, text.index(ID), text.index(ID) + len(ID))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("AB1054*2", "      *2"),
        ("SUM($A$1:AB1054)", "SUM(    :      )"),
        ("Orla!AB1054+ab1054", "Orla!      +ab1054"),
        ('IF(A5="AB1054",1,0)', 'IF(  ="AB1054",1,0)'),
        ("of:=SUM([.AB1054:.$AC$1100])", "of:=SUM([.      :.        ])"),
        ("LOG10(A1)+AB1054_x", "LOG10(  )+AB1054_x"),
    ],
)
def test_a_formula_without_addresses_keeps_its_words(formula: str, expected: str) -> None:
    assert without_addresses(formula) == expected
    at = formula.find(ID)
    blank = expected[at : at + len(ID)].isspace()
    assert at < 0 or is_address(formula, at, at + len(ID)) is blank


@pytest.mark.slow
def test_a_declared_id_leaves_a_workbook_whose_cells_bear_its_name() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 1060):
        sheet[f"AB{row}"] = row
    sheet["A5"], sheet["A6"], sheet["A7"] = ID, f"see {ID} please", f'=IF(A5="{ID}",1,0)'
    sheet["A8"], sheet["A9"] = f"={ID}*2", f"=SUM(AB1:{ID})"
    buffer = io.BytesIO()
    book.save(buffer)
    file, policy = Untrusted("ids.xlsx", buffer.getvalue()), shipped("balanced")
    reading = pipeline.read(file, policy)
    cleaned = pipeline.clean(
        file, reading, merge([reading], [ID], (), bytes(range(32))), policy
    ).cleaned
    after = openpyxl.load_workbook(io.BytesIO(cleaned.data)).worksheets[0]
    assert [after["A8"].value, after["A9"].value] == [f"={ID}*2", f"=SUM(AB1:{ID})"]
    assert ID not in "".join(str(after[f"A{row}"].value) for row in (5, 6, 7))
    assert after["AB1054"].value == 1054
