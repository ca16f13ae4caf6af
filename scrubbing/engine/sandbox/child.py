"""A child's whole life: confine, read the request, do the job, answer, end."""

import errno
import gc
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from scrubbing.engine.errors import Crashed, OutOfMemory, ScrubError, TooBig
from scrubbing.engine.sandbox import asking, frames
from scrubbing.engine.sandbox.confine import CHANNEL, confine
from scrubbing.engine.sandbox.order import Order
from scrubbing.engine.sandbox.seccomp import Profile

Job = Callable[[Mapping[str, Any], Mapping[str, Path], Path], Mapping[str, Any]]
"""(request, files by name, folder to write to) → JSON. May raise any ``ScrubError``."""


def live(job: Job, order: Order, code: Iterable[Path], slot: int, parent: int) -> NoReturn:
    """Runs in the fork. ``CHANNEL`` is the way to the caller. Never returns."""
    answer: Mapping[str, Any]
    try:
        confine(order, code, slot, parent)
        tempfile.tempdir = str(order.out_dir)
        if order.profile is Profile.ENGINE:
            asking.open_line(CHANNEL, order.out_dir)
        answer = {"ok": job(frames.read(CHANNEL), order.files, order.out_dir)}
    except ScrubError as error:
        answer = {"error": error.code, "detail": error.detail}
    except MemoryError:
        gc.collect()
        answer = {"error": OutOfMemory.code, "detail": ""}
    except OSError as error:
        full = error.errno in (errno.EFBIG, errno.ENOSPC)
        answer = {"error": TooBig.code if full else Crashed.code, "detail": where(error)}
    except BaseException as error:  # noqa: BLE001 - the border of the sandbox
        answer = {"error": Crashed.code, "detail": where(error)}
    _answer(answer)
    os._exit(0)


def where(error: BaseException) -> str:
    """The kind of error and our line that raised it; the message may hold text."""
    step: TracebackType | None = error.__traceback__
    place = ""
    while step is not None:
        file = Path(step.tb_frame.f_code.co_filename)
        if "site-packages" not in file.parts and "scrubbing" in file.parts:
            place = f" in {file.name}:{step.tb_lineno}"
        step = step.tb_next
    return f"{type(error).__name__}{place}"


def _answer(answer: Mapping[str, Any]) -> None:
    try:
        frames.write(CHANNEL, answer)
    except MemoryError:
        frames.write(CHANNEL, {"error": OutOfMemory.code, "detail": ""})
    except (frames.CutError, TypeError, ValueError) as error:
        frames.write(CHANNEL, {"error": Crashed.code, "detail": type(error).__name__})
    except OSError:
        os._exit(1)
