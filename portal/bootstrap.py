"""Puts the locked packages into ``.venv`` of the checkout, with the standard library alone.

pip installs uv, uv installs the lock; where uv cannot, pip does, with the same hashes. Nothing
happens where the packages are already there, in ``.venv`` or in the Python that was called.
``AIRLOCK_NO_BOOTSTRAP`` set to anything (as in the image) turns all of it off.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from importlib import metadata
from pathlib import Path

from portal.bootstrap_pip import uv_environment

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
NEEDS_TEST_TOOLS = frozenset({"test", "lint", "lock"})
PYTHON = (3, 11)

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)([^\\]*)", re.MULTILINE)


def ensure(argv: list[str]) -> None:
    """Return in a Python that has the packages of this command, or replace the process by it."""
    if os.environ.get("AIRLOCK_NO_BOOTSTRAP"):
        return
    if sys.version_info[:2] != PYTHON:
        _go_on_in(_other_python(), argv)
    locks = wanted_locks(argv)
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if not inside and all(has_packages(lock) for lock in locks):
        return
    with (ROOT / "manage.py").open("rb") as shared:
        # Two that start at once wait for each other here; the second finds the stamps.
        fcntl.flock(shared, fcntl.LOCK_EX)
        make_venv()
        for lock in locks:
            install(lock)
    if not inside:
        _go_on_in(str(VENV_PYTHON), argv)


def wanted_locks(argv: list[str]) -> list[Path]:
    """The locks that a command needs."""
    command = argv[1] if len(argv) > 1 else ""
    return [RUNTIME_LOCK, TEST_LOCK] if command in NEEDS_TEST_TOOLS else [RUNTIME_LOCK]


def has_packages(lock: Path) -> bool:
    """Whether the running Python has every package of the lock in its exact version."""
    for name, version, _ in _PINNED.findall(lock.read_text()):
        try:
            if metadata.version(name) != version:
                return False
        except metadata.PackageNotFoundError:
            return False
    return True


def make_venv() -> None:
    """Make ``.venv``, or make it anew when it holds no working Python of the right version."""
    check = f"import sys; sys.exit(sys.version_info[:2] != {PYTHON})"
    if VENV_PYTHON.exists() and _succeeds([str(VENV_PYTHON), "-c", check]):
        return
    # Without pip: Debian's Python may lack the wheels for it, and the outer pip can serve it.
    venv.EnvBuilder(clear=VENV.exists(), symlinks=True).create(VENV)


def install(lock: Path) -> None:
    """Install a lock into ``.venv`` unless its stamp says that this was done."""
    stamp = VENV / f"installed-{lock.name}"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    if not _succeeds([str(VENV_PYTHON), "-c", _HAS_PACKAGES, str(ROOT), str(lock)]):
        _say(f"Installing the packages of {lock.name} into {VENV} (this happens once) ...")
        if not _install_with_uv(lock):
            _say("uv could not; pip goes on, which takes longer.")
            _run([*_pip(), "install", "--no-deps", "--require-hashes", "-r", str(lock)])
    aside = stamp.with_suffix(f".{os.getpid()}")
    aside.write_text(digest)
    aside.replace(stamp)


_HAS_PACKAGES = (
    "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
    "from portal.bootstrap import has_packages; sys.exit(not has_packages(Path(sys.argv[2])))"
)


def _install_with_uv(lock: Path) -> bool:
    uv = VENV / "bin" / "uv"
    if not uv.exists() and not _pip_installs_uv():
        return False
    command = [str(uv), "pip", "install", "--python", str(VENV_PYTHON), "--no-deps"]
    if sys.dont_write_bytecode:  # then every start of every process would compile them again
        command.append("--compile-bytecode")
    environment = {**os.environ, **uv_environment(_pip(), os.environ)}
    return _succeeds([*command, "--require-hashes", "-r", str(lock)], env=environment, quiet=False)


def _pip_installs_uv() -> bool:
    """Install uv by its own lines of the test lock, so that its hashes are checked too."""
    found = re.search(r"^uv==.*?(?=^\S|\Z)", TEST_LOCK.read_text(), re.MULTILINE | re.DOTALL)
    if found is None:
        return False
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write(found[0])
        wanted.flush()
        options = ["--quiet", "--no-deps", "--require-hashes", "-r", wanted.name]
        return _succeeds([*_pip(), "install", *options], quiet=False)


def _pip() -> list[str]:
    """The pip that serves ``.venv``: its own, else that of the Python it was made from."""
    own = [str(VENV_PYTHON), "-m", "pip"]
    if _succeeds([*own, "--version"]):
        return own
    base = str(getattr(sys, "_base_executable", sys.executable))
    outer = [base, "-m", "pip", "--python", str(VENV_PYTHON)]
    if _succeeds([*outer, "--version"]):
        return outer
    _run([str(VENV_PYTHON), "-m", "ensurepip", "--default-pip"])
    return own


def _other_python() -> str:
    wanted = ".".join(map(str, PYTHON))
    other = shutil.which(f"python{wanted}")
    if other is None:
        sys.exit(f"Airlock needs Python {wanted}; this is {sys.version.split()[0]}.")
    return other


def _go_on_in(python: str, argv: list[str]) -> None:
    os.execv(python, [python, str(ROOT / "manage.py"), *argv[1:]])  # noqa: S606 - no shell wanted


def _succeeds(command: list[str], *, env: dict[str, str] | None = None, quiet: bool = True) -> bool:
    """Whether a program ends with 0; its output goes to standard error, or nowhere."""
    sink = subprocess.DEVNULL if quiet else sys.stderr
    errors = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, env=env, stdout=sink, stderr=errors, check=False).returncode == 0


def _run(command: list[str]) -> None:
    if not _succeeds(command, quiet=False):
        sys.exit(f"This step failed: {' '.join(command)}")


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
