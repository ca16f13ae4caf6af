"""The filter of system calls: what is not named here does not exist for the child.

A classic BPF program over ``struct seccomp_data``, built for each child because some
calls may name its own process only. Unknown calls answer ENOSYS, as on an older kernel,
so that libraries fall back; refused ones answer EPERM.
"""

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable
from enum import StrEnum

from scrubbing.engine.sandbox import syscalls


class Profile(StrEnum):
    """What a child may do besides computing on what it was given."""

    ENGINE = "engine"
    """No other program, no other process, no socket."""
    CONVERTER = "converter"
    """May start LibreOffice, Tesseract and git (by landlock), still without a network."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALLOWED = _names("""
read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction
rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigpending pread64 pwrite64
readv writev preadv pwritev access pipe select sched_yield mremap msync mincore madvise
dup dup2 dup3 nanosleep getitimer alarm setitimer getpid sendfile exit wait4 waitid uname
fcntl flock fsync fdatasync truncate ftruncate getdents getdents64 getcwd chdir fchdir
rename mkdir rmdir creat link unlink readlink chmod fchmod umask gettimeofday
getrlimit getrusage sysinfo times getuid getgid geteuid getegid getppid getpgrp getpgid
getsid getgroups getresuid getresgid sigaltstack utime statfs fstatfs getpriority
sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min arch_prctl
gettid time futex sched_getaffinity set_tid_address clock_gettime clock_getres
clock_nanosleep exit_group epoll_create epoll_create1 epoll_wait epoll_pwait epoll_ctl
utimes openat mkdirat unlinkat renameat renameat2 linkat readlinkat fchmodat faccessat
faccessat2 newfstatat statx pselect6 ppoll set_robust_list get_robust_list splice tee
sync_file_range utimensat fallocate eventfd eventfd2 pipe2 getrandom memfd_create
copy_file_range rseq membarrier close_range fadvise64 getcpu restart_syscall mlock munlock
mlock2 openat2 get_mempolicy timer_create timer_settime timer_gettime timer_delete
timerfd_create timerfd_settime timerfd_gettime signalfd4
""")

_CONVERTER_ALLOWED = _names("""
fork vfork execve socketpair accept accept4 sendto recvfrom sendmsg recvmsg
shutdown getsockname getpeername setsockopt getsockopt kill tgkill tkill
inotify_init1 inotify_add_watch inotify_rm_watch sched_setaffinity
""")

_CONVERTER_PRETENDED = ("bind", "listen", "setsid", "setpgid")
"""Answered as done, and not done. LibreOffice gives up where it cannot open the socket by
which a second start would find the first, and uses it for nothing here. A program that
left the child's session could not be killed with it."""

_NO_ATTRIBUTES = _names("""
getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr lsetxattr fsetxattr
""")

_REFUSED = _names("""
socket socketpair connect bind listen accept accept4 sendto recvfrom sendmsg recvmsg
sendmmsg recvmmsg shutdown execve execveat fork vfork ptrace process_vm_readv
process_vm_writev mount umount2 pivot_root chroot unshare setns setuid setgid setreuid
setregid setresuid setresgid setgroups capset keyctl add_key request_key bpf
perf_event_open userfaultfd io_uring_setup open_by_handle_at symlink symlinkat mknod mknodat
kill tkill tgkill prlimit64 ioctl prctl chown fchown lchown fchownat setsid setpgid
sched_setaffinity pidfd_open pidfd_getfd pidfd_send_signal
""")

_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX."""
_PRCTLS = (1, 3, 15, 16, 0x53564D41)
"""PDEATHSIG, GET_DUMPABLE, SET_NAME, GET_NAME, SET_VMA."""
_CLONE_THREAD = 0x0001_0000
_CLONE_NAMESPACES = 0x7E02_0000
_AF_UNIX = 1

_LOAD_WORD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF_0000
_KILL_PROCESS = 0x8000_0000
_ERRNO = 0x0005_0000
_NR, _ARCH = 0, 4
_AUDIT_ARCH = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_X32 = 0x4000_0000

Instruction = tuple[int, int, int, int]


def _first_argument(index: int = 0) -> int:
    """Offset of an argument's low 32 bits (both architectures are little-endian)."""
    return 16 + 8 * index


def program(profile: Profile, pid: int) -> list[Instruction]:
    """The filter for one child whose process id is ``pid``."""
    converter = profile is Profile.CONVERTER
    allowed = _ALLOWED | _CONVERTER_ALLOWED if converter else _ALLOWED
    code: list[Instruction] = [
        (_LOAD_WORD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, _AUDIT_ARCH[platform.machine()]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD_WORD, 0, 0, _NR),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL_PROCESS),
    ]
    for name in sorted(allowed):
        code += _answer(name, _ALLOW)
    code += _clone(converter=converter)
    code += _when_argument("ioctl", 1, _IOCTLS)
    code += _when_argument("prctl", 0, _PRCTLS)
    code += _when_argument("prlimit64", 0, (0, pid))
    for name in sorted(_NO_ATTRIBUTES):
        code += _answer(name, _ERRNO | errno.EOPNOTSUPP)
    if converter:
        code += _when_argument("socket", 0, (_AF_UNIX,))
        for name in _CONVERTER_PRETENDED:
            code += _answer(name, _ERRNO)
    else:
        code += _when_argument("kill", 0, (pid,)) + _when_argument("tgkill", 0, (pid,))
    for name in sorted(_REFUSED - allowed):
        code += _answer(name, _ERRNO | errno.EPERM)
    return [*code, (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]


def install(profile: Profile, pid: int) -> None:
    """Binds this process and what it starts, for good. Needs no_new_privs first."""
    code = program(profile, pid)
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    filter_program = _Program(len(code), ctypes.addressof(buffer))
    syscalls.call(
        "seccomp", ctypes.c_uint(1), ctypes.c_uint(1), ctypes.byref(filter_program)
    )  # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def _answer(name: str, answer: int) -> list[Instruction]:
    number = syscalls.number(name)
    if number is None:
        return []
    return [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, answer)]


def _guarded(name: str, body: list[Instruction]) -> list[Instruction]:
    """``body`` for this call alone; it must end in a return."""
    number = syscalls.number(name)
    return [] if number is None else [(_EQUAL, 0, len(body), number), *body]


def _when_argument(name: str, index: int, values: Iterable[int]) -> list[Instruction]:
    """The call is allowed when an argument is one of ``values``, else refused."""
    body: list[Instruction] = [(_LOAD_WORD, 0, 0, _first_argument(index))]
    for value in values:
        body += [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]
    return _guarded(name, [*body, (_RETURN, 0, 0, _ERRNO | errno.EPERM)])


def _clone(*, converter: bool) -> list[Instruction]:
    """Threads for all, processes for converters, new namespaces for none.

    ``clone3`` hides its flags behind a pointer and answers ENOSYS, so libc uses ``clone``.
    """
    load: Instruction = (_LOAD_WORD, 0, 0, _first_argument(0))
    refuse: Instruction = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
    allow: Instruction = (_RETURN, 0, 0, _ALLOW)
    namespaces: list[Instruction] = [load, (_ANY_BIT, 0, 1, _CLONE_NAMESPACES), refuse]
    rest = [allow] if converter else [(_ANY_BIT, 0, 1, _CLONE_THREAD), allow, refuse]
    return _guarded("clone", [*namespaces, *rest])
