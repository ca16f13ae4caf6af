"""The judges of lost words: each word is looked for where it stood."""

import io
import shutil

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

from benchmarks import corpus_pixels, corpus_places
from scrubbing.engine import ocr_lines
from scrubbing.engine.formats.pdf import PDF
from scrubbing.engine.types import Untrusted
from tests.scrubbing.engine.formats.pdf.toolbox import Blind

LINE = "Mr. Orlando said Orlando"


def page(*words: tuple[float, float, str], mode: int = 0) -> bytes:
    """Words at their places, in a font of fixed width."""
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=(612, 792), invariant=1)
    for x, y, word in words:
        text = sheet.beginText(x, y)
        text.setFont("Courier", 20)
        text.setTextRenderMode(mode)
        text.textOut(word)
        sheet.drawText(text)
    sheet.save()
    return buffer.getvalue()


def spread(line: str, y: float = 700) -> list[tuple[float, float, str]]:
    return [(72 + 12 * at, y, char) for at, char in enumerate(line) if char != " "]


def lost(before: bytes, after: bytes) -> list[str]:
    return [word.text for word, _ in corpus_places.Judge(before, after).lost()]


def test_words_that_a_label_joins_are_not_lost_and_one_that_stands_elsewhere_is() -> None:
    before = page(*spread(LINE))
    after = page(*spread("Mr.LABELLED said Orlando"))
    assert lost(before, before) == []
    assert lost(before, after) == ["Orlando"]
    assert lost(before, page(*spread(LINE, 600))) == ["Mr", "Orlando", "said", "Orlando"]


def test_a_lost_word_is_explained_by_the_glyphs_that_a_finding_names() -> None:
    before, after = page(*spread(LINE)), page(*spread("Mr." + " " * 14 + "Orlando"))
    gone = {word.text: letters for word, letters in corpus_places.Judge(before, after).lost()}
    (unit,) = (
        one for one in PDF.extract(Untrusted("a.pdf", before), Blind()).units if one.place.box
    )
    at = unit.text.index("Orlando")
    finding = {"locator": unit.locator, "start": at, "end": at + 7, "place": {}}
    reported = corpus_places.Reported(before, {unit.locator: unit.text}, [finding])
    assert {
        word: [reported.holds(1, one) for one in letters] for word, letters in gone.items()
    } == {
        "Orlando": [True] * 7,
        "said": [False] * 4,
    }


def test_what_nobody_sees_is_no_word() -> None:
    seen = [word.text for word in corpus_places.words(page(*spread("here"), (72, -30, "below")))]
    assert seen == ["here"]
    assert list(corpus_places.words(page(*spread("here"), mode=3))) == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_word_in_a_picture_is_lost_with_its_pixels_and_explained_by_a_finding() -> None:
    image = Image.new("RGB", (900, 120), "white")
    font = ImageFont.load_default(40)
    ImageDraw.Draw(image).text((40, 30), "Written by Orlando yesterday", font=font, fill="black")
    made = image.copy()
    left, right = (40 + font.getlength(text) for text in ("Written by ", "Written by Orlando"))
    ImageDraw.Draw(made).rectangle((left, 20, right, 90), fill=(235, 235, 235))
    judge = corpus_pixels.Judge(packed(image), packed(made), lossy=False)
    assert [word.text for word in judge.words] == ["Written", "by", "Orlando", "yesterday"]
    assert [word.text for word in judge.lost()] == ["Orlando"]

    box = (int(left), 25, int(right), 85)
    line = ocr_lines.Line("Orlando", box, (box,) * 7, 1.0)
    ocr_lines.forget()
    ocr_lines.remember(ocr_lines.key_of(image), (line,))
    reading = {"pixels": ocr_lines.pack(), "extraction": {}}
    finding = {"locator": "ocr:1", "start": 0, "end": 7}
    for findings, explained in (([finding], True), ([], False)):
        reported = corpus_pixels.Reported(packed(image), reading, findings)
        assert [reported.holds(word) for word in judge.lost()] == [explained]


def packed(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
