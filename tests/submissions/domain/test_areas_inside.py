"""A box drawn on a picture inside an archive or a document, from its preview to the new copy."""

import io
import zipfile

import docx
import pytest
from PIL import Image, ImageDraw

from submissions.domain import edits, scrubbing
from submissions.domain.edits import NoAreaError, Share
from submissions.models import RedactionEdit
from submissions.states import State
from submissions.views.previews import shown
from tests.submissions import way

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "keys"])]

RED, BLUE = (200, 20, 20), (20, 20, 200)
ALL_OF_IT = {"left": 0.1, "top": 0.2, "width": 0.6, "height": 0.7}


def square(colour):
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).rectangle((60, 60, 160, 160), fill=colour)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def archive():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("Zebulon Quackenbush.png", square(RED))
        packed.writestr("other.png", square(BLUE))
    return target.getvalue()


def letter():
    written, target = docx.Document(), io.BytesIO()
    written.add_paragraph("The price of the goods is fair.")
    for colour in (RED, BLUE):
        written.add_picture(io.BytesIO(square(colour)), width=docx.shared.Inches(3))
    written.save(target)
    return target.getvalue()


def centre(data):
    return Image.open(io.BytesIO(data)).convert("RGB").getpixel((110, 110))


def centres(clean):
    with zipfile.ZipFile(io.BytesIO(scrubbing.open_clean(clean))) as package:
        names = [name for name in package.namelist() if name.endswith(".png")]
        return {centre(package.read(name)) for name in names}


@pytest.mark.parametrize(("name", "make"), [("work.zip", archive), ("letter.docx", letter)])
def test_box_on_an_inner_picture_is_burnt_out_there_and_marked_there(
    programme, contractor, name, make
):
    sample = way.scrubbed(contractor, programme, {name: make()})
    clean = sample.current_run.files.get()
    assert centres(clean) == {RED, BLUE}
    preview = scrubbing.clean_preview(clean)
    numbers = {
        centre(scrubbing.preview_asset(preview, page["picture"])): page["number"]
        for page in preview.manifest["pages"]
        if page.get("surface") == "picture"
    }
    drawable = dict(shown(clean).drawable)
    assert set(numbers.values()) <= set(drawable)
    edits.add_area(sample.pk, contractor, clean, Share(numbers[RED], **ALL_OF_IT))
    with pytest.raises(NoAreaError):
        edits.add_area(sample.pk, contractor, clean, Share(99, **ALL_OF_IT))
    edits.apply(sample.pk, contractor)
    assert way.work(sample) == State.CONFIRMING
    assert RedactionEdit.objects.filter(undone_at=None).count() == 1
    again = sample.current_run.files.get()
    left = centres(again)
    assert BLUE in left
    assert RED not in left
    marks = [one for one in shown(again).marks if one.detector == "person:area"]
    assert [one.shown for one in marks] == [True]
    pages = scrubbing.clean_preview(again).manifest["pages"]
    place = next(page for page in pages if page["number"] == marks[0].page)
    assert place["into"] == next(p for p in pages if p["number"] == numbers[RED])["into"]
