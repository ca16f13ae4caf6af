"""The caller's side: starts the warm parent when it is first needed, and asks it."""

import array
import atexit
import contextlib
import json
import os
import re
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from scrubbing.engine.errors import (
    ERRORS,
    Crashed,
    OutOfMemory,
    SandboxUnavailable,
    ScrubError,
    TooSlow,
)
from scrubbing.engine.limits import Limits
from scrubbing.engine.sandbox import frames, telling
from scrubbing.engine.sandbox.helping import Helper
from scrubbing.engine.sandbox.order import Order
from scrubbing.engine.sandbox.seccomp import Profile

JOBS_MODULE = "scrubbing.engine.jobs"
HELPERS = frozenset({"convert", "convert_pictures", "tesseract"})
"""Jobs that a confined child may ask another one for, because they start a program."""
ROOT = Path(__file__).resolve().parents[3]
WARM_SECONDS = 180.0
"""How long the parent may take to import everything and load its models."""
GRACE_SECONDS = 15.0
"""Beyond a job's own limit, which the parent keeps: it answers late only when it died."""
_KEPT_VARIABLES = (
    "PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "AIRLOCK_NAMES_MODEL", "AIRLOCK_SECOND_MODEL",
)  # fmt: skip
_THREAD_VARIABLES = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS",
)  # fmt: skip
_PLAIN = re.compile(r"[A-Za-z0-9 .,:;_%()/+-]{0,100}")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a job took: its peak memory in bytes and its processor time in seconds."""

    peak_bytes: int
    cpu_seconds: float
    grouped: bool
    """Whether a control group bounded the memory of all it started."""


@dataclass(frozen=True, slots=True)
class Outcome:
    value: dict[str, Any]
    usage: Usage


@dataclass(slots=True)
class Sandbox:
    """One warm parent and the way to it. ``module`` has ``JOBS`` and maybe ``warm()``.

    Started before a worker forks its pool, it serves the whole pool; otherwise each
    process starts its own when it first asks. Safe to use from several threads.
    """

    module: str = JOBS_MODULE
    helpers: frozenset[str] = HELPERS
    _process: "subprocess.Popen[bytes] | None" = None
    _folder: Path | None = None
    _owner: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Returns when the parent is warm. Does nothing when it already runs."""
        with self._lock:
            if self._answers():
                return
            self._stop_own()
            self._launch()

    def stop(self) -> None:
        """Ends the parent and every child of it."""
        with self._lock:
            self._stop_own()

    def run(
        self,
        job: str,
        request: Mapping[str, Any],
        files: Mapping[str, Path],
        out_dir: Path,
        limits: Limits,
        *,
        profile: Profile = Profile.ENGINE,
    ) -> Outcome:
        """What the job answers. Whatever it left behind is files and folders.

        Raises any ``ScrubError``: the job's own, ``TooSlow``, ``OutOfMemory``, ``Crashed``,
        and ``SandboxUnavailable`` where the parent itself is gone.
        """
        paths = {name: path.resolve() for name, path in files.items()}
        order = Order(job, paths, out_dir.resolve(), limits, profile)
        answer, report, grouped = self._exchange(order, request)
        refuse_what_is_no_file(order.out_dir)
        value = _judged(answer, report)
        usage = Usage(int(report["peak_bytes"]), float(report["cpu_seconds"]), grouped)
        return Outcome(value, usage)

    def _exchange(
        self, order: Order, request: Mapping[str, Any]
    ) -> tuple[dict[str, Any] | None, dict[str, Any], bool]:
        ours, theirs = socket.socketpair()
        with ours, theirs, self._control() as control:
            patience = order.limits.longest() + GRACE_SECONDS
            control.settimeout(patience)
            _wait_at_most(ours, patience)
            try:
                _send_order(control, order, theirs)
                theirs.close()
                grouped = bool(_packet(control)["grouped"])
                teller = telling.Teller(order.limits, partial(_allow, control))
                answer = _converse(ours, request, self._helper(order), teller)
                return answer, _packet(control), grouped
            except (OSError, frames.CutError, KeyError):
                raise SandboxUnavailable("went away") from None

    def _helper(self, order: Order) -> Helper:
        run = partial(self.run, profile=Profile.CONVERTER)
        # A converter asks nobody: only one question deep.
        jobs = self.helpers if order.profile is Profile.ENGINE else frozenset()
        return Helper(run, jobs, order.out_dir, order.limits)

    def _control(self) -> socket.socket:
        try:
            return self._connect()
        except SandboxUnavailable:
            self.start()
            return self._connect()

    def _connect(self) -> socket.socket:
        path = str(self._path())
        control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            control.connect(path)
        except OSError:
            control.close()
            raise SandboxUnavailable("not there") from None
        return control

    def _path(self) -> Path:
        if self._folder is None:
            raise SandboxUnavailable("not started")
        return self._folder / "s"

    def _answers(self) -> bool:
        if self._folder is None:
            return False
        try:
            self._connect().close()
        except SandboxUnavailable:
            return False
        return True

    def _launch(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="airlock-sandbox-"))
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "scrubbing.engine.sandbox.server", self.module, self._path()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            env=clean_environment(),
            cwd=ROOT,
            start_new_session=True,
        )
        atexit.register(self.stop)
        if not _said_ready(self._process):
            self._stop_own()
            raise SandboxUnavailable("did not start")

    def _stop_own(self) -> None:
        """A pool's child leaves the parent it inherited alone."""
        process, folder = self._process, self._folder
        self._process = self._folder = None
        if process is None or self._owner != os.getpid():
            return
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def clean_environment() -> dict[str, str]:
    """What the parent gets: no keys, no passwords; one thread for every library."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    threads = dict.fromkeys(_THREAD_VARIABLES, "1")
    return {**kept, **threads, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def refuse_what_is_no_file(folder: Path) -> None:
    """Raises ``Crashed`` for a link, pipe, socket or device.

    Who reads it would be led out of the folder, or wait for ever.
    """
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            mode = os.lstat(Path(parent, name)).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise Crashed("something that is no file was left behind")


def _said_ready(process: "subprocess.Popen[bytes]") -> bool:
    stdout = process.stdout
    if stdout is None:
        return False
    watchdog = threading.Timer(WARM_SECONDS, process.kill)
    watchdog.start()
    try:
        return stdout.readline() == b"ready\n"
    finally:
        watchdog.cancel()


def _wait_at_most(channel: socket.socket, seconds: float) -> None:
    """By the kernel: Python's own timeout would make the descriptor non-blocking."""
    period = struct.pack("@ll", int(seconds) + 1, 0)
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, period)
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, period)


def _send_order(control: socket.socket, order: Order, channel: socket.socket) -> None:
    descriptors = array.array("i", [channel.fileno()])
    body = json.dumps(order.words()).encode()
    control.sendmsg([body], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)])


def _packet(control: socket.socket) -> dict[str, Any]:
    body = control.recv(4096)
    if not body:
        raise frames.CutError("gone")
    words: dict[str, Any] = json.loads(body)
    return words


def _allow(control: socket.socket, seconds: float) -> None:
    """The server learns how long the child may live now; it may just have died."""
    with contextlib.suppress(OSError):
        control.send(json.dumps({"seconds": seconds}).encode())


def _converse(
    channel: socket.socket, request: Mapping[str, Any], helper: Helper, teller: telling.Teller
) -> dict[str, Any] | None:
    """The child's answer, or None when it died before it had one."""
    try:
        frames.write(channel.fileno(), request)
        while True:
            said = frames.read(channel.fileno())
            if telling.TOLD in said:
                teller.hear(said[telling.TOLD])
            elif "ask" in said:
                frames.write(channel.fileno(), helper.answer(said["ask"]))
            else:
                return said
    except (OSError, frames.CutError):
        return None


def _judged(answer: Mapping[str, Any] | None, report: Mapping[str, Any]) -> dict[str, Any]:
    """The value, or the error that answer and report together mean."""
    if report["late"]:
        raise TooSlow
    if answer is not None and isinstance(answer.get("ok"), dict):
        value: dict[str, Any] = answer["ok"]
        return value
    if answer is not None and "error" in answer:
        raise _named(answer)
    if report["ran_out"]:
        raise OutOfMemory
    raise Crashed(f"signal {report['signal']}" if report["signal"] else "no answer")


def _named(answer: Mapping[str, Any]) -> ScrubError:
    """Answers come from a process that read an upload: only plain short words pass."""
    error = ERRORS.get(str(answer["error"]), Crashed)
    detail = str(answer.get("detail", ""))
    return error(detail if _PLAIN.fullmatch(detail) else "")
