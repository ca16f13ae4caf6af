"""The programs that handlers use do work inside the walls."""

import shutil

import pytest

from scrubbing.engine.errors import Crashed
from scrubbing.engine.sandbox import Limits, Profile, Sandbox
from scrubbing.engine.sandbox.syscalls import SUPPORTED

pytestmark = pytest.mark.skipif(not SUPPORTED, reason="this system has no landlock and seccomp")

MEBIBYTE = 1 << 20
LIMITS = Limits(wall_seconds=120, memory_bytes=1800 * MEBIBYTE, output_bytes=80 * MEBIBYTE)


@pytest.fixture(scope="module")
def sandbox():
    one = Sandbox("tests.scrubbing.engine.sandbox.tools")
    yield one
    one.stop()


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def needs(program):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


@pytest.mark.slow
def test_libreoffice_converts_inside(sandbox, out, tmp_path):
    needs("soffice")
    given = tmp_path / "given.txt"
    given.write_text("some text")
    profile = Profile.CONVERTER
    value = sandbox.run("office", {}, {"given": given}, out, LIMITS, profile=profile).value
    assert value == {"code": 0, "made": ["given.pdf"]}


def test_tesseract_reads_inside(sandbox, out, tmp_path):
    needs("tesseract")
    from PIL import Image, ImageDraw

    given = tmp_path / "given.png"
    image = Image.new("L", (600, 200), 255)
    ImageDraw.Draw(image).text((50, 50), "HELLO WORLD", font_size=60)
    image.save(given)
    profile = Profile.CONVERTER
    value = sandbox.run("ocr", {}, {"given": given}, out, LIMITS, profile=profile).value
    assert value == {"code": 0, "text": "HELLO WORLD\n"}


def test_git_stores_an_object_inside(sandbox, out):
    needs("git")
    value = sandbox.run("git", {}, {}, out, LIMITS, profile=Profile.CONVERTER).value
    assert value == {"made": 0, "stored": "6b584e8ece562ebffc15d38808cd6b98fc3d97ea"}


def test_programs_are_refused_without_the_profile(sandbox, out):
    needs("git")
    with pytest.raises(Crashed) as caught:
        sandbox.run("git", {}, {}, out, LIMITS)
    assert caught.value.detail.startswith("PermissionError")


def test_libraries_load_inside(sandbox, out):
    assert sandbox.run("imports", {}, {}, out, LIMITS).value == {
        "loaded": ["lxml.etree", "PIL.Image"]
    }
