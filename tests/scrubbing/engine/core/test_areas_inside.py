"""Boxes on pictures inside archives and documents: they reach the right one, or the file stops."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from PIL import Image, ImageDraw

from scrubbing import services
from scrubbing.engine import edits
from scrubbing.engine.errors import EditLost
from scrubbing.engine.policy import build, document
from scrubbing.engine.reading import Reading
from scrubbing.engine.types import Extraction
from tests.factories import files

pytestmark = pytest.mark.slow
KEY = b"k" * 32
RED, BLUE = (200, 20, 20), (20, 20, 200)
SQUARE = (60, 60, 160, 160)
BOX = (40.0, 40.0, 180.0, 180.0)


def square(colour: tuple[int, int, int]) -> bytes:
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).rectangle(SQUARE, fill=colour)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def archive() -> bytes:
    """The name of the first picture is a person's: with another one it stands elsewhere."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("pictures/Adalbert Quackenbush.png", square(RED))
        packed.writestr("pictures/Bernice.png", square(BLUE))
        packed.writestr("plan.pdf", files.pdf())
    return target.getvalue()


def letter() -> bytes:
    written, target = docx.Document(), io.BytesIO()
    written.add_paragraph("The price of the goods is fair.")
    for colour in (RED, BLUE):
        written.add_picture(io.BytesIO(square(colour)), width=docx.shared.Inches(3))
    written.save(target)
    return target.getvalue()


def centre(image: Image.Image) -> tuple[int, int, int]:
    return image.convert("RGB").getpixel((110, 110))


def pictures(data: bytes) -> list[tuple[int, int, int]]:
    """What stands in the middle of each picture in a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [
            centre(Image.open(io.BytesIO(packed.read(name))))
            for name in packed.namelist()
            if name.endswith(".png")
        ]


class Work:
    """A file read once and cleaned with different boxes."""

    def __init__(self, folder, name, data):
        self.folder, self.name = folder, name
        (folder / "up").write_bytes(data)
        self.policy = build(document())
        self.reading = services.read_file(folder / "up", name, self.policy)
        self.data, self.result = self.clean([])
        (folder / "preview").mkdir()
        self.manifest = services.preview_file(
            folder / "out",
            self.result.name,
            folder / "preview",
            order=self.result.order,
            units=self.reading.extraction.units,
        )

    def clean(self, marks):
        declared = ["Adalbert Quackenbush"]
        knowledge = services.merge_readings([self.reading], declared, marks, KEY)
        target = self.folder / "out"
        result = services.clean_file(
            self.folder / "up", self.name, self.reading, knowledge, self.policy, marks, target
        )
        return target.read_bytes(), result

    def page(self, colour):
        """The page of the preview that shows a square of this colour."""
        (found,) = (
            page
            for page in self.manifest["pages"]
            if page.get("surface") == "picture"
            and centre(Image.open(self.folder / "preview" / page["picture"])) == colour
        )
        return found

    def drawn_on(self, page, box=BOX):
        surface = services.Surface(page["surface"])
        return services.mark_area(self.reading, page["label"], box, page["into"], surface)


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    return Work(tmp_path_factory.mktemp("zip"), "work.zip", archive())


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return Work(tmp_path_factory.mktemp("docx"), "letter.docx", letter())


@pytest.mark.parametrize(("drawn", "other"), [(RED, BLUE), (BLUE, RED)])
@pytest.mark.parametrize("work", ["packed", "written"])
def test_box_reaches_the_picture_it_was_drawn_on(request, work, drawn, other):
    work = request.getfixturevalue(work)
    assert sorted(pictures(work.data)) == sorted([RED, BLUE])
    page = work.page(drawn)
    data, result = work.clean([work.drawn_on(page)])
    left = pictures(data)
    assert other in left
    assert drawn not in left
    (told,) = (one for one in result.findings if one.detector == edits.BY_HAND)
    assert told.locator.startswith(page["into"])


def test_archive_says_which_member_each_written_one_was(packed):
    paths = [member["path"] for member in packed.manifest["members"]]
    assert "Quackenbush" not in str(paths)
    was = dict(zip(paths, packed.result.order, strict=True))
    assert was["plan.pdf"] == 2
    assert [member["into"] for member in packed.manifest["members"]] == [
        f"{number}!" for number in packed.result.order
    ]


def test_box_on_a_page_inside_an_archive_takes_its_text(packed):
    (page,) = (page for page in packed.manifest["pages"] if page.get("surface") == "pdf")
    data, _result = packed.clean([packed.drawn_on(page, (60.0, 90.0, 400.0, 150.0))])
    before, after = (words(one) for one in (packed.data, data))
    assert after.count("fair and final") < before.count("fair and final")


def words(data: bytes) -> str:
    import pypdfium2

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        plan = pypdfium2.PdfDocument(packed.read("plan.pdf"))
    try:
        return plan[0].get_textpage().get_text_bounded()
    finally:
        plan.close()


@pytest.mark.parametrize("change", [{"locator": "7!"}, {"locator": "word/media/image9!"}])
@pytest.mark.parametrize("work", ["packed", "written"])
def test_box_that_reaches_no_picture_stops_the_file(request, work, change):
    work = request.getfixturevalue(work)
    edit = work.drawn_on(work.page(RED))
    with pytest.raises(EditLost):
        work.clean([replace(edit, **change)])


def test_box_inside_needs_to_say_on_what_it_lies():
    def reading(name: str) -> Reading:
        return Reading("a", "0" * 64, Extraction(name, ()), ())

    assert services.mark_area(reading("zip"), 1, BOX) is None
    assert services.mark_area(reading("png"), 1, BOX, "", services.Surface.PICTURE) is None
    inside = services.mark_area(reading("zip"), 2, BOX, "3!", services.Surface.PDF)
    found = edits.resolve(reading("zip"), [inside], KEY)
    assert [area.locator for area in found.areas] == ["3!area2!1"]
    assert edits.area_numbers(found.areas) == {1}
    again = services.edit_from_json(services.edit_to_json(inside))
    assert again == inside
