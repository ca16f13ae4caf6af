"""What this machine's sandbox really holds: tried, not read from a version number."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scrubbing.engine.errors import OutOfMemory, ScrubError
from scrubbing.engine.limits import MEBIBYTE, Limits
from scrubbing.engine.sandbox.client import Outcome, Sandbox

_MODULE = "scrubbing.engine.sandbox.selftest"
_LIMITS = Limits(wall_seconds=10, memory_bytes=64 * MEBIBYTE, output_bytes=MEBIBYTE)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Each is true only when an attempt was made and refused."""

    network_denied: bool
    memory_limited: bool
    filesystem_confined: bool
    exec_denied: bool
    memory_grouped: bool
    """Whether a control group bounds a converter and all it starts together."""

    @property
    def safe(self) -> bool:
        """Enough to take uploads from strangers. A group is better, not necessary."""
        return (
            self.network_denied
            and self.memory_limited
            and self.filesystem_confined
            and self.exec_denied
        )


@cache
def probe() -> Capabilities:
    """Tries every wall once per process; takes about a quarter of a second."""
    sandbox = Sandbox(_MODULE)
    try:
        with tempfile.TemporaryDirectory(prefix="airlock-probe-") as folder:
            return _tried(sandbox, Path(folder))
    finally:
        sandbox.stop()


def _tried(sandbox: Sandbox, folder: Path) -> Capabilities:
    outside = folder / "outside"
    outside.write_text("x")
    out = folder / "out"
    out.mkdir()

    def outcome(job: str) -> Outcome | ScrubError:
        try:
            return sandbox.run(job, {"outside": str(outside)}, {}, out, _LIMITS)
        except ScrubError as error:
            return error

    network = outcome("network")
    return Capabilities(
        network_denied=_held(network),
        memory_limited=isinstance(outcome("memory"), OutOfMemory),
        filesystem_confined=_held(outcome("filesystem")),
        exec_denied=_held(outcome("programs")),
        memory_grouped=isinstance(network, Outcome) and network.usage.grouped,
    )


def _held(outcome: Outcome | ScrubError) -> bool:
    return isinstance(outcome, Outcome) and outcome.value["through"] is False
