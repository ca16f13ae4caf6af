"""Marks over the very pixels that were removed, at every zoom; boxes drawn, typed, undone."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect
from reportlab.lib.pagesizes import LETTER

from portal.programmes.roles import Role
from submissions.domain import scrubbing
from submissions.models import RedactionEdit
from submissions.states import State
from tests.browser.looking import look
from tests.factories import files
from tests.submissions import way

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

SHARES = """() => {
  const frame = document.querySelector("#page-1 [data-frame] img").getBoundingClientRect();
  return [...document.querySelectorAll("#page-1 .redaction-box rect")].map((rect) => {
    const box = rect.getBoundingClientRect();
    return [(box.left - frame.left) / frame.width, (box.top - frame.top) / frame.height,
            (box.right - frame.left) / frame.width, (box.bottom - frame.top) / frame.height];
  });
}"""
"""Edges of all marks on the first page as shares of its picture, as the browser drew them."""


def covered(place, boxes):
    """How much of a place the box that covers most of it covers."""
    left, top, right, bottom = place
    shares = []
    for x0, y0, x1, y1 in boxes:
        width = max(0.0, min(right, x1) - max(left, x0))
        height = max(0.0, min(bottom, y1) - max(top, y0))
        shares.append(width * height / ((right - left) * (bottom - top)))
    return max(shares, default=0.0)


def changed(before, after):
    """The edges of all pixels that differ clearly, as shares."""
    grey = ImageChops.difference(before.convert("L"), after.convert("L"))
    edges = grey.point(lambda level: 255 if level > 64 else 0).getbbox()
    assert edges, "nothing was removed from the picture"
    return tuple(edge / (before.width, before.height)[n % 2] for n, edge in enumerate(edges))


def preview_picture(clean):
    data = scrubbing.preview_asset(scrubbing.clean_preview(clean), "page-1.png")
    return Image.open(io.BytesIO(data)).convert("RGB")


def original_picture(name, like):
    """What the page looked like, in as many pixels as the preview has."""
    if name == "screen.png":
        return Image.open(io.BytesIO(files.picture())).convert("RGB").resize(like.size)
    document = pypdfium2.PdfDocument(files.pdf())
    try:
        image = document[0].render(scale=like.width / LETTER[0]).to_pil().convert("RGB")
    finally:
        document.close()
    return image.resize(like.size)


PLACES = {
    "screen.png": (files.place_on_picture(), (1000, 500)),
    "page.pdf": (files.place_on_page(), LETTER),
}


@pytest.fixture
def sample(programme, everybody):
    given = {"screen.png": files.picture(), "page.pdf": files.pdf()}
    return way.scrubbed(everybody[Role.CONTRACTOR], programme, given)


def copies(sample):
    suffixes = {"png": "screen.png", "pdf": "page.pdf"}
    return {suffixes[clean.format]: clean for clean in sample.current_run.files.all()}


def test_marks_stand_on_the_removed_pixels_at_every_zoom(visit, everybody, sample):
    page = visit(everybody[Role.CONTRACTOR])
    for name, clean in copies(sample).items():
        page.goto(f"/submissions/{sample.pk}/copies/{clean.pk}/")
        edges, size = PLACES[name]
        planted = tuple(edge / size[n % 2] for n, edge in enumerate(edges))
        after = preview_picture(clean)
        gone = changed(original_picture(name, after), after)
        assert covered(planted, [gone]) > 0.5
        for said in ("100 %", "200 %", "400 %"):
            expect(page.locator("[data-zoom-said]")).to_have_text(said)
            boxes = page.evaluate(SHARES)
            assert covered(planted, boxes) > 0.8, (name, said)
            assert covered(gone, boxes) > 0.8, (name, said)
            page.keyboard.press("+")
            page.keyboard.press("+")
        page.keyboard.press("b")
        page.wait_for_url("**/before/")
        expect(page.locator(".review-document mark, .redaction-box").first).to_be_attached()
        look(page, f"before-{name}")


def rest_of_the_picture(clean):
    """The sentence that nothing took out: its colours."""
    left, top, size = files.PLACE_PX
    region = (left, top + 180, left + 300, top + 180 + size)
    return len(preview_picture(clean).crop(region).getcolors(1 << 20))


def test_box_is_drawn_moved_by_keys_undone_typed_and_burnt_out(visit, everybody, sample):
    page = visit(everybody[Role.CONTRACTOR])
    clean = copies(sample)["screen.png"]
    assert rest_of_the_picture(clean) > 2
    page.goto(f"/submissions/{sample.pk}/copies/{clean.pk}/")
    page.keyboard.press("d")
    frame = page.locator("#page-1 [data-frame]").bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.05, frame["y"] + frame["height"] * 0.55)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.4, frame["y"] + frame["height"] * 0.7, steps=4)
    page.mouse.up()
    box = page.locator(".drawn-box")
    expect(box).to_be_focused()
    left = page.locator("#area-left")
    expect(left).to_have_value("5.0")
    page.keyboard.press("ArrowRight")
    expect(left).to_have_value("6.0")
    look(page, "drawing")
    page.get_by_role("button", name="Take the box out").click()
    expect(page.locator(".edit")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.locator(".edit")).to_have_count(0)
    page.locator("[data-area-form] summary").click()
    page.select_option("#area-page", "1")
    for name, value in {"left": 5, "top": 55, "width": 35, "height": 18}.items():
        page.fill(f"#area-{name}", str(value))
    page.get_by_role("button", name="Take the box out").click()
    expect(page.locator(".edit")).to_have_count(1)
    page.get_by_role("button", name="Scrub again with my changes").click()
    page.wait_for_url(f"**/submissions/{sample.pk}/")
    assert way.work(sample) == State.CONFIRMING
    assert RedactionEdit.objects.filter(undone_at=None).count() == 1
    again = copies(sample)["screen.png"]
    assert rest_of_the_picture(again) == 1
    page.goto(f"/submissions/{sample.pk}/copies/{again.pk}/")
    drawn = (0.05, 0.55, 0.4, 0.73)
    assert covered(drawn, page.evaluate(SHARES)) > 0.95
