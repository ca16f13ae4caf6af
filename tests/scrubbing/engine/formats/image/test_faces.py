"""Faces: found, covered as the policy says, in every frame and inside documents."""

import io

import numpy as np
import pytest
from PIL import Image

from scrubbing.engine import faces
from scrubbing.engine.formats.image import IMAGE
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import clean, read
from scrubbing.engine.policy import build, document, shipped
from scrubbing.engine.registry import Tools
from scrubbing.engine.types import Kind, Untrusted
from tests.scrubbing.engine.formats.image.portrait import portrait

FACE = portrait()


def encoded(kind: str, *frames: Image.Image, **options) -> bytes:
    """Copies are saved: Pillow keeps settings of one format on a picture for the next."""
    target = io.BytesIO()
    first, *rest = (frame.copy() for frame in frames)
    many = {"save_all": True, "append_images": rest} if rest else {}
    first.save(target, kind, **many, **options)
    return target.getvalue()


def found(data: bytes):
    return [
        box
        for box in IMAGE.extract(Untrusted("a.png", data), Tools()).boxes
        if box.kind is Kind.FACE
    ]


def cleaned(name: str, data: bytes, policy):
    untrusted = Untrusted(name, data)
    reading = read(untrusted, policy)
    knowledge = merge([reading], [], [], b"k" * 32)
    return clean(untrusted, reading, knowledge, policy).cleaned


def test_a_face_is_found_with_its_hair_and_chin():
    (face,) = faces.find(FACE)
    left, top, right, bottom = face.box
    assert face.score > 0.7
    assert left < 100
    assert top < 90
    assert right > 200
    assert bottom > 225


@pytest.mark.parametrize("size", [(300, 300), (10, 4), (2000, 40)])
def test_no_face_is_found_where_there_is_none(size):
    grey = Image.fromarray(np.random.default_rng(1).integers(0, 255, (*size[::-1], 3), np.uint8))
    assert faces.find(grey) == ()


def test_two_faces_are_two_and_the_same_every_time():
    both = Image.new("RGB", (700, 320), (120, 130, 140))
    both.paste(FACE, (10, 10))
    both.paste(FACE, (380, 10))
    first = faces.find(both)
    faces._SEEN.clear()
    assert len(first) == 2
    assert faces.find(both) == first


@pytest.mark.slow
def test_every_frame_is_looked_at():
    plain = Image.new("RGB", FACE.size, (120, 130, 140))
    boxes = found(encoded("TIFF", plain, FACE))
    assert [(box.locator, box.place.page) for box in boxes] == [("frame2/face:1", 2)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP"])
def test_a_face_is_covered_and_not_found_again(kind):
    copy = cleaned(f"a.{kind.lower()}", encoded(kind, FACE), shipped())
    assert found(copy.data) == []
    assert copy.counts == {Kind.FACE: 1}
    covered = np.asarray(Image.open(io.BytesIO(copy.data)).convert("L"))[90:220, 110:190]
    assert covered.std() < 3


def keeping() -> dict:
    policy = document("balanced")
    policy["entities"]["face"] = {"action": "keep", "threshold": 0.5}
    return policy


def test_a_policy_that_keeps_faces_keeps_them():
    copy = cleaned("a.png", encoded("PNG", FACE), build(keeping()))
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(copy.data))), np.asarray(FACE))


def test_strict_covers_what_balanced_is_not_sure_of():
    assert [shipped(name).acts_on(Kind.FACE, 0.4) for name in ("strict", "balanced")] == [
        True,
        False,
    ]


@pytest.mark.slow
def test_a_face_in_a_document_is_covered(tmp_path):
    import docx

    letter = docx.Document()
    letter.add_paragraph("A picture:")
    letter.add_picture(io.BytesIO(encoded("PNG", FACE)))
    letter.save(tmp_path / "a.docx")
    copy = cleaned("a.docx", (tmp_path / "a.docx").read_bytes(), shipped())
    parts = docx.Document(io.BytesIO(copy.data)).part.package.iter_parts()
    pictures = [part.blob for part in parts if part.content_type.startswith("image/")]
    assert [found(picture) for picture in pictures] == [[]]
