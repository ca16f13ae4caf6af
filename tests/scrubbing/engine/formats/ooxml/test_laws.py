"""Laws of the Office handlers over generated documents."""

import re
from collections import defaultdict
from collections.abc import Sequence
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from scrubbing.engine.formats import ooxml
from scrubbing.engine.formats.ooxml.strings import encode
from scrubbing.engine.types import Edit, Kind, Role, Unit, Untrusted
from scrubbing.engine.xmltext import apply_edits
from tests.scrubbing.engine.formats.ooxml.package import SHEETS, SLIDES, WORD, A, P, Pack, R, S, W
from tests.scrubbing.engine.formats.ooxml.toolbox import Tools

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"))
TEXT = st.text(LETTERS, min_size=1, max_size=20)
RUNS = st.lists(st.lists(TEXT, min_size=1, max_size=4), min_size=1, max_size=5)


def word(paragraphs: list[list[str]]) -> bytes:
    pack = Pack()
    body = "".join(
        "<w:p>"
        + "".join(
            f'<w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r><w:r><w:tab/></w:r>'
            for t in runs
        )
        + "</w:p>"
        for runs in paragraphs
    )
    pack.rel("", "officeDocument", "word/document.xml")
    pack.part("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
              WORD + "document.main+xml")  # fmt: skip
    return pack.bytes()


def deck(paragraphs: list[list[str]]) -> bytes:
    pack = Pack()
    body = "".join(
        "<a:p>" + "<a:br/>".join(f"<a:r><a:t>{escape(t)}</a:t></a:r>" for t in runs) + "</a:p>"
        for runs in paragraphs
    )
    pack.rel("", "officeDocument", "ppt/presentation.xml")
    pack.part(
        "ppt/presentation.xml",
        f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldIdLst><p:sldId id="256" r:id="rId1"/>'
        "</p:sldIdLst></p:presentation>",
        SLIDES + "presentation.main+xml",
    )
    pack.rel("ppt/presentation.xml", "slide", "ppt/slides/slide1.xml")
    pack.part(
        "ppt/slides/slide1.xml",
        f'<p:sld xmlns:p="{P}" xmlns:a="{A}"><p:cSld><p:spTree><p:sp><p:txBody>{body}</p:txBody>'
        "</p:sp></p:spTree></p:cSld></p:sld>",
        SLIDES + "slide+xml",
    )
    return pack.bytes()


def book(rows: list[list[str]]) -> bytes:
    pack = Pack()
    strings = sorted({text for row in rows for text in row})
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="s"><v>{strings.index(text)}</v></c>'
            for column, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    pack.rel("", "officeDocument", "xl/workbook.xml")
    pack.rel("xl/workbook.xml", "worksheet", "xl/worksheets/sheet1.xml")
    pack.rel("xl/workbook.xml", "sharedStrings", "xl/sharedStrings.xml")
    pack.part(
        "xl/workbook.xml",
        f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        SHEETS + "sheet.main+xml",
    )
    pack.part("xl/worksheets/sheet1.xml",
              f'<worksheet xmlns="{S}"><sheetData>{cells}</sheetData></worksheet>',
              SHEETS + "worksheet+xml")  # fmt: skip
    items = "".join(f'<si><t xml:space="preserve">{escape(encode(t))}</t></si>' for t in strings)
    pack.part(
        "xl/sharedStrings.xml", f'<sst xmlns="{S}">{items}</sst>', SHEETS + "sharedStrings+xml"
    )
    return pack.bytes()


def body(units: Sequence[Unit]) -> list[Unit]:
    """The units of text; names used as keys may change further to stay valid."""
    return [unit for unit in units if not unit.removable and unit.role is not Role.KEY]


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    build = draw(st.sampled_from([word, deck, book]))
    data = build(draw(RUNS))
    edits = []
    for unit in body(Tools().extract(Untrusted("a", data)).units):
        cuts = draw(st.lists(st.integers(0, len(unit.text)), max_size=6, unique=True))
        cuts.sort()
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            edits.append(Edit(unit.locator, start, end, draw(TEXT | st.just("")), Kind.PERSON))
    return data, edits


@pytest.mark.slow
@SETTINGS
@given(documents())
def test_extracting_after_an_edit_gives_the_edit(sample: tuple[bytes, list[Edit]]) -> None:
    data, edits = sample
    tools = Tools()
    by_unit = defaultdict(list)
    for edit in edits:
        by_unit[edit.locator].append(edit)
    before = body(tools.extract(Untrusted("a", data)).units)
    output = tools.rewrite(Untrusted("a", data), edits, [])[1]
    after = body(tools.extract(Untrusted("a", output)).units)
    wanted = [apply_edits(unit.text, by_unit[unit.locator]) for unit in before]
    assert _texts(after) == [text for text in wanted if text.strip()]
    assert tools.rewrite(Untrusted("a", data), edits, [])[1] == output


def _texts(units: Sequence[Unit]) -> list[str]:
    return [unit.text for unit in units if unit.text.strip()]


@SETTINGS
@given(RUNS, st.sampled_from([word, deck, book]))
def test_rewriting_without_edits_keeps_all_text(runs: list[list[str]], build: object) -> None:
    data = build(runs)  # type: ignore[operator]
    tools = Tools()
    before = tools.extract(Untrusted("a", data)).units
    output = tools.rewrite(Untrusted("a", data), [], [])[1]
    after = tools.extract(Untrusted("a", output)).units
    assert [unit.text for unit in after] == [unit.text for unit in before if not unit.removable]
    assert tools.rewrite(Untrusted("a", output), [], [])[1] == output


@SETTINGS
@given(RUNS, st.sampled_from([word, deck, book]), st.data())
def test_texts_hold_every_unit(runs: list[list[str]], build: object, data: st.DataObject) -> None:
    source = build(runs)  # type: ignore[operator]
    tools = Tools()
    output = tools.rewrite(Untrusted("a", source), [], [])[1]
    found = re.sub(r"\s", "", "\n".join(tools.texts("a", output)))
    for unit in body(tools.extract(Untrusted("a", output)).units):
        assert re.sub(r"\s", "", unit.text) in found


@SETTINGS
@given(RUNS, st.sampled_from([word, deck, book]), st.floats(0.01, 0.99))
def test_truncated_input_raises(runs: list[list[str]], build: object, share: float) -> None:
    from scrubbing.engine.errors import ScrubError

    data = build(runs)  # type: ignore[operator]
    try:
        ooxml.WORD.extract(Untrusted("a", data[: int(len(data) * share)]), Tools())
    except ScrubError:
        return
    raise AssertionError("a truncated package was read")
