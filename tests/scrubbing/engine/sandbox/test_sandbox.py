"""A file that took over its parser gets nothing: each of its tries is refused."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from scrubbing.engine.errors import Crashed, Encrypted, OutOfMemory, TooBig, TooSlow
from scrubbing.engine.sandbox import Limits, Profile, Sandbox
from scrubbing.engine.sandbox.syscalls import SUPPORTED

pytestmark = pytest.mark.skipif(not SUPPORTED, reason="this system has no landlock and seccomp")

HOSTILE = "tests.scrubbing.engine.sandbox.hostile"
ROOT = Path(__file__).resolve().parents[4]
MEBIBYTE = 1 << 20
LIMITS = Limits(wall_seconds=20, memory_bytes=400 * MEBIBYTE, output_bytes=8 * MEBIBYTE)
SHORT = Limits(wall_seconds=0.5, memory_bytes=400 * MEBIBYTE, output_bytes=8 * MEBIBYTE)
DENIED, FORBIDDEN = "PermissionError:1", "PermissionError:13"


@pytest.fixture(scope="module")
def sandbox():
    one = Sandbox(HOSTILE)
    yield one
    one.stop()


@pytest.fixture
def given(tmp_path):
    file = tmp_path / "given.txt"
    file.write_text("the given text")
    file.chmod(0o600)
    return file


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir(mode=0o700)
    return folder


def eventually(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.02)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_job_gets_its_request_its_files_and_its_folder(sandbox, given, out):
    value = sandbox.run("echo", {"word": "é" * 100_000}, {"a": given}, out, LIMITS).value
    assert value == {
        "request": {"word": "é" * 100_000},
        "texts": {"a": "the given text"},
        "out_dir": str(out),
        "cwd": str(out),
    }


def test_job_leaves_files_in_its_folder(sandbox, out):
    sandbox.run("write", {"text": "result"}, {}, out, LIMITS)
    assert (out / "folder" / "result").read_text() == "result"
    modes = [path.stat().st_mode & 0o777 for path in (out / "folder", out / "folder" / "result")]
    assert modes == [0o700, 0o600]


def test_job_inherits_nothing_that_the_parent_had_open(sandbox, out):
    """The three standard ones, which lead nowhere, and the channel."""
    value = sandbox.run("descriptors", {}, {}, out, LIMITS).value
    assert value == {"open": [0, 1, 2, 3]}


def test_network_is_refused_in_every_family(sandbox, out, tmp_path):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        request = {"listener": list(listener.getsockname()), "unix": str(tmp_path / "s")}
        value = sandbox.run("network", request, {}, out, LIMITS).value
    assert value.pop("name").startswith("gaierror")
    assert value == dict.fromkeys(("tcp", "tcp6", "udp", "unix", "pair", "netlink"), DENIED)


def test_other_programs_are_refused(sandbox, out):
    value = sandbox.run("programs", {}, {}, out, LIMITS).value
    assert value == dict.fromkeys(("exec", "own_script", "run", "spawn"), DENIED)


def test_other_processes_are_refused_and_not_touched(sandbox, out):
    value = sandbox.run("processes", {"caller": os.getpid()}, {}, out, LIMITS).value
    assert value.pop("thread") == "done"
    assert set(value.values()) == {DENIED}
    assert len(value) == 7


def test_reading_other_files_is_refused(sandbox, out, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("another file")
    request = {"secret": str(secret), "caller": os.getpid()}
    value = sandbox.run("reading", request, {}, out, LIMITS).value
    assert value.pop("cwd") == "done"
    assert value.pop("/dev/mem") in (FORBIDDEN, "FileNotFoundError:2")
    assert set(value.values()) == {FORBIDDEN}
    assert {"/etc/passwd", str(secret), "list_parent"} < set(value)


def test_writing_elsewhere_is_refused(sandbox, given, out):
    value = sandbox.run("writing", {}, {"given": given}, out, LIMITS).value
    assert value.pop("inside") == "done"
    assert set(value.values()) <= {DENIED, FORBIDDEN}
    assert given.read_text() == "the given text"
    assert [path.name for path in out.iterdir()] == ["file"]
    assert not (out.parent / "beside").exists()


def test_privileges_are_gone(sandbox, out):
    value = sandbox.run("privileges", {"caller": os.getpid()}, {}, out, LIMITS).value
    uid, groups = value.pop("uid"), value.pop("groups")
    if os.geteuid() == 0:
        assert uid >= 61_184
        assert groups == []
    assert value.pop("new_call") == "OSError:38"
    assert set(value.values()) == {DENIED}


def test_two_children_of_root_are_different_users(sandbox, out):
    if os.geteuid() != 0:
        pytest.skip("only root can change the user")
    request = {"caller": os.getpid()}
    uids = {sandbox.run("privileges", request, {}, out, LIMITS).value["uid"] for _ in range(3)}
    assert len(uids) == 3


def test_crash_leaves_no_core_dump(sandbox, out):
    with pytest.raises(Crashed) as caught:
        sandbox.run("core", {}, {}, out, LIMITS)
    assert caught.value.detail == "signal 6"
    assert [path.name for path in out.iterdir()] == ["limit"]
    assert (out / "limit").read_text() == "1"


def test_four_gigabytes_are_refused(sandbox, out):
    with pytest.raises(OutOfMemory):
        sandbox.run("allocate", {}, {}, out, LIMITS)


def test_memory_taken_below_python_is_bounded_too(sandbox, out):
    value = sandbox.run("allocate_natively", {}, {}, out, LIMITS).value
    assert 0 < value["held"] <= LIMITS.memory_bytes


@pytest.mark.parametrize("job", ["loop", "sleep"])
def test_job_without_end_is_ended(sandbox, out, job):
    with pytest.raises(TooSlow):
        sandbox.run(job, {}, {}, out, SHORT)


def test_output_is_bounded(sandbox, out):
    with pytest.raises(TooBig):
        sandbox.run("fill_disk", {}, {}, out, LIMITS)
    assert (out / "big").stat().st_size <= LIMITS.output_bytes


def test_open_files_are_bounded(sandbox, out):
    with pytest.raises(Crashed):
        sandbox.run("many_files", {}, {}, out, LIMITS)


def test_fork_bomb_of_a_converter_ends_with_it(sandbox, out):
    with pytest.raises(TooSlow):
        sandbox.run("bomb", {}, {}, out, SHORT, profile=Profile.CONVERTER)
    pids = [int(line) for line in (out / "pids").read_text().split()]
    assert pids
    eventually(lambda: not any(map(alive, pids)))


def test_converter_runs_a_shell_but_reaches_nothing_more(sandbox, out):
    script = "echo here; cat /etc/passwd; echo x > /tmp/airlock-hostile; /usr/bin/id"
    request = {"script": script}
    value = sandbox.run("run_sh", request, {}, out, LIMITS, profile=Profile.CONVERTER).value
    assert value["out"] == "here\n"
    assert value["code"] == 126
    assert not Path("/tmp/airlock-hostile").exists()


def test_converter_has_no_network_either(sandbox, out, tmp_path):
    request = {"listener": ["127.0.0.1", 9], "unix": str(tmp_path / "s")}
    value = sandbox.run("network", request, {}, out, LIMITS, profile=Profile.CONVERTER).value
    assert {value[name] for name in ("tcp", "tcp6", "udp", "unix", "netlink")} == {DENIED}


def test_error_of_a_job_comes_back_by_its_code(sandbox, out):
    with pytest.raises(Encrypted) as caught:
        sandbox.run("scrub_error", {}, {}, out, LIMITS)
    assert caught.value.detail == "sheet 2"


def test_text_of_an_upload_does_not_come_back_in_an_error(sandbox, out):
    with pytest.raises(Crashed) as caught:
        sandbox.run("leaking_error", {}, {}, out, LIMITS)
    assert caught.value.detail.startswith("ValueError in hostile.py:")
    with pytest.raises(Encrypted) as caught:
        sandbox.run("leaking_detail", {}, {}, out, LIMITS)
    assert caught.value.detail == ""


@pytest.mark.parametrize("job", ["not_json", "disappear"])
def test_job_without_an_answer_has_crashed(sandbox, out, job):
    with pytest.raises(Crashed):
        sandbox.run(job, {}, {}, out, LIMITS)


def test_child_finds_nothing_of_the_one_before(sandbox, out):
    first = sandbox.run("state", {"word": "first"}, {}, out, LIMITS).value
    second = sandbox.run("state", {"word": "second"}, {}, out, LIMITS).value
    assert (first["left"], second["left"]) == (["first"], ["second"])
    assert first["warmed"] == second["warmed"]
    assert len(first["warmed"]) == 1


def test_parent_gets_no_secret_from_the_environment(out, monkeypatch):
    monkeypatch.setenv("AIRLOCK_MASTER_KEYS", "m1:canary")
    monkeypatch.setenv("DATABASE_URL", "canary")
    one = Sandbox(HOSTILE)
    try:
        names = one.run("state", {"word": "x"}, {}, out, LIMITS).value["environment"]
    finally:
        one.stop()
    assert not {"AIRLOCK_MASTER_KEYS", "DATABASE_URL"} & set(names)


def test_children_run_side_by_side(sandbox, tmp_path):
    folders = [tmp_path / str(number) for number in range(4)]
    results = {}

    def run(folder):
        folder.mkdir()
        results[folder.name] = sandbox.run("echo", {"n": folder.name}, {}, folder, LIMITS).value

    threads = [threading.Thread(target=run, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: value["request"]["n"] for name, value in results.items()} == {
        name: name for name in ("0", "1", "2", "3")
    }


def test_parent_that_was_killed_is_started_again(out):
    one = Sandbox(HOSTILE)
    try:
        one.start()
        first = one._process.pid
        os.kill(first, signal.SIGKILL)
        one._process.wait()
        assert one.run("echo", {}, {}, out, LIMITS).value["request"] == {}
        assert one._process.pid != first
    finally:
        one.stop()


def test_child_ends_with_the_caller_that_was_killed(tmp_path, out):
    """The caller and its warm parent die; nothing of the upload goes on living."""
    script = (
        "from pathlib import Path\n"
        "from scrubbing.engine.sandbox import Sandbox, Limits\n"
        f"one = Sandbox({HOSTILE!r})\n"
        "one.start()\n"
        "print(one._process.pid, flush=True)\n"
        f"one.run('sleep', {{}}, {{}}, Path({str(out)!r}), Limits(wall_seconds=600))\n"
    )
    caller = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    with caller:
        server = int(caller.stdout.readline())
        children = Path(f"/proc/{server}/task/{server}/children")
        eventually(lambda: children.read_text().split())
        pids = [server, *map(int, children.read_text().split())]
        caller.kill()
    eventually(lambda: not any(map(alive, pids)))


def reachable_python() -> str:
    """One that a user who owns nothing can start: not a Python below /root."""
    for found in map(Path, (sys.executable, shutil.which("python3", path="/usr/bin") or "")):
        ways = [*found.resolve().parents, *found.parents]
        if found.is_file() and all(way.stat().st_mode & 0o001 for way in ways):
            return str(found)
    pytest.skip("another user cannot reach any Python here")


@pytest.mark.slow
def test_sandbox_holds_for_a_caller_that_is_not_root():
    if os.geteuid() != 0:
        pytest.skip("this run is not root already")
    python = reachable_python()
    probe = "from scrubbing.engine.sandbox import probe; print(probe().safe)"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(
            ROOT / "scrubbing" / "engine" / "sandbox", folder / "scrubbing/engine/sandbox"
        )
        for module in ("limits.py", "errors.py"):
            shutil.copy(ROOT / "scrubbing" / "engine" / module, folder / "scrubbing/engine")
        answer = subprocess.run(
            [python, "-c", probe],
            user=65534, group=65534, extra_groups=[], cwd=folder,
            env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert (answer.stdout.strip(), answer.returncode) == ("True", 0), answer.stderr
