"""The same pixels are read once in an upload, and no line of one gets into another's reading."""

import io
import shutil
from typing import Any

import pytest
from PIL import Image

from scrubbing.engine import ocr, ocr_lines, pipeline
from scrubbing.engine.knowledge import merge
from scrubbing.engine.ocr_lines import Line
from scrubbing.engine.policy import shipped
from scrubbing.engine.reading import Reading
from scrubbing.engine.types import Untrusted
from scrubbing.engine.wire import decode, encode
from tests.scrubbing.engine.formats.image.samples import shot

KEY = bytes(range(32))
LINE = Line("Orla Fenwick", (1, 2, 90, 20), ((1, 2, 9, 20), (9, 2, 18, 20)), 0.93)


def png(*lines: str) -> Untrusted:
    buffer = io.BytesIO()
    shot(*lines).save(buffer, "PNG")
    return Untrusted("shot.png", buffer.getvalue())


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The sizes of the pictures that were really read, in order."""
    seen: list[tuple[int, int]] = []
    real = ocr._read

    def counted(image: Image.Image) -> tuple[Line, ...]:
        seen.append(image.size)
        return real(image)

    monkeypatch.setattr(ocr, "_read", counted)
    return seen


def test_packed_lines_come_back_as_they_were() -> None:
    ocr_lines.forget()
    ocr_lines.remember("a" * 64, (LINE,))
    packed = ocr_lines.pack()
    ocr_lines.forget()
    assert ocr_lines.recall("a" * 64) is None
    ocr_lines.unpack(packed)
    assert ocr_lines.recall("a" * 64) == (LINE,)


@pytest.mark.parametrize("packed", ["~", "c$|HhQ", "VE7NwUS"])
def test_something_else_than_packed_lines_is_no_value(packed: str) -> None:
    with pytest.raises(ValueError):
        ocr_lines.unpack(packed)


def test_pictures_beyond_the_limit_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_lines, "PACKED_CHARACTERS", 20)
    ocr_lines.forget()
    ocr_lines.remember("a" * 64, (LINE,))
    ocr_lines.remember("b" * 64, (LINE,))
    packed = ocr_lines.pack()
    ocr_lines.forget()
    ocr_lines.unpack(packed)
    assert (ocr_lines.recall("a" * 64), ocr_lines.recall("b" * 64)) == ((LINE,), None)


@pytest.mark.slow
def test_pass_two_reads_only_what_it_wrote(reads: list[tuple[int, int]]) -> None:
    picture, policy = png("Invoice for Orla Fenwick", "Total 1,200"), shipped("balanced")
    reading = decode(Reading, encode(pipeline.read(picture, policy)))
    assert len(reads) == 1
    knowledge = merge([reading], ["Orla Fenwick"], (), KEY)
    cleaned = pipeline.clean(picture, reading, knowledge, policy).cleaned
    assert len(reads) == 1 + cleaned.proof.rounds
    ocr_lines.forget()
    left = " ".join(line.text for line in ocr.read(Image.open(io.BytesIO(cleaned.data))))
    assert ("Fenwick" in left, "Total" in left) == (False, True)


@pytest.mark.slow
def test_a_reading_holds_no_line_of_the_upload_before() -> None:
    policy = shipped("balanced")
    pipeline.read(png("Invoice for Orla Fenwick"), policy)
    second = pipeline.read(png("Minutes of the meeting"), policy)
    ocr_lines.forget()
    ocr_lines.unpack(second.pixels)
    lines = [line.text for known in ocr_lines._KNOWN.values() for line in known]
    assert "Minutes of the meeting" in " ".join(lines)
    assert "Fenwick" not in " ".join(lines)


@pytest.mark.slow
def test_a_strip_seen_before_is_read_as_if_it_were_new(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = shot("Orla Fenwick", "Total 1,200"), shot("XXXX", "Total 1,200")
    recogniser = ocr._rapid().text_rec
    recogniser.known.clear()
    alone = ocr._by_rapid(after)
    recogniser.known.clear()
    ocr._by_rapid(before)
    asked: list[int] = []
    model = recogniser.model

    def counted(given: Any) -> Any:
        asked.append(len(given.img))
        return model(given)

    monkeypatch.setattr(recogniser, "model", counted)
    assert [(line.text, line.box) for line in ocr._by_rapid(after)] == [
        (line.text, line.box) for line in alone
    ]
    assert asked == [1]


@pytest.mark.parametrize(
    ("size", "heights", "share"),
    [
        ((3000, 5000), [60] * 99, 0.4),
        ((3000, 5000), [60] * 97 + [9] * 2, 0.4),
        ((3000, 5000), [60] * 80 + [20] * 19, 0.6),
        ((3000, 5000), [60] * 80 + [12] * 19, 1.0),
        ((3000, 5000), [], 1.0),
        ((1900, 1900), [60] * 99, 1.0),
        ((1000, 5000), [60] * 99, 1.0),
        ((9000, 9000), [60] * 99, 0.4),
    ],
)
def test_a_picture_shrinks_as_far_as_its_letters_allow(
    size: tuple[int, int], heights: list[int], share: float
) -> None:
    words = [(0, 0, 40, height) for height in heights]
    assert ocr._share_to_read(Image.new("1", size), words) == share


@pytest.mark.slow
def test_large_letters_are_read_in_one_piece_and_placed_in_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Image.new("RGB", (2600, 2800), "white")
    page.paste(shot("Orla Fenwick", "Total 1,200").resize((2400, 480)), (100, 2100))
    tiles: list[tuple[int, int]] = []
    by_rapid = ocr._by_rapid

    def seen(image: Image.Image) -> list[ocr_lines.Line]:
        tiles.append(image.size)
        return by_rapid(image)

    monkeypatch.setattr(ocr, "_by_rapid", seen)
    lines = ocr._read(page)
    assert [size for size in tiles if max(size) > ocr.LONGEST] == []
    assert len(tiles) == (1 if shutil.which("tesseract") else 4)
    line = next(line for line in lines if "Fenwick" in line.text)
    assert 100 <= line.box[0] < line.box[2] <= 2500
    assert 2050 <= line.box[1] < line.box[3] <= 2580
    assert len(line.chars) == len(line.text)
