"""A confined parser has programs run for it, and cannot use that to get out."""

import pytest

from scrubbing.engine.errors import Broken, Crashed
from scrubbing.engine.sandbox import Limits, Sandbox
from scrubbing.engine.sandbox.syscalls import SUPPORTED

pytestmark = pytest.mark.skipif(not SUPPORTED, reason="this system has no landlock and seccomp")

MEBIBYTE = 1 << 20
LIMITS = Limits(wall_seconds=20, memory_bytes=400 * MEBIBYTE, output_bytes=8 * MEBIBYTE)


@pytest.fixture(scope="module")
def sandbox():
    helpers = frozenset({"upper", "broken", "asks_on"})
    one = Sandbox("tests.scrubbing.engine.sandbox.tools", helpers)
    yield one
    one.stop()


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir(mode=0o700)
    return folder


def test_job_gets_what_a_program_made_and_leaves_nothing_behind(sandbox, out):
    value = sandbox.run("asks", {"marks": ["a", "b"]}, {}, out, LIMITS).value
    assert value == {"available": True, "made": ["a-made\n", "b-made\n"], "left": []}
    assert list(out.iterdir()) == []


def test_error_of_the_helper_is_the_jobs_own(sandbox, out):
    with pytest.raises(Broken) as caught:
        sandbox.run("asks_for", {"job": "broken"}, {}, out, LIMITS)
    assert caught.value.detail == "our words"


@pytest.mark.parametrize("job", ["office", "asks", "unknown"])
def test_only_helpers_help(sandbox, out, job):
    with pytest.raises(Crashed):
        sandbox.run("asks_for", {"job": job}, {}, out, LIMITS)


def test_helper_gets_no_help(sandbox, out):
    with pytest.raises(Crashed):
        sandbox.run("asks_for", {"job": "asks_on"}, {}, out, LIMITS)


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "secret", "ask-1", "ask-1/../../x", ""]
)
def test_question_about_another_file_is_refused(sandbox, out, name):
    (out.parent / "secret").write_text("secret")
    value = sandbox.run("asks_for_another_file", {"file": name}, {}, out, LIMITS).value
    assert value["answer"]["error"] == "crashed"
