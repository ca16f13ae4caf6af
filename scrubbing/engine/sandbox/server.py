"""The warm parent: imports everything once, then forks a confined child per order.

It reads orders (paths and limits) and nothing else; requests and results pass between
caller and child on a descriptor of their own, so that no child can find what another
was given. One thread, no secrets in its environment. It ends when its starter does.
"""

import array
import contextlib
import gc
import importlib
import json
import math
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrubbing.engine.limits import Limits
from scrubbing.engine.sandbox import cgroup
from scrubbing.engine.sandbox.child import Job, live
from scrubbing.engine.sandbox.confine import CHANNEL
from scrubbing.engine.sandbox.order import Order, from_words
from scrubbing.engine.sandbox.settle import settle
from scrubbing.engine.sandbox.syscalls import prctl

MAX_ORDER = 64 * 1024
READ_TIMEOUT = 5.0
LEAST_WAIT = 0.1
_PR_SET_CHILD_SUBREAPER = 36
_SCHEDULED = 2
"""``CPUCLOCK_SCHED``: the part of a clock's number that stands for time on a processor."""


@dataclass(slots=True)
class Running:
    """A child, who asked for it, and until when it may live."""

    pid: int
    pidfd: int
    caller: socket.socket
    group: cgroup.Group | None
    limits: Limits
    began: float
    seconds: float
    """How long it may live by what it told so far."""
    deadline: float
    """When its time is looked at next."""
    late: bool = False

    def is_over(self, now: float) -> bool:
        """Whether its time is used up; where it is not, when to look again."""
        last = self.began + self.seconds * self.limits.slack
        left = self.seconds - _processor_seconds(self.pid) if self.limits.slack > 1 else 0.0
        if now >= last or left <= 0:
            return True
        self.deadline = min(last, now + max(left, LEAST_WAIT))
        return False

    def allow(self, seconds: float) -> None:
        """Time by what it told, never beyond what its order may have."""
        most = max(self.limits.wall_seconds, self.limits.most_seconds or 0.0)
        self.seconds = min(seconds, most)
        self.deadline = self.began + self.seconds


class Server:
    """Accepts orders on a listening socket until its starter's pipe closes."""

    def __init__(
        self, jobs: Mapping[str, Job], code: tuple[Path, ...], listener: socket.socket
    ) -> None:
        self._jobs, self._code, self._listener = jobs, code, listener
        self._selector = selectors.DefaultSelector()
        self._running: dict[int, Running] = {}
        self._emptying: list[cgroup.Group] = []
        self._slot = os.getpid()

    def serve(self) -> None:
        """Returns when the starter has gone."""
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(sys.stdin.fileno(), selectors.EVENT_READ, None)
        while True:
            for key, _events in self._selector.select(self._patience()):
                if key.data is None:
                    return self._end_all()
                key.data()
            self._end_late()

    def _patience(self) -> float | None:
        deadlines = [running.deadline for running in self._running.values() if not running.late]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _accept(self) -> None:
        caller, _address = self._listener.accept()
        caller.settimeout(READ_TIMEOUT)
        try:
            order, channel = _receive(caller)
            job = self._jobs[order.job]
        except (OSError, ValueError, KeyError, TypeError):
            caller.close()
            return
        self._start(job, order, caller, channel)

    def _start(self, job: Job, order: Order, caller: socket.socket, channel: int) -> None:
        self._slot += 1
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            _become_child(channel)
            live(job, order, self._code, self._slot, server)
        os.close(channel)
        # The child waits for its request, which the caller sends after this answer, so
        # it is in its group before it sees anything.
        group = cgroup.hold(pid, str(self._slot), order.limits.memory_bytes)
        now, seconds = time.monotonic(), order.limits.wall_seconds
        running = Running(
            pid, os.pidfd_open(pid), caller, group, order.limits, now, seconds, now + seconds
        )
        self._running[pid] = running
        self._selector.register(running.pidfd, selectors.EVENT_READ, lambda: self._reap(running))
        self._selector.register(caller, selectors.EVENT_READ, lambda: self._hear(running))
        _say(caller, {"grouped": group is not None})

    def _hear(self, running: Running) -> None:
        """The caller grants other time to its child, or it went away."""
        try:
            running.allow(float(_parsed(running.caller.recv(MAX_ORDER))["seconds"]))
        except (OSError, ValueError, KeyError, TypeError):
            self._selector.unregister(running.caller)
            _kill(running)

    def _end_late(self) -> None:
        now = time.monotonic()
        for running in self._running.values():
            if not running.late and now >= running.deadline and running.is_over(now):
                running.late = True
                _kill(running)

    def _reap(self, running: Running) -> None:
        # Killed before it is reaped: until then nobody else can have its number.
        _kill(running)
        _pid, status, usage = os.wait4(running.pid, 0)
        self._selector.unregister(running.pidfd)
        with contextlib.suppress(KeyError):
            self._selector.unregister(running.caller)
        words = {
            "late": running.late,
            "ran_out": bool(running.group and running.group.ran_out()),
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "peak_bytes": usage.ru_maxrss * 1024,
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
        }
        _say(running.caller, words)
        running.caller.close()
        os.close(running.pidfd)
        _reap_orphans(self._running)
        del self._running[running.pid]
        if running.group:
            self._emptying.append(running.group)
        # What a killed converter had started may take a moment longer to be gone.
        self._emptying = [group for group in self._emptying if not group.remove()]

    def _end_all(self) -> None:
        for running in self._running.values():
            _kill(running)


def _processor_seconds(pid: int) -> float:
    """Of all threads of a child, by the clock that the kernel keeps for its process."""
    try:
        return time.clock_gettime((~pid << 3) | _SCHEDULED)
    except OSError:  # it ended just now
        return math.inf


def _receive(caller: socket.socket) -> tuple[Order, int]:
    """The order and the child's channel, which came with it."""
    size = array.array("i").itemsize
    body, ancillary, _flags, _address = caller.recvmsg(MAX_ORDER, socket.CMSG_LEN(size))
    descriptors = array.array("i")
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            descriptors.frombytes(data[: len(data) - len(data) % size])
    try:
        return from_words(_parsed(body)), descriptors[0]
    except (ValueError, KeyError, TypeError):
        for descriptor in descriptors:
            os.close(descriptor)
        raise


def _say(caller: socket.socket, words: Mapping[str, Any]) -> None:
    """One packet; a caller that has gone is found out by its closed socket."""
    with contextlib.suppress(OSError):
        caller.send(json.dumps(words).encode())


def _parsed(body: bytes) -> Mapping[str, Any]:
    value = json.loads(body)
    if not isinstance(value, dict):
        raise TypeError("order")
    return value


def _become_child(channel: int) -> None:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.dup2(channel, CHANNEL)
    os.set_inheritable(CHANNEL, False)


def _kill(running: Running) -> None:
    """The child and all it started: its session cannot be left under the filter."""
    if running.group:
        running.group.kill()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)


def _reap_orphans(running: Mapping[int, Running]) -> None:
    """Grandchildren come here when their parent ends; their status is of no use."""
    with contextlib.suppress(ChildProcessError):
        while True:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None or found.si_pid in running:
                return
            os.waitpid(found.si_pid, 0)


def _quiet_stdout() -> int:
    """The starter's pipe; whatever a library prints goes nowhere."""
    starter = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return starter


def main(module_name: str, path: str) -> None:
    """Imports and warms the module, then serves on the unix socket ``path``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    starter = _quiet_stdout()
    with contextlib.suppress(OSError):
        prctl(_PR_SET_CHILD_SUBREAPER, 1)
    cgroup.sweep()
    module = importlib.import_module(module_name)
    warm = getattr(module, "warm", None)
    if warm:
        warm()
    code = (Path(__file__).resolve().parents[2], Path(str(module.__file__)).resolve().parent)
    gc.collect()
    gc.freeze()
    settle()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(path)
        listener.listen(64)
        os.write(starter, b"ready\n")
        os.close(starter)
        Server(module.JOBS, code, listener).serve()


if __name__ == "__main__":
    main(*sys.argv[1:3])
