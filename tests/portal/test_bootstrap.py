"""From a bare clone to installed packages, and nothing more than is needed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal import bootstrap, bootstrap_pip

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-test.lock"]
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_has_exact_versions_with_hashes_and_no_address(lock):
    text = lock.read_text()
    blocks = re.split(r"\n(?=[a-z])", text.split("\n", 2)[2])
    assert len(blocks) > 50
    for block in blocks:
        assert re.fullmatch(
            r"[a-z0-9-]+==[^\s;]+ \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n?)+", block
        ), block[:80]
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted", text)


def test_test_lock_holds_the_runtime_lock():
    runtime, test = (dict(PINNED.findall(lock.read_text())) for lock in LOCKS)
    assert {name: test.get(name) for name in runtime} == runtime


def test_runtime_lock_takes_the_opencv_that_needs_no_screen():
    names = dict(PINNED.findall(LOCKS[0].read_text()))
    assert {name for name in names if name.startswith("opencv")} == {"opencv-python-headless"}


def test_locks_name_every_dependency_of_the_project():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    names = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace("_", "-") for line in wanted}
    assert names - set(dict(PINNED.findall(LOCKS[1].read_text()))) == set()


PIP_CONFIG = """\
:env:.find-links='/opt/a /opt/b'
:env:.cert='/etc/ssl/ours.pem'
global.index-url='https://mirror.example.com/simple'
global.extra-index-url='\\nhttps://one.example.com/simple\\nhttps://two.example.com/simple'
global.proxy='http://proxy.example.com:3128'
global.cert='/etc/ssl/other.pem'
install.index-url='https://better.example.com/simple'
download.index-url='https://unused.example.com/simple'
"""


def test_settings_of_pip_reach_uv():
    assert bootstrap_pip.from_pip(bootstrap_pip.parse_pip_config(PIP_CONFIG), {}) == {
        "UV_DEFAULT_INDEX": "https://better.example.com/simple",
        "UV_INDEX": "https://one.example.com/simple https://two.example.com/simple",
        "UV_FIND_LINKS": "/opt/a,/opt/b",
        "HTTP_PROXY": "http://proxy.example.com:3128",
        "HTTPS_PROXY": "http://proxy.example.com:3128",
        "ALL_PROXY": "http://proxy.example.com:3128",
        "SSL_CERT_FILE": "/etc/ssl/ours.pem",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_settings_made_for_uv_itself_stay():
    options = {"index-url": "https://pip.example.com/simple", "proxy": "http://p.example.com"}
    environ = {"UV_DEFAULT_INDEX": "https://uv.example.com/simple", "https_proxy": "set"}
    assert bootstrap_pip.from_pip(options, environ) == {
        "HTTP_PROXY": "http://p.example.com",
        "ALL_PROXY": "http://p.example.com",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_commands_for_developers_want_the_test_lock_too():
    assert bootstrap.wanted_locks(["manage.py", "demo"]) == [bootstrap.RUNTIME_LOCK]
    for command in ("test", "lint", "lock"):
        assert bootstrap.wanted_locks(["manage.py", command]) == [
            bootstrap.RUNTIME_LOCK,
            bootstrap.TEST_LOCK,
        ]


def test_present_packages_are_seen(tmp_path):
    import django

    lock = tmp_path / "lock"
    lock.write_text(f"django=={django.__version__} \\\n    --hash=sha256:00\n")
    assert bootstrap.has_packages(lock)
    lock.write_text("django==0.1 \\\n    --hash=sha256:00\n")
    assert not bootstrap.has_packages(lock)
    lock.write_text("no-such-package==0.1 \\\n    --hash=sha256:00\n")
    assert not bootstrap.has_packages(lock)


@pytest.fixture
def bare_clone(tmp_path):
    """A checkout with no .venv whose locks hold one small package each, kept in a folder."""
    clone = tmp_path / "clone"
    (clone / "portal").mkdir(parents=True)
    for name in ("bootstrap.py", "bootstrap_pip.py", "__init__.py"):
        shutil.copy(ROOT / "portal" / name, clone / "portal")
    (clone / "manage.py").write_text(
        "import sys\nfrom portal import bootstrap\nbootstrap.ensure(sys.argv)\n"
        "import airlock_sample\nprint(sys.prefix, airlock_sample.VERSION)\n"
    )
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    return clone, wheels


def offer(clone: Path, wheels: Path, version: str) -> None:
    """Put a wheel of that version into the folder, and name it in the lock."""
    import hashlib
    import zipfile

    name = f"airlock_sample-{version}"
    wheel = wheels / f"{name}-py3-none-any.whl"
    info = f"{name}.dist-info"
    with zipfile.ZipFile(wheel, "w") as out:
        out.writestr("airlock_sample.py", f"VERSION = {version!r}\n")
        out.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: airlock-sample\nVersion: {version}\n"
        )
        out.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        out.writestr(f"{info}/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (clone / "requirements.lock").write_text(
        f"airlock-sample=={version} \\\n    --hash=sha256:{digest}\n"
    )
    # No uv in this one: pip does the work, without an index.
    (clone / "requirements-test.lock").write_text("# empty\n")


def start(clone: Path, wheels: Path) -> subprocess.Popen[str]:
    base = str(Path(sys.base_prefix) / "bin" / "python3.11")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environ |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PYTHONPATH": ""}
    environ.pop("AIRLOCK_NO_BOOTSTRAP", None)
    return subprocess.Popen(
        [base, "manage.py", "anything"],
        cwd=clone,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return out.strip(), errors


@pytest.mark.slow
def test_bare_clone_installs_once_and_again_when_the_lock_changes(bare_clone):
    clone, wheels = bare_clone
    offer(clone, wheels, "1.0")
    out, errors = finish(start(clone, wheels))
    assert out == f"{clone / '.venv'} 1.0"
    assert errors.count("this happens once") == 1
    assert finish(start(clone, wheels)) == (f"{clone / '.venv'} 1.0", "")
    offer(clone, wheels, "2.0")
    assert finish(start(clone, wheels))[0] == f"{clone / '.venv'} 2.0"


@pytest.mark.slow
def test_two_that_start_at_once_install_once(bare_clone):
    clone, wheels = bare_clone
    offer(clone, wheels, "1.0")
    both = [start(clone, wheels), start(clone, wheels)]
    finished = [finish(process) for process in both]
    assert [out for out, _ in finished] == [f"{clone / '.venv'} 1.0"] * 2
    assert sum(errors.count("this happens once") for _, errors in finished) == 1


@pytest.mark.slow
def test_wheel_that_is_not_the_locked_one_is_refused(bare_clone):
    clone, wheels = bare_clone
    offer(clone, wheels, "1.0")
    wheel = next(wheels.iterdir())
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    process = start(clone, wheels)
    _, errors = process.communicate(timeout=120)
    assert process.returncode != 0
    assert "DO NOT MATCH THE HASHES" in errors
