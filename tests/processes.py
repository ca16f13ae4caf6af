"""Workers as real processes beside a test, on its own databases and data folder, to be killed.

A test asks for the fixture ``workers`` (see conftest) and for ``transactional_db``, because a
worker sees only what was committed.
"""

import os
import re
import signal
import subprocess
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections
from kombu import pools

from portal.celery import app
from portal.supervise import end_group, spawn
from tests.services import wait_until

ROOT = Path(__file__).resolve().parents[1]
READY_S = 90


@dataclass(slots=True)
class Worker:
    """A running Celery worker or beat: the leader of a session, with its children."""

    process: subprocess.Popen[bytes]
    log: Path

    def wait_ready(self) -> None:
        """Wait until it takes messages."""
        wait_until(
            lambda: "ready." in self.text() or self.process.poll() is not None,
            within_s=READY_S,
            what=f"ready worker, see {self.log}",
        )
        assert self.process.poll() is None, f"the worker ended: {self.text()[-3000:]}"

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def children(self) -> list[int]:
        """The pool's processes."""
        return children_of(self.process.pid)

    def kill_main(self) -> None:
        """``kill -9`` of the main process alone; returns when it is gone."""
        self.process.kill()
        self.process.wait()

    def kill_child(self, pid: int | None = None) -> int:
        """``kill -9`` of one pool process: the given one, else the busy one, else the first.

        Busy is one that has a child of its own, as it has while the sandbox works for it.
        """
        pool = self.children()
        busy = [child for child in pool if children_of(child)]
        victim = pid or (busy or pool)[0]
        os.kill(victim, signal.SIGKILL)
        return victim

    def kill_all(self) -> None:
        """``kill -9`` of the main process and everything below it."""
        everyone = [self.process.pid, *descendants_of(self.process.pid)]
        for pid in everyone:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        wait_until(
            lambda: not any(is_running(pid) for pid in everyone), within_s=10, what="all are gone"
        )

    def stop(self) -> None:
        """A warm shutdown; killed after 15 s."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        end_group(self.process.pid)
        self.process.wait()


@dataclass(slots=True)
class Workers:
    """Starts workers that share the test's databases, data folder and broker."""

    folder: Path
    broker_url: str
    started: list[Worker] = field(default_factory=list)

    def start(
        self, queue: str = "scrub", *, processes: int = 2, include: str = "", **env: str
    ) -> Worker:
        """A worker for one queue, ready to take messages; ``include`` names more task modules."""
        more = ["--include", include] if include else []
        arguments = ["worker", "-Q", queue, "-c", str(processes), "-n", f"{queue}{self._number}@%h"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO"]
        worker = self._start([*arguments, *quiet, *more], env)
        worker.wait_ready()
        return worker

    def start_beat(self, **env: str) -> Worker:
        return self._start(["beat", "--pidfile=", "--loglevel=INFO"], env)

    def kill_everything(self) -> None:
        """``kill -9`` of every process started here, with all that they started."""
        for worker in self.started:
            if worker.process.poll() is None:
                worker.kill_all()

    def environment(self, **env: str) -> dict[str, str]:
        """The variables of a process that shares this test's databases, keys and broker."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "AIRLOCK_VAR": str(settings.VAR_DIR),
            "DATABASE_URL": database_url("default"),
            "KEYS_DATABASE_URL": database_url("keys"),
            "CELERY_BROKER_URL": self.broker_url,
            **env,
        }

    def _start(self, arguments: list[str], env: dict[str, str]) -> Worker:
        log = self.folder / f"worker-{self._number}.log"
        argv = (sys.executable, "-m", "celery", "-A", "portal.celery", *arguments)
        with log.open("wb") as out:
            process = spawn(argv, env=self.environment(**env), output=out.fileno(), cwd=ROOT)
        worker = Worker(process, log)
        self.started.append(worker)
        return worker

    @property
    def _number(self) -> int:
        return len(self.started)


def use_broker(url: str, cleanup: ExitStack) -> None:
    """Let this process send to another broker until the cleanup runs; empty is the files."""
    from portal.settings.base import broker_options

    before = {name: app.conf[name] for name in ("broker_url", "broker_transport_options")}

    def switch(values: dict[str, object]) -> None:
        forget_connections()
        app.conf.update(values)
        app.conf.broker_read_url = app.conf.broker_write_url = values["broker_url"]

    cleanup.callback(switch, before)
    url = url or "files://localhost"
    switch(
        {
            "broker_url": url,
            "broker_transport_options": broker_options(url, Path(settings.VAR_DIR) / "broker"),
        }
    )


def forget_connections() -> None:
    """Close what this process holds open to the broker, so that new settings are looked at."""
    if app._pool is not None:
        app._pool.force_close_all()
        app._pool = None
    app.amqp._producer_pool = None
    pools.reset()


def database_url(alias: str) -> str:
    """The address of the test database behind an alias."""
    config = connections[alias].settings_dict
    if config["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{config['NAME']}"
    login = f"{config['USER']}:{config['PASSWORD']}" if config["PASSWORD"] else config["USER"]
    return f"postgres://{login}@{config['HOST']}:{config['PORT']}/{config['NAME']}"


def children_of(pid: int) -> list[int]:
    """Direct children, oldest first."""
    return sorted(child for child, parent in _parents().items() if parent == pid)


def descendants_of(pid: int) -> list[int]:
    parents = _parents()
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found[1:]


def is_running(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be reaped."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _parents() -> dict[int, int]:
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if parent := re.search(r"^PPid:\s+(\d+)", status.read_text(), re.MULTILINE):
                found[int(status.parent.name)] = int(parent[1])
    return found
