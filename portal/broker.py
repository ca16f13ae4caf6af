"""The embedded broker: messages are files, each written whole and claimed by one rename.

kombu's own filesystem transport writes a message in place and reads it without the lock, so
that a consumer may meet half a message and die of it; it also moves messages through the
system's temp folder with the default umask. Here a message is written aside and renamed into
its queue's folder, and a claim is a rename inside the same filesystem.

A claimed message is gone when its consumer is killed. That is no loss: the database holds the
truth and the sweeper sends another message (see ``portal.queue``).
"""

import fcntl
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.transport.filesystem import exchange_queue_t
from kombu.utils.json import dumps, loads

SCHEME = "files"


class Channel(filesystem.Channel):  # type: ignore[misc]  # kombu carries no annotations
    """A channel over ``transport_options["folder"]``; the folder is made with mode 0700."""

    @property
    def folder(self) -> Path:
        return Path(self.transport_options["folder"])

    @property
    def control_folder(self) -> Path:
        return self._made("exchanges")

    def _put(self, queue: str, payload: Any, **_: Any) -> None:
        # Nanoseconds of the wall clock order messages across restarts; the uuid parts ties.
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}.msg"
        self._write_whole(self._made("queues", queue) / name, payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        del timeout
        taken = self._made("taken")
        for waiting in self._waiting(queue):
            mine = taken / waiting.name
            try:
                waiting.rename(mine)
            except FileNotFoundError:
                continue  # another consumer was faster
            try:
                return loads(mine.read_text())
            finally:
                mine.unlink()
        raise Empty

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _purge(self, queue: str) -> int:
        waiting = self._waiting(queue)
        for message in waiting:
            message.unlink(missing_ok=True)
        return len(waiting)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        bound = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._bindings_locked():
            table = self.get_table(exchange)
            if bound not in table:
                self._write_whole(self._exchange_file(exchange), [bound, *table])

    def get_table(self, exchange: str) -> list[exchange_queue_t]:
        try:
            text = self._exchange_file(exchange).read_text()
        except FileNotFoundError:
            return []
        return [exchange_queue_t(*row) for row in loads(text)]

    def _delete(self, queue: str, exchange: str, *_: Any, **__: Any) -> None:
        self._purge(queue)
        with self._bindings_locked():
            kept = [row for row in self.get_table(exchange) if row.queue != queue]
            self._write_whole(self._exchange_file(exchange), kept)

    def _waiting(self, queue: str) -> list[Path]:
        return sorted(self._made("queues", queue).glob("*.msg"))

    def _made(self, *parts: str) -> Path:
        for depth in range(len(parts) + 1):
            self.folder.joinpath(*parts[:depth]).mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder.joinpath(*parts)

    def _write_whole(self, file: Path, value: Any) -> None:
        aside = self._made("written") / uuid.uuid4().hex
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(dumps(value))
        aside.replace(file)

    @contextmanager
    def _bindings_locked(self) -> Iterator[None]:
        with (self.control_folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):  # type: ignore[misc]  # kombu carries no annotations
    """kombu's transport with the channel above; several processes may use one folder."""

    Channel = Channel
    # Shared between the connections of one process, as kombu's own file transport does.
    global_state = virtual.BrokerState()
    default_port = 0
    driver_type = SCHEME
    driver_name = SCHEME


def register() -> None:
    """Make ``files://`` known to kombu in this process."""
    TRANSPORT_ALIASES[SCHEME] = "portal.broker:Transport"
