"""OpenDocument: marks in every hiding place, laws of the handler."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.odf import ODF
from scrubbing.engine.types import Edit, Kind, Place, Role, Untrusted
from tests.scrubbing.engine.formats.odf.sample import sheet_document, slide_document, text_document
from tests.scrubbing.engine.formats.ooxml.canaries import Canaries, seen
from tests.scrubbing.engine.formats.ooxml.toolbox import Tools

Build = Callable[[], tuple[bytes, Canaries]]
BUILDS = [text_document, sheet_document, slide_document]
MARK = re.compile(r"Vex[\w-]*?quill", re.IGNORECASE)
NOT_PLANTED = {"Z15": "test_members_are_rebuilt", "Z16": "fodt is not accepted"}


def scrub(data: bytes) -> bytes:
    tools = Tools()
    units = ODF.extract(Untrusted("a", data), tools).units
    edits = [
        Edit(unit.locator, match.start(), match.end(), "Lena", Kind.DECLARED)
        for unit in units
        for match in MARK.finditer(unit.text)
    ]
    return ODF.rewrite(Untrusted("a", data), edits, [], tools)


def test_canaries_cover_every_line_of_the_matrix() -> None:
    planted = set().union(*(build()[1].lines for build in BUILDS))
    assert planted & set(NOT_PLANTED) == set()
    assert planted | set(NOT_PLANTED) == {f"Z{number:02}" for number in range(1, 19)}


@pytest.mark.parametrize("build", BUILDS)
def test_canary_is_seen_in_the_input_and_gone_from_the_output(build: Build) -> None:
    data, canaries = build()
    assert seen(canaries.marks, data) == set(canaries.marks)
    assert seen(canaries.marks, scrub(data)) == set()


@pytest.mark.parametrize("build", BUILDS)
def test_texts_of_the_output_hold_no_canary_but_those_of_an_unedited_output_do(
    build: Build,
) -> None:
    data, _ = build()
    tools = Tools()
    unedited = ODF.rewrite(Untrusted("a", data), [], [], tools)
    assert MARK.findall("\n".join(ODF.texts(unedited, tools))) != []
    assert MARK.findall("\n".join(ODF.texts(scrub(data), tools))) == []


@pytest.mark.parametrize("build", BUILDS)
def test_unedited_output_keeps_all_text_that_is_not_removable(build: Build) -> None:
    data, _ = build()
    tools = Tools()
    before = ODF.extract(Untrusted("a", data), tools).units
    output = ODF.rewrite(Untrusted("a", data), [], [], tools)
    after = ODF.extract(Untrusted("a", output), tools).units
    placeholder = "[embedded object removed]"
    assert [unit.text for unit in after if unit.removable] == []
    assert sorted(unit.text for unit in after) == sorted(
        unit.text for unit in before if not unit.removable
    )
    assert [unit.text for unit in after].count(placeholder) == (build is text_document)


@pytest.mark.parametrize("build", BUILDS)
def test_same_input_gives_the_same_bytes(build: Build) -> None:
    data, _ = build()
    assert scrub(data) == scrub(data)


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_truncated_input_raises(build: Build, keep: float) -> None:
    data, _ = build()
    with pytest.raises(ScrubError):
        ODF.extract(Untrusted("a", data[: int(len(data) * keep)]), Tools())


def test_members_are_rebuilt() -> None:
    with zipfile.ZipFile(io.BytesIO(scrub(text_document()[0]))) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == [
        "mimetype", "META-INF/manifest.xml", "Object 1/content.xml", "Pictures/image1.png",
        "content.xml", "styles.xml",
    ]  # fmt: skip
    assert {(info.date_time, info.extra, info.comment) for info in infos} == {
        ((1980, 1, 1, 0, 0, 0), b"", b"")
    }
    assert infos[0].compress_type == zipfile.ZIP_STORED


def test_formula_follows_its_renamed_sheet_and_keeps_working() -> None:
    with zipfile.ZipFile(io.BytesIO(scrub(sheet_document()[0]))) as archive:
        content = archive.read("content.xml").decode()
    formulas = re.findall(r'table:formula="([^"]+)"', content)
    names = re.findall(r'table:(?:table|named-range) table:name="([^"]+)"', content)
    assert len(set(names)) == 2
    assert formulas == [
        f"of:=[$'{names[0]}'.A1]&amp;{names[1]}&amp;&quot;Lena&quot;"
    ] or formulas == [f"of:=[${names[0]}.A1]&amp;{names[1]}&amp;&quot;Lena&quot;"]


def test_edited_cell_holds_its_text_and_no_value_beside_it() -> None:
    data, _ = sheet_document()
    tools = Tools()
    units = ODF.extract(Untrusted("a", data), tools).units
    hidden = next(unit for unit in units if unit.text == "5550100")
    assert (hidden.role, hidden.place) == (Role.HIDDEN, Place(sheet=1, cell="A3"))
    edit = Edit(hidden.locator, 0, 7, "1", Kind.PHONE)
    output = ODF.rewrite(Untrusted("a", data), [edit], [], tools)
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        assert b"5550100" not in archive.read("content.xml")


def test_facts_name_author_and_template() -> None:
    facts = ODF.extract(Untrusted("a", text_document()[0]), Tools()).facts
    assert [(fact.name, fact.untrusted_value) for fact in facts] == [
        ("author", "VexZ07whoquill"),
        ("author", "VexZ08authorquill"),
        ("author", "VexZ03firstquill"),
        ("last_modified_by", "VexZ03lastquill"),
        ("template", "file:///VexZ03templatequill.ott"),
    ]


def test_picture_that_nobody_can_read_gives_way_to_one_that_opens() -> None:
    """The grey picture was damaged itself, and the proof refused the whole document."""
    data, _ = text_document()
    broken = re.compile(r"Pictures/.*|media/.*")
    source = zipfile.ZipFile(io.BytesIO(data))
    names = [name for name in source.namelist() if broken.fullmatch(name)]
    assert names != []
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for info in source.infolist():
            said = b"no picture" if info.filename in names else source.read(info)
            package.writestr(info, said)
    output = ODF.rewrite(Untrusted("a", target.getvalue()), [], [], Tools())
    made = zipfile.ZipFile(io.BytesIO(output))
    pictures = [made.read(name) for name in made.namelist() if name.endswith(".png")]
    assert [picture.startswith(b"\x89PNG") for picture in pictures] == [True] * len(names)
    for picture in pictures:
        Image.open(io.BytesIO(picture)).load()
