"""What each kind of file is shown as, from its bytes alone."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation

from scrubbing.engine import edits, preview
from scrubbing.engine.preview import sources, workbook
from scrubbing.engine.reading import Reading
from scrubbing.engine.types import Extraction, Place, Unit, Untrusted
from tests.factories import files

KEY = b"k" * 32


def built(folder: Path, name: str, data: bytes, **more):
    return preview.build(Untrusted(name, data), folder, **more)


def test_source_keeps_its_lines_and_says_what_its_stretches_are(tmp_path):
    manifest = built(tmp_path, "main.py", files.CODE.encode())
    (block,) = manifest["blocks"]
    told = {block["text"][start:end]: word for start, end, word in block["tokens"]}
    assert (manifest["kind"], block["text"], block["place"]) == ("code", files.CODE, {"line": 1})
    assert (told["import"], told["greet"], told['"hello"']) == ("k", "f", "s")
    assert told[files.CODE.partition("\n")[0]] == "c"


@pytest.mark.parametrize("text", ["x = '" + "a" * 3000 + "'", "x = 1\n" * 40_000])
def test_text_that_a_lexer_could_take_long_over_has_no_colours(text):
    assert sources.tokens(text, sources.named("python")) == []


def test_unknown_suffix_is_plain_text(tmp_path):
    (block,) = built(tmp_path, "notes.zzz", b"plain words\n")["blocks"]
    assert (block["text"], block["tokens"]) == ("plain words\n", [])


def test_notebook_is_its_cells_and_outputs(tmp_path):
    manifest = built(tmp_path, "report.ipynb", files.notebook())
    assert manifest["kind"] == "notebook"
    assert [(b["role"], b["place"]["part"]) for b in manifest["blocks"]] == [
        ("markdown", "cell 1"),
        ("code", "cell 2"),
        ("output", "cell 2"),
    ]
    assert manifest["blocks"][2]["text"] == f"hello {files.NAME}\n"


def test_mail_says_its_headers(tmp_path):
    manifest = built(tmp_path, "mail.eml", files.mail())
    labels = [b["label"] for b in manifest["blocks"] if b["place"].get("part") == "headers"]
    assert (manifest["kind"], labels) == ("mail", ["From:", "To:", "Subject:", "Date:"])


def test_archive_is_a_tree_and_says_what_was_left_out(tmp_path):
    target = io.BytesIO()
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("app/main.py", files.CODE)
        archive.writestr("app/one.png", picture.getvalue())
        archive.writestr("app/two.png", picture.getvalue())
        archive.writestr("lib.bin.removed.txt", "This file was removed.\n")
    manifest = built(tmp_path, "code.zip", target.getvalue())
    assert [(m["path"], m["kind"], m["left_out"]) for m in manifest["members"]] == [
        ("app/main.py", "code", False),
        ("app/one.png", "image", False),
        ("app/two.png", "image", False),
        ("lib.bin.removed.txt", "code", True),
    ]
    assert [(p["member"], p["picture"], p["label"]) for p in manifest["pages"]] == [
        (1, "page-1.png", 1),
        (2, "page-2.png", 1),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page-1.png", "page-2.png"]
    assert [(b["member"], b["locator"]) for b in manifest["blocks"]] == [(0, "0!"), (3, "3!")]


def test_hidden_sheets_and_slides_are_known():
    book = openpyxl.Workbook()
    book.active.title = "Budget"
    book.create_sheet("Old").sheet_state = "hidden"
    saved = io.BytesIO()
    book.save(saved)
    assert workbook.sheets(saved.getvalue()) == [
        {"number": 1, "name": "Budget", "hidden": False},
        {"number": 2, "name": "Old", "hidden": True},
    ]
    show = Presentation()
    for _ in range(3):
        show.slides.add_slide(show.slide_layouts[6])
    show.slides[1]._element.set("show", "0")
    saved = io.BytesIO()
    show.save(saved)
    assert workbook.hidden_slides(saved.getvalue()) == {2}
    assert workbook.hidden_slides(b"no package") == set()


def test_one_page_of_an_original_is_rendered_alone(tmp_path):
    manifest = built(tmp_path, "page.pdf", files.pdf(3), only=2)
    assert [page["number"] for page in manifest["pages"]] == [2]
    assert manifest["blocks"] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page-2.png", "words-2.json"]


def reading(*units: Unit) -> Reading:
    return Reading("a", "0" * 64, Extraction("xlsx", units), ())


def test_cell_is_marked_whole_and_an_empty_one_not_at_all():
    sheet = reading(
        Unit("s1!B2", "Lena Hart", place=Place(sheet=1, cell="B2")),
        Unit("s1!C2", " ", place=Place(sheet=1, cell="C2")),
        Unit("s1!D2", "gone", place=Place(sheet=1, cell="D2"), removable=True),
    )
    found = edits.mark_cell(sheet, 1, "B2", KEY)
    assert (found.locator, found.start, found.end) == ("s1!B2", 0, 9)
    missing = [(2, "B2"), (1, "C2"), (1, "D2"), (1, "Z9")]
    assert [edits.mark_cell(sheet, number, cell, KEY) for number, cell in missing] == [None] * 4


def test_words_are_looked_for_on_the_page_that_was_said():
    pages = reading(
        Unit("p1.1", "the heron memo", place=Place(page=1)),
        Unit("p2.1", "the heron memo", place=Place(page=2)),
    )
    assert edits.locate(pages, "heron", KEY, number=2).locator == "p2.1"
    assert edits.locate(pages, "heron", KEY, number=3) is None
