"""Jobs that try what a file that took over its parser would try. Run by the sandbox."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from scrubbing.engine.errors import Encrypted
from scrubbing.engine.sandbox import frames
from scrubbing.engine.sandbox.confine import CHANNEL

WARMED = []


def warm():
    WARMED.append(os.getpid())


def tried(action):
    """The word "done", or what refused it."""
    try:
        action()
    except BaseException as error:  # noqa: BLE001 - whatever refused it is the answer
        return f"{type(error).__name__}:{getattr(error, 'errno', None)}"
    return "done"


def echo(request, files, out_dir):
    return {
        "request": dict(request),
        "texts": {name: path.read_text() for name, path in files.items()},
        "out_dir": str(out_dir),
        "cwd": os.getcwd(),
    }


def write(request, files, out_dir):
    (out_dir / "folder").mkdir()
    (out_dir / "folder" / "result").write_text(request["text"])
    return {}


def network(request, files, out_dir):
    def connect(family, kind, address):
        with socket.socket(family, kind) as one:
            one.connect(address)

    return {
        "tcp": tried(
            lambda: connect(socket.AF_INET, socket.SOCK_STREAM, tuple(request["listener"]))
        ),
        "tcp6": tried(lambda: connect(socket.AF_INET6, socket.SOCK_STREAM, ("::1", 80))),
        "udp": tried(lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 53))),
        "unix": tried(lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, request["unix"])),
        "pair": tried(socket.socketpair),
        "netlink": tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)),
        "name": tried(lambda: socket.getaddrinfo("example.com", 80)),
    }


def programs(request, files, out_dir):
    script = out_dir / "script"
    script.write_text("#!/bin/sh\necho hello\n")
    script.chmod(0o700)
    return {
        "exec": tried(lambda: os.execv("/bin/true", ["true"])),
        "own_script": tried(lambda: os.execv(script, ["script"])),
        "run": tried(lambda: subprocess.run(["/bin/true"], check=True)),
        "spawn": tried(lambda: os.posix_spawn("/bin/true", ["true"], {})),
    }


def processes(request, files, out_dir):
    clone = ctypes.CDLL(None, use_errno=True).syscall

    def raw_clone():
        if clone(56, 17, 0, 0, 0, 0) < 0:
            raise OSError(ctypes.get_errno(), "clone")
        time.sleep(60)

    def thread():
        one = threading.Thread(target=lambda: None)
        one.start()
        one.join()

    return {
        "fork": tried(os.fork),
        "clone": tried(raw_clone),
        "kill_server": tried(lambda: os.kill(os.getppid(), signal.SIGKILL)),
        "kill_caller": tried(lambda: os.kill(request["caller"], signal.SIGKILL)),
        "kill_all": tried(lambda: os.kill(-1, signal.SIGKILL)),
        "limit_caller": tried(
            lambda: resource.prlimit(request["caller"], resource.RLIMIT_CPU, (1, 1))
        ),
        "session": tried(os.setsid),
        "thread": tried(thread),
    }


def reading(request, files, out_dir):
    places = [
        "/etc/passwd",
        "/etc/shadow",
        "/proc/self/environ",
        f"/proc/{os.getppid()}/environ",
        f"/proc/{request['caller']}/mem",
        request["secret"],
        "/dev/mem",
        "/etc/gshadow",
    ]
    result = {place: tried(lambda place=place: Path(place).read_bytes()) for place in places}
    result["list_root"] = tried(lambda: os.listdir("/"))
    result["list_parent"] = tried(lambda: os.listdir(out_dir.parent))
    result["cwd"] = tried(lambda: os.listdir("."))
    return result


def writing(request, files, out_dir):
    given = files["given"]
    return {
        "tmp": tried(lambda: Path("/tmp/airlock-hostile").write_text("x")),
        "shm": tried(lambda: Path("/dev/shm/airlock-hostile").write_text("x")),
        "beside": tried(lambda: (out_dir.parent / "beside").write_text("x")),
        "given": tried(lambda: given.write_text("changed")),
        "given_removed": tried(given.unlink),
        "given_mode": tried(lambda: given.chmod(0o777)),
        "symlink": tried(lambda: (out_dir / "link").symlink_to("/etc/passwd")),
        "fifo": tried(lambda: os.mkfifo(out_dir / "fifo")),
        "device": tried(lambda: os.mknod(out_dir / "device")),
        "code": tried(lambda: (Path(__file__).parent / "new.py").write_text("x")),
        "inside": tried(lambda: (out_dir / "file").write_text("x")),
    }


def privileges(request, files, out_dir):
    libc = ctypes.CDLL(None, use_errno=True)

    def call(number, *arguments):
        if libc.syscall(number, *arguments) < 0:
            raise OSError(ctypes.get_errno(), "call")

    return {
        "uid": os.getuid(),
        "groups": os.getgroups(),
        "become_root": tried(lambda: os.setuid(0)),
        "chroot": tried(lambda: os.chroot("/")),
        "mount": tried(lambda: call(165, 0, 0, 0, 0, 0)),
        "unshare": tried(lambda: call(272, 0x10000000)),
        "ptrace": tried(lambda: call(101, 16, request["caller"], 0, 0)),
        "bpf": tried(lambda: call(321, 0, 0, 0)),
        "io_uring": tried(lambda: call(425, 1, 0)),
        "new_call": tried(lambda: call(4000)),
        "chown": tried(lambda: os.chown(out_dir, 0, 0)),
    }


def descriptors(request, files, out_dir):
    def is_open(number):
        try:
            os.fstat(number)
        except OSError:
            return False
        return True

    return {"open": [number for number in range(256) if is_open(number)]}


def core(request, files, out_dir):
    limit = resource.getrlimit(resource.RLIMIT_CORE)
    (out_dir / "limit").write_text(str(limit[0]))
    os.abort()


def allocate(request, files, out_dir):
    hoard = [bytearray(1 << 28) for _ in range(16)]
    return {"bytes": sum(map(len, hoard))}


def allocate_natively(request, files, out_dir):
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    held = 0
    for _ in range(64):
        block = libc.malloc(ctypes.c_size_t(1 << 26))
        if not block:
            return {"held": held}
        ctypes.memset(block, 1, 1 << 26)
        held += 1 << 26
    return {"held": held}


def loop(request, files, out_dir):
    while True:
        pass


def sleep(request, files, out_dir):
    time.sleep(3600)


def works_and_tells(request, files, out_dir):
    """Works for so many processor seconds after it told what it says it read."""
    for told in request["told"]:
        frames.write(CHANNEL, {"told": told})
    end = time.process_time() + request["seconds"]
    while time.process_time() < end:
        pass
    return {"done": True}


def fill_disk(request, files, out_dir):
    with (out_dir / "big").open("wb") as file:
        for _ in range(64):
            file.write(b"x" * (1 << 20))
    return {}


def many_files(request, files, out_dir):
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(5000)]
    return {"held": len(held)}


def bomb(request, files, out_dir):
    """A converter's fork bomb: every process starts more and never ends."""
    (out_dir / "pids").touch()
    while True:
        try:
            pid = os.fork()
        except OSError:
            continue
        if pid == 0:
            with (out_dir / "pids").open("a") as file:
                file.write(f"{os.getpid()}\n")


def run_sh(request, files, out_dir):
    answer = subprocess.run(
        ["/bin/sh", "-c", request["script"]], capture_output=True, text=True, check=False
    )
    return {"out": answer.stdout, "code": answer.returncode}


def scrub_error(request, files, out_dir):
    raise Encrypted("sheet 2")


def leaking_error(request, files, out_dir):
    raise ValueError("the secret of the upload")


def leaking_detail(request, files, out_dir):
    raise Encrypted("Ada Lovelace <ada@example.com> “said”")


def not_json(request, files, out_dir):
    return {"value": object()}


def disappear(request, files, out_dir):
    os._exit(7)


def state(request, files, out_dir):
    """What this child finds of those before it."""
    LEFT.append(request["word"])
    return {"left": list(LEFT), "warmed": list(WARMED), "environment": sorted(os.environ)}


LEFT = []

JOBS = {
    function.__name__: function
    for function in (
        echo, write, network, programs, processes, reading, writing, privileges, descriptors, core, allocate,
        allocate_natively, loop, sleep, works_and_tells, fill_disk, many_files, bomb, run_sh, scrub_error,
        leaking_error, leaking_detail, not_json, disappear, state,
    )
}  # fmt: skip
