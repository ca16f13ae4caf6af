"""Confinement to paths by the kernel's landlock: needs no privilege and no container.

Each newer ABI adds rights; what this kernel does not know is left out, and the probe
says whether what matters is there. ABI 4 adds TCP, 6 adds signals and abstract sockets.
"""

import ctypes
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scrubbing.engine.sandbox import syscalls

_EXECUTE, _WRITE, _READ, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG, _MAKE_SOCK = 1 << 7, 1 << 8, 1 << 9
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE
_TCP = 0b11
_SCOPES = 0b11

READ = _READ | _READ_DIR
RUN = READ | _EXECUTE
WRITE = READ | _WRITE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
"""No links, sockets, pipes or devices: a symbolic link left behind would lead whoever
reads the results out of the folder."""
WRITE_AND_SOCKETS = WRITE | _MAKE_SOCK
DEVICE = _READ | _WRITE


@dataclass(frozen=True, slots=True)
class Rule:
    path: Path
    rights: int


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("filesystem", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def abi() -> int:
    """The kernel's landlock version, 0 where there is none."""
    if not syscalls.SUPPORTED:
        return 0
    try:
        return syscalls.call("landlock_create_ruleset", None, ctypes.c_size_t(0), ctypes.c_uint(1))
    except OSError:
        return 0


def prepare(rules: Iterable[Rule]) -> int:
    """A ruleset's descriptor. Opens the paths, so it runs before rights are dropped."""
    version = abi()
    handled = _ALL_BY_ABI[max(known for known in _ALL_BY_ABI if known <= version)]
    ruleset = _Ruleset(handled, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)  # noqa: PLR2004 - ABI numbers
    size = ctypes.sizeof(_Ruleset) if version >= 6 else (16 if version >= 4 else 8)  # noqa: PLR2004 - ABI numbers
    descriptor = syscalls.call(
        "landlock_create_ruleset", ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint(0)
    )
    for rule in rules:
        _add(descriptor, rule, handled)
    return descriptor


def restrict(descriptor: int) -> None:
    """Binds this process for good. Needs no_new_privs first."""
    syscalls.call("landlock_restrict_self", ctypes.c_int(descriptor), ctypes.c_uint(0))
    os.close(descriptor)


def _add(descriptor: int, rule: Rule, handled: int) -> None:
    """A path that is not there grants nothing and is passed over."""
    try:
        parent = os.open(rule.path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    rights = rule.rights & handled
    if not rule.path.is_dir():
        rights &= _OF_FILES
    try:
        beneath = _Beneath(rights, parent)
        syscalls.call(
            "landlock_add_rule",
            ctypes.c_int(descriptor),
            ctypes.c_int(1),
            ctypes.byref(beneath),
            ctypes.c_uint(0),
        )
    finally:
        os.close(parent)
