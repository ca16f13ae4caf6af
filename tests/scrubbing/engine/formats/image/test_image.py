"""Pictures: text and codes covered, metadata gone, other pixels as they were."""

import base64
import io
import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings, strategies
from PIL import Image

from scrubbing.engine import ocr
from scrubbing.engine.errors import Broken, EditLost, ScrubError, TooBig, TypeMismatch
from scrubbing.engine.formats.image import IMAGE, SVG
from scrubbing.engine.formats.image.handler import read_image
from scrubbing.engine.types import Box, Edit, Kind, Place, Role, Unit, Untrusted
from tests.scrubbing.engine.formats.image import samples
from tests.scrubbing.engine.formats.pdf.canaries import Plan
from tests.scrubbing.engine.formats.pdf.toolbox import Pictures

TOOLS = Pictures()
FORMATS = {"png": "PNG", "jpg": "JPEG", "tiff": "TIFF", "webp": "WEBP", "gif": "GIF", "bmp": "BMP"}


def packed(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    more = {"lossless": True} if kind == "WEBP" else {}
    image.save(buffer, kind, **more)
    return buffer.getvalue()


def edit_of(units: tuple[Unit, ...], word: str) -> Edit:
    for unit in units:
        at = unit.text.replace(" ", "").find(word)
        if unit.role is Role.OCR and at >= 0:
            start = unit.text.find(word)
            return Edit(unit.locator, max(start, 0), max(start, 0) + len(word), "Ann", Kind.PERSON)
    raise AssertionError(f"{word} was not read")


def words_for(places: tuple[str, ...]) -> dict[str, str]:
    plan = Plan()
    return {place: plan(place) for place in places}


def holds(data: bytes, word: str) -> bool:
    """Whether the bytes, or what zlib packs in them, hold the word in any plain encoding."""
    import zlib

    hay = [data]
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            hay.append(zlib.decompressobj().decompress(data[match.start() :], 1_000_000))
        except zlib.error:
            continue
    forms = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]
    return any(form in part for part in hay for form in forms)


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_rewrite_leaves_no_word_of_the_metadata(kind: str) -> None:
    places = samples.PNG_PLACES if kind == "png" else samples.JPEG_PLACES
    words = words_for(places)
    make = samples.png if kind == "png" else samples.jpeg
    data = make(samples.shot("nothing here"), words)
    assert {place for place in places if holds(data, words[place])} == set(places)
    output = IMAGE.rewrite(Untrusted(f"a.{kind}", data), (), (), TOOLS)
    assert {place for place in places if holds(output, words[place])} == set()
    told = " ".join(unit.text for unit in read_image(data).units if unit.removable)
    unread = {place for place in places if words[place] not in told}
    assert unread <= {"private chunk", "after the end", "APP11", "trailer", "thumbnail"}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_rewrite_covers_a_word_and_nothing_else(suffix: str) -> None:
    image = samples.shot("Meet Zorbelaxu at noon", "Second line stays here", size=(480, 160))
    data = packed(image, FORMATS[suffix])
    read = IMAGE.extract(Untrusted(f"a.{suffix}", data), TOOLS)
    edit = edit_of(read.units, "Zorbelaxu")
    output = IMAGE.rewrite(Untrusted(f"a.{suffix}", data), [edit], (), TOOLS)
    text = " ".join(IMAGE.texts(output, TOOLS))
    assert "orbelax" not in text
    assert "Second line stays" in text
    with Image.open(io.BytesIO(output)) as opened, Image.open(io.BytesIO(data)) as given_image:
        after = np.asarray(opened.convert("RGB")).astype(int)
        before = np.asarray(given_image.convert("RGB")).astype(int)
    changed = np.argwhere(np.abs(after - before).max(axis=2) > 48)
    assert changed[:, 0].min() > 15
    assert changed[:, 0].max() < 75
    assert changed[:, 1].min() > 60
    assert changed[:, 1].max() < 280


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_word_of_a_turned_line_is_covered_where_it_stands(degrees: int) -> None:
    """The reader turns a line that is upside down to it, and says places as if it had not."""
    line = samples.shot("Zorbelaxu wrote the second half", size=(800, 160))
    data = packed(line.rotate(degrees, expand=True), "PNG")
    edit = edit_of(IMAGE.extract(Untrusted("a.png", data), TOOLS).units, "Zorbelaxu")
    output = IMAGE.rewrite(Untrusted("a.png", data), [edit], (), TOOLS)
    with Image.open(io.BytesIO(output)) as opened, Image.open(io.BytesIO(data)) as given_image:
        after, before = (
            np.asarray(one.convert("L").rotate(-degrees, expand=True)).astype(int)
            for one in (opened, given_image)
        )
    changed = np.argwhere(np.abs(after - before) > 48)[:, 1]
    assert (changed.min() < 45, 120 < changed.max() < 200) == (True, True)


def test_pixels_in_which_something_was_seen_are_covered() -> None:
    data = packed(samples.shot("Meet Zorbelaxu at noon", size=(480, 100)), "PNG")
    box = Box("seen:3", Kind.MANUAL, 1.0, Place(box=(20.0, 20.0, 300.0, 70.0)))
    output = IMAGE.rewrite(Untrusted("a.png", data), (), [box], TOOLS)
    with Image.open(io.BytesIO(output)) as opened, Image.open(io.BytesIO(data)) as before:
        assert np.asarray(before.convert("L"))[30:60, 60:290].std() > 10
        assert np.asarray(opened.convert("L"))[30:60, 60:290].std() < 1


@pytest.mark.slow
def test_rewrite_twice_gives_the_same_bytes() -> None:
    data = packed(samples.shot("Meet Zorbelaxu at noon", size=(480, 100)), "PNG")
    read = [read_image(data), read_image(data)]
    assert read[0] == read[1]
    edit = edit_of(read[0].units, "Zorbelaxu")
    one, two = (IMAGE.rewrite(Untrusted("a.png", data), [edit], (), TOOLS) for _ in range(2))
    assert one == two


@pytest.mark.slow
def test_texts_read_the_replacement() -> None:
    data = packed(samples.shot("Meet Zorbelaxu at noon", size=(480, 100)), "PNG")
    edit = edit_of(read_image(data).units, "Zorbelaxu")
    output = IMAGE.rewrite(Untrusted("a.png", data), [edit], (), TOOLS)
    assert "Ann" in " ".join(IMAGE.texts(output, TOOLS))


@pytest.mark.slow
def test_low_contrast_and_small_text_is_read() -> None:
    faint = samples.shot("Meet Zorbelaxu here", ink=0xAA, paper=0xEE, size=(480, 100))
    turned = samples.shot("Meet Kolivadema here", size=(480, 100)).transpose(
        Image.Transpose.ROTATE_90
    )
    assert any("Zorbelaxu" in line.text for line in ocr.read(faint))
    assert any("Kolivadema" in line.text for line in ocr.read(turned))


@pytest.mark.slow
def test_a_bar_code_is_covered_and_reads_no_more() -> None:
    data = samples.coded("https://example.com/Zorbelaxu")
    read = read_image(data)
    (box,) = read.boxes
    assert (box.kind, box.locator) == (Kind.BARCODE, "code:1")
    assert any(unit.text == "https://example.com/Zorbelaxu" for unit in read.units)
    output = IMAGE.rewrite(Untrusted("a.png", data), (), [box], TOOLS)
    assert read_image(output).boxes == ()


def test_an_edit_of_a_codes_text_covers_the_code() -> None:
    data = samples.coded("https://example.com/Zorbelaxu")
    edit = Edit("codetext:1", 20, 29, "Ann", Kind.PERSON)
    output = IMAGE.rewrite(Untrusted("a.png", data), [edit], (), TOOLS)
    assert read_image(output).boxes == ()


def test_nothing_stays_under_transparent_pixels() -> None:
    data = samples.ghost("Zorbelaxu")
    with Image.open(io.BytesIO(data)) as image:
        assert any("orbela" in line.text for line in ocr.read(image.convert("RGB")))
    output = IMAGE.rewrite(Untrusted("a.png", data), (), (), TOOLS)
    with Image.open(io.BytesIO(output)) as image:
        pixels = np.asarray(image)
    assert int(pixels[pixels[..., 3] == 0].max()) == 0


@pytest.mark.slow
def test_every_frame_is_read_and_covered() -> None:
    frames = [samples.shot(f"Page {word}", size=(400, 100)) for word in ("Zorbelaxu", "Kolivadema")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:])
    read = read_image(buffer.getvalue())
    edits = [edit_of(read.units, word) for word in ("Zorbelaxu", "Kolivadema")]
    assert [edit.locator.partition("ocr:")[0] for edit in edits] == ["", "frame2/"]
    output = IMAGE.rewrite(Untrusted("a.tiff", buffer.getvalue()), edits, (), TOOLS)
    text = " ".join(IMAGE.texts(output, TOOLS))
    assert not re.search("orbelax|olivadem", text)
    with Image.open(io.BytesIO(output)) as image:
        assert getattr(image, "n_frames", 1) == 2


def test_a_turned_photo_comes_out_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(buffer, "JPEG", exif=exif)
    output = IMAGE.rewrite(Untrusted("a.jpg", buffer.getvalue()), (), (), TOOLS)
    with Image.open(io.BytesIO(output)) as image:
        assert (image.size, dict(image.getexif())) == ((20, 40), {})


def test_a_flood_of_pixels_is_refused() -> None:
    buffer = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(buffer, "PNG")
    with pytest.raises(TooBig):
        read_image(buffer.getvalue())


def test_no_picture_is_refused() -> None:
    with pytest.raises(TypeMismatch):
        read_image(b"plain text, not a picture at all")


def test_an_edit_of_a_line_that_is_not_there_is_lost() -> None:
    data = packed(Image.new("RGB", (64, 64), "white"), "PNG")
    with pytest.raises(EditLost):
        IMAGE.rewrite(Untrusted("a.png", data), [Edit("ocr:1", 0, 1, "", Kind.PERSON)], (), TOOLS)


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp", "bmp"])
@settings(max_examples=25, deadline=None)
@given(share=strategies.floats(0.02, 0.97))
def test_a_cut_off_picture_raises(suffix: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (40, 60, 3), np.uint8)
    data = packed(Image.fromarray(noise), FORMATS[suffix])
    with pytest.raises(ScrubError):
        IMAGE.rewrite(Untrusted(f"a.{suffix}", data[: int(len(data) * share)]), (), (), TOOLS)


@settings(max_examples=30, deadline=None)
@given(
    mode=strategies.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"]),
    width=strategies.integers(1, 40),
    height=strategies.integers(1, 40),
)
def test_a_picture_without_edits_keeps_its_size(mode: str, width: int, height: int) -> None:
    image = Image.new(mode, (width, height))
    data = packed(image, "TIFF")
    output = IMAGE.rewrite(Untrusted("a.tiff", data), (), (), TOOLS)
    with Image.open(io.BytesIO(output)) as opened:
        assert opened.size == (width, height)


@pytest.mark.slow
def test_svg_leaves_no_word_of_any_hiding_place() -> None:
    words = words_for(samples.SVG_WORDS)
    inner = packed(samples.shot(words["S05 picture"], size=(320, 180)), "PNG")
    data = samples.svg(words, base64.b64encode(inner).decode())
    flat = data.decode().replace('<tspan font-weight="bold">', "").replace("</tspan>", "")
    plain = {place for place in words if words[place] in flat}
    assert plain == set(words) - {"S05 picture"}
    read = SVG.extract(Untrusted("a.svg", data), TOOLS)
    edits = [
        Edit(unit.locator, match.start(), match.end(), "Ann", Kind.PERSON)
        for unit, word in itertools.product(read.units, words.values())
        if not unit.removable
        for match in re.finditer(re.escape(word), unit.text)
    ]
    assert {edit.locator for edit in edits} == {"text.1", "image1!ocr:1"}
    output = SVG.rewrite(Untrusted("a.svg", data), edits, read.boxes, TOOLS)
    hay = output.decode() + " ".join(SVG.texts(output, TOOLS))
    assert [place for place, word in words.items() if word.casefold() in hay.casefold()] == []
    assert "Dear Ann and Ann, hello" in " ".join(SVG.texts(output, TOOLS))
    assert b"script" not in output
    assert b"example" not in output


def test_svg_entities_are_not_expanded() -> None:
    data = b'<!DOCTYPE svg [<!ENTITY a "Zorbelaxu">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;x</text></svg>'
    output = SVG.rewrite(Untrusted("a.svg", data), (), (), TOOLS)
    assert b"Zorbelaxu" not in output
    assert b"ENTITY" not in output


def test_svg_keeps_references_under_new_names() -> None:
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><defs><linearGradient id="Zorbelaxu"/></defs>'
        b'<rect fill="url(#Zorbelaxu)"/></svg>'
    )
    output = SVG.rewrite(Untrusted("a.svg", data), (), (), TOOLS)
    (name,) = re.findall(rb'linearGradient id="(\w+)"', output)
    assert b'fill="url(#' + name + b')"' in output
    assert b"Zorbelaxu" not in output


@settings(max_examples=25, deadline=None)
@given(share=strategies.floats(0.01, 0.98))
def test_a_cut_off_svg_raises(share: float) -> None:
    data = samples.svg(words_for(samples.SVG_WORDS), "")
    with pytest.raises(Broken):
        SVG.extract(Untrusted("a.svg", data[: int(len(data) * share)]), TOOLS)
