"""Tasks for tests of the queue itself; a worker gets them by ``--include``."""

import os
import time
from pathlib import Path

from portal.queue import Queue, idempotent_task


@idempotent_task(queue=Queue.SCRUB)
def leave_mark(number: int) -> None:
    """Note the process and the request in the folder of marks."""
    from structlog.contextvars import get_contextvars

    mark = Path(os.environ["MARKS"]) / f"{number}-{os.getpid()}"
    mark.write_text(get_contextvars().get("request_id", ""))


@idempotent_task(queue=Queue.SCRUB)
def hold(number: int) -> None:
    """Note the process, then stay until a file ``go`` is there, and note that too."""
    folder = Path(os.environ["MARKS"])
    (folder / f"{number}-{os.getpid()}-begun").touch()
    deadline = time.monotonic() + 60
    while not (folder / "go").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    (folder / f"{number}-{os.getpid()}-done").touch()
