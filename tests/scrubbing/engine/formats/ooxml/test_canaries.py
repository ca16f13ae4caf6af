"""Every hiding place of Office packages: planted, seen in the input, gone from the output."""

import io
import re
import zipfile
from types import ModuleType

import docx
import openpyxl
import pptx
import pytest

from scrubbing.engine.types import Edit, Kind, Unit, Untrusted
from tests.scrubbing.engine.formats.ooxml import sheets_sample, slides_sample, word_sample
from tests.scrubbing.engine.formats.ooxml.canaries import seen
from tests.scrubbing.engine.formats.ooxml.toolbox import Tools

SAMPLES = [word_sample, slides_sample, sheets_sample]
MARK = re.compile(r"Vex[\w-]*?quill", re.IGNORECASE)

NOT_PLANTED = {
    "O14": "zip-level copies: test_package.py",
    "O15": "times of members: test_package.py",
    "O18": "refused: test_package.py",
    "O23": "pixels: the image handler's tests",
    "O27": "pixels: the image handler's tests",
    "O43": "refused: test_package.py",
    "D13": "no text of its own; that no anchor dangles: test_word.py",
    "P14": "the same part as O31, planted there",
    "P18": "switches only; the text stands in placeholder shapes (P01)",
    "P20": "ink and models are O40 and O41; a zoom is a picture",
    "P23": "the same part as O02, planted there",
    "P26": "section names are P09; a summary zoom is a picture",
    "X26": "no text",
    "X32": "xlsb is converted first",
    "X33": "other formats with handlers of their own",
}


def matrix() -> set[str]:
    return {
        f"{letter}{number:02}"
        for letter, count in (("O", 43), ("D", 44), ("P", 27), ("X", 35))
        for number in range(1, count + 1)
    }


def scrub(data: bytes) -> tuple[bytes, tuple[Unit, ...]]:
    """Edit every mark in every unit; gives the output and the units of the input."""
    tools = Tools()
    units = tools.extract(Untrusted("sample", data)).units
    edits = [
        Edit(unit.locator, match.start(), match.end(), "Lena", Kind.DECLARED)
        for unit in units
        for match in MARK.finditer(unit.text)
    ]
    return tools.rewrite(Untrusted("sample", data), edits, [])[1], units


def test_canaries_cover_every_line_of_the_matrix() -> None:
    planted = set().union(*(sample.build()[1].lines for sample in SAMPLES))
    assert planted & set(NOT_PLANTED) == set()
    assert planted | set(NOT_PLANTED) == matrix()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_canary_is_seen_in_the_input_and_gone_from_the_output(sample: ModuleType) -> None:
    data, canaries = sample.build()
    assert seen(canaries.marks, data) == set(canaries.marks)
    output, _ = scrub(data)
    assert seen(canaries.marks, output) == set()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_texts_of_the_output_hold_no_canary_but_those_of_an_unedited_output_do(
    sample: ModuleType,
) -> None:
    data, _ = sample.build()
    tools = Tools()
    unedited = tools.rewrite(Untrusted("sample", data), [], [])[1]
    assert MARK.findall("\n".join(tools.texts("sample", unedited))) != []
    output, _ = scrub(data)
    assert MARK.findall("\n".join(tools.texts("sample", output))) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_unedited_output_keeps_all_text_that_is_not_removable(sample: ModuleType) -> None:
    data, _ = sample.build()
    tools = Tools()
    before = tools.extract(Untrusted("sample", data)).units
    output = tools.rewrite(Untrusted("sample", data), [], [])[1]
    after = tools.extract(Untrusted("sample", output)).units
    assert [unit.text for unit in after if unit.removable] == []
    sentence = "[embedded object removed]"  # may stand for a chunk no handler could read
    assert sorted(unit.text for unit in after if unit.text != sentence) == sorted(
        unit.text for unit in before if not unit.removable and unit.text != sentence
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_locators_are_unique_and_the_same_every_time(sample: ModuleType) -> None:
    data, _ = sample.build()
    first = [unit.locator for unit in Tools().extract(Untrusted("sample", data)).units]
    again = [unit.locator for unit in Tools().extract(Untrusted("sample", data)).units]
    assert first == again
    assert len(first) == len(set(first))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_same_input_gives_the_same_bytes(sample: ModuleType) -> None:
    data, _ = sample.build()
    assert scrub(data)[0] == scrub(data)[0]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_shapes_keep_their_places_and_sizes(sample: ModuleType) -> None:
    data, _ = sample.build()

    def sizes(package: bytes) -> list[bytes]:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            parts = b"".join(
                archive.read(name) for name in archive.namelist() if "media" not in name
            )
        return sorted(re.findall(rb'<(?:a:ext c|a:off |wp:extent )x="[^>]+', parts))

    before, after = sizes(data), sizes(Tools().rewrite(Untrusted("sample", data), [], [])[1])
    assert before != []
    assert after == before


def test_word_output_opens_and_reads_well() -> None:
    document = docx.Document(io.BytesIO(scrub(word_sample.build()[0])[0]))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[0] == "Lena"
    assert texts.count("[embedded object removed]") == 3
    assert [
        part.partname for part in document.part.package.iter_parts() if "comment" in part.partname
    ] == []


def test_slides_output_opens_and_reads_well() -> None:
    deck = pptx.Presentation(io.BytesIO(scrub(slides_sample.build()[0])[0]))
    shapes = list(deck.slides[0].shapes)
    assert shapes[0].text_frame.text == "Lena"
    assert shapes[2].text_frame.text == "Lena\vLena"
    assert "[embedded object removed]" in [s.text_frame.text for s in shapes if s.has_text_frame]


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_sheets_output_opens_and_its_formulas_still_point_at_the_renamed_names() -> None:
    book = openpyxl.load_workbook(io.BytesIO(scrub(sheets_sample.build()[0])[0]))
    sheet = book.worksheets[0]
    assert book.sheetnames == ["Lena", "Lena_2", "Macro1"]
    assert sheet["A4"].value == "='Lena'!C2+Lena"
    assert sheet["B4"].value == "=SUM(Lena_3[Lena])"
    assert sheet["C3"].value == '=HYPERLINK("mailto:Lena@example.com")'
    assert list(sheet.tables) == ["Lena_3"]
    assert [column.name for column in sheet.tables["Lena_3"].tableColumns] == [
        "Lena",
        "Value",
        "Note",
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_output_has_only_names_of_ours(sample: ModuleType) -> None:
    data, _ = sample.build()
    with zipfile.ZipFile(io.BytesIO(scrub(data)[0])) as archive:
        names = archive.namelist()
    assert [
        name for name in names if not re.fullmatch(r"[\[\]A-Za-z/_.]+[0-9]*\.[a-z.]+", name)
    ] == []
    assert names == ["[Content_Types].xml", "_rels/.rels", *sorted(names[2:])]
