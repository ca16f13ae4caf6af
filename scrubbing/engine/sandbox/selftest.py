"""Jobs by which the sandbox tries its own walls; each answers whether it got through."""

import os
import socket
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from scrubbing.engine.sandbox.child import Job

MEGABYTE = 1_000_000
TOO_MUCH_MEGABYTES = 512


def network(_request: Mapping[str, Any], _files: Mapping[str, Path], _out: Path) -> dict[str, Any]:
    """Sockets of three families; none is connected to anything outside."""
    families = (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX)
    return {"through": any(_done(partial(_open_socket, family)) for family in families)}


def filesystem(request: Mapping[str, Any], _files: Mapping[str, Path], out: Path) -> dict[str, Any]:
    """A file that was not given, and a folder that was not either."""
    outside = Path(request["outside"])
    attempts: tuple[Callable[[], object], ...] = (
        outside.read_bytes,
        lambda: Path("/etc/passwd").read_bytes(),
        lambda: (outside.parent / "written").write_text("x"),
    )
    inside = _done(lambda: (out / "inside").write_text("x"))
    return {"through": any(map(_done, attempts)) or not inside}


def programs(_request: Mapping[str, Any], _files: Mapping[str, Path], _out: Path) -> dict[str, Any]:
    """Another process, and another program in this one."""
    return {"through": _done(_fork) or _done(_become_another_program)}


def memory(_request: Mapping[str, Any], _files: Mapping[str, Path], _out: Path) -> dict[str, Any]:
    """Answers only if it got more than it was allowed."""
    hoard = [b"x" * MEGABYTE for _ in range(TOO_MUCH_MEGABYTES)]
    return {"through": len(hoard) == TOO_MUCH_MEGABYTES}


def nothing(_request: Mapping[str, Any], _files: Mapping[str, Path], _out: Path) -> dict[str, Any]:
    """For measuring what a fork and its confinement cost."""
    return {"through": False}


def _done(action: Callable[[], object]) -> bool:
    try:
        action()
    except OSError:
        return False
    return True


def _open_socket(family: socket.AddressFamily) -> None:
    socket.socket(family, socket.SOCK_STREAM).close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _become_another_program() -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606 - this is what must be refused


JOBS: dict[str, Job] = {
    job.__name__: job for job in (network, filesystem, programs, memory, nothing)
}
