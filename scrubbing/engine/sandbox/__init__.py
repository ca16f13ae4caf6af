"""Confined children for everything that reads an upload.

``run`` asks a warm parent process (which imported the engine once and never sees an
upload) to fork a child. The child gives up its user, the network, other programs, other
files and unbounded memory, does one job and ends. There is no other way in which a byte
of an upload may be parsed.
"""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrubbing.engine.errors import SandboxUnavailable
from scrubbing.engine.limits import Limits
from scrubbing.engine.sandbox.client import Outcome, Sandbox, Usage
from scrubbing.engine.sandbox.probe import Capabilities, probe
from scrubbing.engine.sandbox.seccomp import Profile

__all__ = [
    "Capabilities",
    "Limits",
    "Outcome",
    "Profile",
    "Sandbox",
    "Usage",
    "probe",
    "run",
    "start",
    "stop",
    "warm_up",
]

_shared = Sandbox()


def run(
    job: str,
    request: Mapping[str, Any],
    files: Mapping[str, Path],
    out_dir: Path,
    limits: Limits,
    *,
    profile: Profile = Profile.ENGINE,
) -> dict[str, Any]:
    """What the job ``job`` of ``scrubbing.engine.jobs.JOBS`` answers.

    ``files`` are the only files it can read, ``out_dir`` (which exists) the only folder
    it can write to. Raises any ``ScrubError``.
    """
    return _shared.run(job, request, files, out_dir, limits, profile=profile).value


def start() -> None:
    """Warms the shared parent. Raises ``SandboxUnavailable``."""
    _shared.start()


def warm_up() -> None:
    """For a worker about to fork its pool, which then shares one parent.

    Where it does not start, the first job tries again and says so.
    """
    with contextlib.suppress(SandboxUnavailable):
        start()


def stop() -> None:
    """Ends the shared parent."""
    _shared.stop()
