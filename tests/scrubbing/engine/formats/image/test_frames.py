"""Pictures of several frames and pictures that change their type, the whole way."""

import io

import pytest
from PIL import Image

from scrubbing.engine.formats.image import IMAGE
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import clean, read
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools
from scrubbing.engine.types import Untrusted
from tests.scrubbing.engine.formats.image.samples import shot

CANARY = "Zelda Quarrington"
MANY = {"GIF": "gif", "TIFF": "tiff", "WEBP": "webp", "PNG": "png"}
pytestmark = pytest.mark.slow


def cleaned(name: str, data: bytes):
    policy = shipped()
    untrusted = Untrusted(name, data)
    reading = read(untrusted, policy)
    knowledge = merge([reading], [CANARY], [], b"k" * 32)
    return clean(untrusted, reading, knowledge, policy).cleaned


def seen(name: str, data: bytes) -> str:
    units = IMAGE.extract(Untrusted(name, data), Tools()).units
    return "".join(unit.text for unit in units).lower().replace(" ", "")


@pytest.mark.parametrize("kind", MANY)
def test_every_frame_goes_the_whole_way(kind):
    frames = [shot(f"Page one, {CANARY}"), shot(f"Page two, {CANARY}")]
    timed = {} if kind == "TIFF" else {"duration": [100, 300]}
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], **timed)
    name = f"a.{MANY[kind]}"
    assert seen(name, target.getvalue()).count("quarrington") == 2
    copy = cleaned(name, target.getvalue())
    assert copy.name == name
    assert seen(name, copy.data).count("quarrington") == 0
    with Image.open(io.BytesIO(copy.data)) as picture:
        assert (picture.n_frames, picture.size) == (2, frames[0].size)


@pytest.mark.parametrize(
    ("kind", "name", "out"), [("BMP", "a.bmp", "png"), ("JPEG", "a.jpg", "jpg")]
)
def test_a_single_picture_goes_the_whole_way(kind, name, out):
    target = io.BytesIO()
    shot(f"Written by {CANARY}").save(target, kind)
    copy = cleaned(name, target.getvalue())
    assert copy.name == f"a.{out}"
    assert "quarrington" not in seen(copy.name, copy.data)


def test_words_of_the_format_are_no_values():
    target = io.BytesIO()
    frames = [shot("One"), shot("Two")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], comment=b"by Zelda")
    units = IMAGE.extract(Untrusted("a.gif", target.getvalue()), Tools()).units
    assert [unit.text for unit in units if unit.removable] == ["by Zelda"]
