"""The embedded broker: messages are files, each written whole and claimed by one rename.

kombu's own filesystem transport writes a message in place and reads it without the lock, so
that a consumer may meet half a message and die of it; it also moves messages through the
system's temp folder with the default umask. Here a message is written aside and renamed into
its queue's folder, and a claim is a rename inside the same filesystem.

A claimed message is gone when its consumer is killed. That is no loss: the database holds the
truth and the sweeper sends another message (see ``portal.queue``).
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, virtual
from kombu.utils.json import dumps, loads

SCHEME = "files"


class Channel(virtual.Channel):
    """A channel over ``transport_options["folder"]``; the folder is made with mode 0700."""

    @property
    def folder(self) -> Path:
        client: Any = self.connection.client
        return Path(client.transport_options["folder"])

    def _put(self, queue: str, message: Any, **_: Any) -> None:
        # Nanoseconds of the wall clock order messages across restarts; the uuid parts ties.
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}.msg"
        aside = self._made("written") / name
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(dumps(message))
        aside.replace(self._made("queues", queue) / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        del timeout  # kombu polls
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

    def _waiting(self, queue: str) -> list[Path]:
        return sorted(self._made("queues", queue).glob("*.msg"))

    def _made(self, *parts: str) -> Path:
        """The folder, made where it is not there yet; ``parents`` alone would not set the mode."""
        for depth in range(len(parts) + 1):
            self.folder.joinpath(*parts[:depth]).mkdir(mode=0o700, exist_ok=True)
        return self.folder.joinpath(*parts)


class Transport(virtual.Transport):
    """kombu's virtual transport over the channel above; processes may share one folder."""

    Channel = Channel
    # Which queue is bound where: declared by every process for itself before it sends.
    global_state = virtual.BrokerState()
    implements = virtual.Transport.implements.extend(
        asynchronous=False, exchange_type=frozenset(["direct"])
    )
    default_port = 0
    driver_type = SCHEME
    driver_name = SCHEME

    def __init__(self, client: Any, **options: Any) -> None:
        super().__init__(client, **options)
        self.state = self.global_state


def register() -> None:
    """Make ``files://`` known to kombu in this process."""
    TRANSPORT_ALIASES[SCHEME] = "portal.broker:Transport"
