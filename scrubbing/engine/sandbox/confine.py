"""What a child gives up before it sees a byte of an upload. The order matters.

Descriptors, user, core dumps, limits, paths (landlock), system calls (seccomp): each is
done while it can still be done, and a step that fails ends the child. Steps that the
kernel cannot do at all are named by the probe, not skipped silently in production.
"""

import ctypes
import os
import resource
import signal
import stat
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from scrubbing.engine.sandbox import landlock, seccomp, syscalls
from scrubbing.engine.sandbox.landlock import Rule
from scrubbing.engine.sandbox.order import Order
from scrubbing.engine.sandbox.seccomp import Profile

CHANNEL = 3
"""The one descriptor a child keeps: its request comes and its result goes here."""
FIRST_UID, UIDS = 61_184, 4_096
"""Users that exist nowhere, one per child in turn, so that two children are strangers."""
MAX_FILES, MAX_PROCESSES = 256, 64

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECUREBITS, _PR_SET_NO_NEW_PRIVS = 1, 4, 28, 38
_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 47, 2
_CAP_DAC_READ_SEARCH = 2
_CAP_VERSION = 0x2008_0522

_SYSTEM_READ = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share", "/usr/local/lib",
    "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/libreoffice", "/var/lib/libreoffice", "/var/spool/libreoffice",
    "/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo",
    "/usr/local/share/fonts", "/var/cache/fontconfig",
)  # fmt: skip
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/full")
_PROGRAMS = (
    "/usr/lib/libreoffice", "/opt/libreoffice", "/usr/lib/git-core", "/usr/bin/soffice",
    "/usr/bin/tesseract", "/usr/bin/git", "/bin/sh", "/usr/bin/dirname", "/usr/bin/basename",
    "/usr/bin/uname", "/usr/bin/sed", "/usr/bin/grep", "/usr/bin/ls", "/usr/bin/cat",
    "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1",
)  # fmt: skip


def confine(order: Order, code: Iterable[Path], slot: int, parent: int) -> None:
    """Gives everything up. ``code`` are the folders the engine itself lives in.

    ``parent`` is the process whose death ends this one. Raises ``OSError``.
    """
    close_descriptors()
    code = list(code)
    if syscalls.SUPPORTED:
        syscalls.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    ruleset = landlock.prepare(rules(order, code)) if landlock.abi() else None
    if os.geteuid() == 0:
        become_nobody(order, code, FIRST_UID + slot % UIDS, may_read=ruleset is not None)
    set_limits(order)
    enter(order.out_dir)
    if syscalls.SUPPORTED:
        syscalls.prctl(_PR_SET_DUMPABLE, 0)
        # After the change of user, which clears it.
        syscalls.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    if ruleset is not None:
        landlock.restrict(ruleset)
    if syscalls.SUPPORTED:
        seccomp.install(order.profile, os.getpid())


def close_descriptors() -> None:
    """All but the channel; the standard ones lead nowhere, as a traceback holds text."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.closerange(CHANNEL + 1, max(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1024))


def rules(order: Order, code: Iterable[Path]) -> Iterator[Rule]:
    """Which paths exist for the child: its code to read, its files, its folder."""
    for path in {*code, *map(Path, _SYSTEM_READ), *python_folders()}:
        yield Rule(path, landlock.READ)
    for path in map(Path, _DEVICES):
        yield Rule(path, landlock.DEVICE)
    for path in order.files.values():
        yield Rule(path, landlock.READ)
    converter = order.profile is Profile.CONVERTER
    yield Rule(order.out_dir, landlock.WRITE_AND_SOCKETS if converter else landlock.WRITE)
    if converter:
        for path in map(Path, _PROGRAMS):
            yield Rule(path, landlock.RUN)


def python_folders() -> Iterator[Path]:
    """Where Python's library and the installed packages are."""
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield Path(sysconfig.get_path(name))


def set_limits(order: Order) -> None:
    """Limits of the process itself; they hold where no control group could be made."""
    memory = order.limits.memory_bytes
    mapped = _mapped_bytes()
    seconds = int(max(order.limits.wall_seconds, order.limits.most_seconds or 0)) + 2
    # One byte, not none: a dump that is piped to a program ignores 0 and obeys 1.
    _limit(resource.RLIMIT_CORE, 1)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_FSIZE, order.limits.output_bytes)
    _limit(resource.RLIMIT_NOFILE, MAX_FILES)
    # What the warm parent had mapped is shared; the allowance counts from there.
    _limit(resource.RLIMIT_AS, mapped + memory)
    if os.geteuid() >= FIRST_UID:
        # Counted per user: it bounds this child alone only where the user is its own.
        _limit(resource.RLIMIT_NPROC, MAX_PROCESSES)


def enter(out_dir: Path) -> None:
    """The folder becomes home, temporary folder and working folder."""
    os.chdir(out_dir)
    os.umask(0o077)
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        os.environ[name] = str(out_dir)


def become_nobody(order: Order, code: Iterable[Path], uid: int, *, may_read: bool) -> None:
    """From root to a user that owns the output folder and nothing else.

    Where that user cannot even reach what it may read (a checkout under /root, a 0700
    folder of root), and landlock bounds what can be read at all, one capability stays:
    to pass by the mode bits when reading.
    """
    os.chown(order.out_dir, uid, uid)
    wanted = [*code, *python_folders(), *order.files.values(), order.out_dir.parent]
    keep = may_read and not all(_reaches(path, uid) for path in wanted)
    if keep:
        # Capabilities outlive the change of user, and access(2) honours them.
        syscalls.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    if keep:
        _keep_reading()


def _keep_reading() -> None:
    """CAP_DAC_READ_SEARCH alone, handed on to a converter as well (ambient)."""
    mask = 1 << _CAP_DAC_READ_SEARCH
    header = (ctypes.c_uint32 * 2)(_CAP_VERSION, 0)
    data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    syscalls.call("capset", ctypes.byref(header), ctypes.byref(data))
    syscalls.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_READ_SEARCH)


def _reaches(path: Path, uid: int) -> bool:
    """Whether a user that owns nothing gets to ``path`` and may read it."""
    status = path.stat()
    readable = status.st_mode & stat.S_IROTH or status.st_uid == uid
    return bool(readable) and all(
        folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents
    )


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    bounded = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (bounded, bounded))


def _mapped_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if syscalls.SUPPORTED else 0
    return pages * resource.getpagesize()
