"""Runs web, workers and beat as children of one process, and starts again what exits.

Each child leads a process group of its own, so that what it leaves behind is ended before it
starts again, and is ended by the kernel when this process dies in whatever way.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import structlog

log = structlog.get_logger(__name__)

ROOT = Path(__file__).resolve().parents[1]
LOG_BYTES_KEPT = 10_000_000
STOP_S = 10.0
"""How long a child may take to end by itself before its group is killed."""
STEADY_S = 60.0
"""A child that ran this long starts again at once."""
_LONGEST_PAUSE_S = 30.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Service:
    """A program to keep running, with what its environment has besides ours."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


class AlreadyRunningError(RuntimeError):
    """Another supervisor uses this data folder."""

    code = "supervise.already_running"


def services(port: int, *, scrubbers: int = 0) -> list[Service]:
    """Web on 127.0.0.1, a worker per queue and beat; ``scrubbers`` 0 takes one per core."""
    celery = (sys.executable, "-m", "celery", "-A", "portal.celery")
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO")
    scrubbers = scrubbers or min(os.cpu_count() or 1, 8)

    def worker(queue: str, processes: int) -> Service:
        # The host name keeps the two apart in Celery's own messages.
        named = ("-n", f"{queue}@%h", "-Q", queue, "-c", str(processes))
        return Service(f"worker-{queue}", (*celery, "worker", *named, *quiet))

    gunicorn = (sys.executable, "-m", "gunicorn", "--config", "python:portal.server")
    return [
        Service("web", gunicorn, {"AIRLOCK_BIND": f"127.0.0.1:{port}"}),
        worker("scrub", scrubbers),
        worker("default", 1),
        Service("beat", (*celery, "beat", "--pidfile=", "--loglevel=INFO")),
    ]


class Child:
    """One service's process, its log file and the pauses between its starts."""

    def __init__(self, service: Service, logs: Path) -> None:
        self.service = service
        self.log_file = logs / f"{service.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.failures = 0
        self.started_at = 0.0
        self.start_again_at = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        with _opened_log(self.log_file) as out:
            self.process = spawn(
                self.service.argv,
                env={**os.environ, **self.service.env},
                output=out,
                cwd=ROOT,
            )

    def watch(self) -> None:
        """Note an exit, and start again when its pause is over."""
        if self.process is not None and self.process.poll() is not None:
            self._note_exit(self.process)
        if self.process is None and time.monotonic() >= self.start_again_at:
            self.start()

    def _note_exit(self, process: subprocess.Popen[bytes]) -> None:
        end_group(process.pid)
        steady = time.monotonic() - self.started_at >= STEADY_S
        self.failures = 0 if steady else self.failures + 1
        pause = min(0.25 * 2**self.failures, _LONGEST_PAUSE_S)
        self.start_again_at = time.monotonic() + pause
        self.process = None
        log.warning("service_exited", service=self.service.name, status=process.returncode)

    def ask_to_stop(self) -> None:
        # Only the leader: a worker's own children must finish their job first.
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self, deadline: float) -> None:
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        end_group(self.process.pid)
        self.process.wait()
        self.process = None


class Supervisor:
    """Keeps services running inside a ``with`` block; leaving it stops them all."""

    def __init__(self, wanted: list[Service], folder: Path) -> None:
        self._folder = folder
        self.children = [Child(service, folder / "log") for service in wanted]
        self._stopping = threading.Event()
        self._signalled = False

    def __enter__(self) -> Self:
        (self._folder / "log").mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = (self._folder / "supervisor.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise AlreadyRunningError(f"{self._folder} is in use by another Airlock") from None
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_S
        for child in self.children:
            child.stop(deadline)
        self._lock.close()

    def start(self, *names: str) -> None:
        """Start the named services, or all that are not running yet."""
        for child in self.children:
            if child.process is None and (not names or child.service.name in names):
                child.start()

    def run(self) -> None:
        """Watch until SIGINT or SIGTERM, or until ``stop`` is called from another thread."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note_signal)
        self.watch_until(self._stopping.is_set)

    def stop(self) -> None:
        self._stopping.set()

    def _note_signal(self, *_: object) -> None:
        """Only a plain mark: setting an event takes a lock that this very thread may be holding."""
        self._signalled = True

    def watch_until(self, done: Callable[[], bool], *, within_s: float = float("inf")) -> bool:
        """Keep everything running until ``done()``; False when the time was over first."""
        deadline = time.monotonic() + within_s
        while not done():
            over = self._signalled or time.monotonic() > deadline
            if over or self._stopping.wait(0.1):
                return done()
            for child in self.children:
                child.watch()
        return True


def spawn(
    argv: tuple[str, ...],
    *,
    env: Mapping[str, str],
    output: int,
    user: int | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own that ends with this process.

    The kernel ties its end to the thread that calls this, so call it from one that lasts.
    """
    return subprocess.Popen(
        argv,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - one system call, no locks
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd=cwd,
    )


def end_group(leader: int) -> None:
    """Kill what is left of a process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def answers(port: int) -> bool:
    """Whether something listens on 127.0.0.1 at that port."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        return True
    return False


def _die_with_parent() -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


@contextmanager
def _opened_log(file: Path) -> Iterator[int]:
    """The log to append to; one that has grown large is moved aside first."""
    if file.exists() and file.stat().st_size > LOG_BYTES_KEPT:
        file.replace(file.with_suffix(".log.1"))
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)
