"""What a caller asks of the server: small, checked, and without a word of an upload."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrubbing.engine.limits import Limits
from scrubbing.engine.sandbox.seccomp import Profile


@dataclass(frozen=True, slots=True)
class Order:
    """One job: which, on which files, where it may write, how much it may take."""

    job: str
    files: Mapping[str, Path]
    out_dir: Path
    limits: Limits
    profile: Profile

    def words(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "job": self.job,
            "files": {name: str(path) for name, path in self.files.items()},
            "out_dir": str(self.out_dir),
            "wall_seconds": self.limits.wall_seconds,
            "memory_bytes": self.limits.memory_bytes,
            "output_bytes": self.limits.output_bytes,
            "slack": self.limits.slack,
            "most_seconds": self.limits.most_seconds,
            "profile": self.profile.value,
        }


def from_words(words: Mapping[str, Any]) -> Order:
    """The reverse of ``Order.words``."""
    most = words["most_seconds"]
    limits = Limits(
        wall_seconds=float(words["wall_seconds"]),
        memory_bytes=int(words["memory_bytes"]),
        output_bytes=int(words["output_bytes"]),
        slack=float(words["slack"]),
        most_seconds=None if most is None else float(most),
    )
    files = {name: Path(path) for name, path in words["files"].items()}
    return Order(words["job"], files, Path(words["out_dir"]), limits, Profile(words["profile"]))
