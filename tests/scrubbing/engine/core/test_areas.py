"""A box that somebody drew: its pixels go, its text goes, and the rest stays."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen import canvas

from scrubbing import services
from scrubbing.engine import edits
from scrubbing.engine.errors import EditLost
from scrubbing.engine.policy import build, document
from scrubbing.engine.reading import PersonEdit, Reading
from scrubbing.engine.types import Extraction, Place

pytestmark = pytest.mark.slow
KEY = b"k" * 32
WORD = "seaweed"
"""No name of anything: no detector takes it out by itself."""
PAGE_BOX = (60.0, 60.0, 260.0, 85.0)
"""Around the word on the page, in points from the top left."""


def page() -> bytes:
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=LETTER, invariant=1)
    sheet.setFont("Helvetica", 14)
    sheet.drawString(72, LETTER[1] - 78, f"The {WORD} is good.")
    sheet.drawString(72, LETTER[1] - 200, "The price of the goods is fair.")
    sheet.setFillColorRGB(0.8, 0.1, 0.1)
    sheet.circle(200, LETTER[1] - 70, 8, fill=1, stroke=0)
    sheet.save()
    return buffer.getvalue()


def picture() -> bytes:
    image = Image.new("RGB", (900, 300), "white")
    font = ImageFont.load_default(40)
    draw = ImageDraw.Draw(image)
    draw.text((40, 40), WORD, fill="black", font=font)
    draw.text((40, 180), "The price is fair.", fill="black", font=font)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def cleaned(folder: Path, name: str, data: bytes, box: tuple[float, float, float, float]):
    (folder / "up").write_bytes(data)
    policy = build(document())
    reading = services.read_file(folder / "up", name, policy)
    assert any(WORD in unit.text for unit in reading.extraction.units)
    edit = services.mark_area(reading, 1, box)
    assert edit is not None
    knowledge = services.merge_readings([reading], [], [edit], KEY)
    result = services.clean_file(
        folder / "up", name, reading, knowledge, policy, [edit], folder / "out"
    )
    return (folder / "out").read_bytes(), result


def colours(image: Image.Image, box: tuple[int, ...]) -> int:
    return len(image.convert("RGB").crop(box).getcolors(1 << 20))


def test_area_of_a_page_loses_its_text_and_its_pixels(tmp_path):
    data, result = cleaned(tmp_path, "page.pdf", page(), PAGE_BOX)
    document_ = pypdfium2.PdfDocument(data)
    text = document_[0].get_textpage().get_text_range()
    seen = document_[0].render(scale=2).to_pil()
    document_.close()
    assert (WORD in text, "price of the goods" in text) == (False, True)
    inside = tuple(round(edge * 2) for edge in (66, 64, 254, 82))
    # One colour of a cover, give or take what a JPEG makes of its edges.
    shades = [level for _count, level in seen.convert("L").crop(inside).getcolors(256)]
    assert max(shades) - min(shades) <= 12
    assert colours(seen, (130, 370, 500, 420)) > 5
    drawn = [one for one in result.findings if one.detector == "person:area"]
    assert [(one.kind, one.place.page, one.place.box) for one in drawn] == [("manual", 1, PAGE_BOX)]
    assert result.counts["manual"] == 1


def test_area_of_a_picture_is_burnt_out(tmp_path):
    data, result = cleaned(tmp_path, "screen.png", picture(), (30.0, 30.0, 400.0, 110.0))
    with Image.open(io.BytesIO(data)) as image:
        assert colours(image, (31, 31, 399, 109)) == 1
        assert colours(image, (30, 170, 400, 250)) > 5
    (tmp_path / "out.png").write_bytes(data)
    again = services.read_file(tmp_path / "out.png", "out.png", build(document()))
    assert not any(WORD in unit.text for unit in again.extraction.units)
    assert result.counts["manual"] == 1


def reading(format_: str) -> Reading:
    return Reading("a", "0" * 64, Extraction(format_, ()), ())


@pytest.mark.parametrize("box", [(5.0, 5.0, 5.0, 9.0), (5.0, 9.0, 8.0, 9.0)])
def test_area_without_extent_is_none(box):
    assert services.mark_area(reading("pdf"), 1, box) is None


def test_area_is_for_pages_alone():
    assert services.mark_area(reading("docx"), 1, PAGE_BOX) is None
    assert services.mark_area(reading("pdf"), 0, PAGE_BOX) is None


def test_area_without_a_page_stops_the_file():
    lost = PersonEdit("area", "0" * 64, "", 0, 0, "", "", place=Place(box=PAGE_BOX))
    with pytest.raises(EditLost):
        edits.resolve(reading("pdf"), [lost], KEY)


def test_frames_after_the_first_have_locators_of_their_own():
    drawn = [services.mark_area(reading("gif"), number, PAGE_BOX) for number in (1, 2)]
    found = edits.resolve(reading("gif"), drawn, KEY)
    assert [area.locator for area in found.areas] == ["area:1", "frame2/area:2"]
