"""A control group per child, where this process may make one: memory for the whole tree.

Version 2 needs a delegated group, version 1 needs root; where neither is to be had, the
limits of the process alone hold (see ``confine``), and the probe tells.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
MAX_PROCESSES = 128


@dataclass(frozen=True, slots=True)
class Group:
    """One child's group."""

    folder: Path

    def limit(self, limits: Mapping[str, int]) -> None:
        """Sets what this kernel knows of; raises ``OSError`` where it will not have it."""
        for file, value in limits.items():
            if (self.folder / file).exists():
                (self.folder / file).write_text(str(value))

    def add(self, pid: int) -> None:
        """Moves a process in; what it starts is born inside."""
        (self.folder / "cgroup.procs").write_text(str(pid))

    def ran_out(self) -> bool:
        """Whether the kernel killed something in it for memory."""
        for name in ("memory.events", "memory.oom_control"):
            file = self.folder / name
            if file.exists():
                words = dict(line.split() for line in file.read_text().splitlines())
                return words.get("oom_kill", "0") != "0"
        return False

    def kill(self) -> None:
        """Everything in it, at once where the kernel can."""
        if (self.folder / "cgroup.kill").exists():
            (self.folder / "cgroup.kill").write_text("1")

    def remove(self) -> bool:
        """Whether it is gone; it cannot go while something still lives in it."""
        try:
            self.folder.rmdir()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True


def hold(pid: int, name: str, memory_bytes: int) -> Group | None:
    """The process ``pid`` in a group of its own, or None where that cannot be had."""
    group = _make(name, memory_bytes)
    if group is None:
        return None
    try:
        group.add(pid)
    except OSError:
        group.remove()
        return None
    return group


def sweep() -> None:
    """Takes away groups that a server left which is no more."""
    for parent, _limits in _candidates(0):
        for folder in parent.glob("airlock-*"):
            server = folder.name.split("-")[1]
            if not Path("/proc", server).exists():
                Group(folder).remove()


def _make(name: str, memory_bytes: int) -> Group | None:
    """A new group with its limits set, or None where none can be made."""
    for parent, limits in _candidates(memory_bytes):
        folder = parent / f"airlock-{os.getpid()}-{name}"
        try:
            folder.mkdir()
        except OSError:
            continue
        group = Group(folder)
        try:
            group.limit(limits)
        except OSError:
            group.remove()
            continue
        return group
    return None


def _candidates(memory_bytes: int) -> Iterator[tuple[Path, dict[str, int]]]:
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _number, controllers, path = line.split(":", 2)
        if controllers == "memory":
            yield ROOT / "memory" / path.lstrip("/"), {"memory.limit_in_bytes": memory_bytes}
        elif not controllers and "memory" in _delegated(ROOT / path.lstrip("/")):
            yield (
                ROOT / path.lstrip("/"),
                {
                    "memory.max": memory_bytes,
                    "memory.swap.max": 0,
                    "memory.oom.group": 1,
                    "pids.max": MAX_PROCESSES,
                },
            )


def _delegated(folder: Path) -> list[str]:
    """Controllers that children of the folder get; none where it is not ours to give."""
    try:
        return (folder / "cgroup.subtree_control").read_text().split()
    except OSError:
        return []
