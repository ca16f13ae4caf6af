"""Real services for tests, each on a free port in a folder of its own, or one found running.

A context manager gives the service's address and ends it. Where a program is missing it raises
``Missing``, whose sentence a fixture shows when it skips; in continuous integration it fails.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from portal.supervise import answers, end_group, spawn

NOBODY = 65534
_AT_ONCE = signal.SIGKILL
EICAR_MD5_AND_SIZE = "44d88612fea8a8f36de82e1278abb02f:68"
EICAR_BODY = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""The middle of EICAR's text: enough for a signature, harmless to other scanners."""


class Missing(Exception):
    """A program that a service needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Storage:
    """An S3 server and a pair of keys that it knows."""

    endpoint: str
    access_key: str
    secret_key: str
    region: str = "us-east-1"


@contextmanager
def postgres() -> Iterator[str]:
    """A URL of an empty PostgreSQL server's database ``postgres``, ``{name}`` style free."""
    if found := os.environ.get("AIRLOCK_TEST_POSTGRES"):
        yield found
        return
    programs = _postgres_programs()
    with _folder("postgres") as folder, _port() as port:
        user = NOBODY if os.getuid() == 0 else None
        if user is not None:
            os.chown(folder, user, user)
        data = folder / "data"
        initdb = [programs / "initdb", "--auth=trust", "--username=airlock", "--no-sync"]
        subprocess.run(
            [*map(str, initdb), "--encoding=UTF8", "--locale=C.UTF-8", "-D", str(data)],
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": "60",
        }
        argv = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
        argv += [f"-c{name}={value}" for name, value in options.items()]
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        # SIGINT: end now, rather than when the last client has gone.
        with _running(
            "postgres", argv, folder, lambda: _succeeds(ready), user=user, goodbye=signal.SIGINT
        ):
            yield f"postgres://airlock@127.0.0.1:{port}/postgres"


@contextmanager
def redis() -> Iterator[str]:
    """A URL of an empty Redis."""
    if found := os.environ.get("AIRLOCK_TEST_REDIS"):
        yield found
        return
    program = _program("redis-server", "valkey-server")
    with _folder("redis") as folder, _port() as port:
        argv = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        argv += ["--save", "", "--appendonly", "no"]
        with _running("redis", argv, folder, lambda: answers(port)):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def s3() -> Iterator[Storage]:
    """An S3 server (SeaweedFS) that knows one pair of keys and refuses everyone else."""
    if found := os.environ.get("AIRLOCK_TEST_S3"):
        yield Storage(*found.split("|"))
        return
    program = _program("weed")
    with _folder("s3") as folder, _port() as port:
        storage = Storage(f"http://127.0.0.1:{port}", "test-access", "test-secret-of-this-run")
        identities = folder / "identities.json"
        identities.write_text(_identities(storage))
        others = {name: _free_port() for name in ("master", "volume", "filer")}
        argv = [program, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
        argv += [f"-{name}.port={number}" for name, number in others.items()]
        argv += ["-s3", f"-s3.port={port}", f"-s3.config={identities}"]
        # These two would listen on ports of their own choice, one server per machine.
        argv += ["-s3.port.iceberg=0", "-s3.port.lance=0"]
        argv += ["-master.volumeSizeLimitMB=64", "-volume.max=0"]
        at_rest = {"WEED_S3_SSE_KEK": secrets.token_hex(32)}
        with _running(
            "weed", argv, folder, lambda: _s3_answers(storage),
            within_s=60, goodbye=_AT_ONCE, env=at_rest,
        ):  # fmt: skip
            yield storage


@contextmanager
def clamd(*, stream_max: str = "64M") -> Iterator[str]:
    """``host:port`` of a clamd that knows EICAR and nothing else."""
    if found := os.environ.get("AIRLOCK_TEST_CLAMD"):
        yield found
        return
    program = _program("clamd")
    with _folder("clamd") as folder, _port() as port:
        signatures = folder / "signatures"
        signatures.mkdir()
        (signatures / "test.hdb").write_text(f"{EICAR_MD5_AND_SIZE}:Eicar-Test\n")
        (signatures / "test.ndb").write_text(f"Eicar-Body:0:*:{EICAR_BODY.hex()}\n")
        config = folder / "clamd.conf"
        config.write_text(
            f"Foreground yes\nTCPAddr 127.0.0.1\nTCPSocket {port}\n"
            f"DatabaseDirectory {signatures}\nStreamMaxLength {stream_max}\n"
        )
        argv = [program, f"--config-file={config}"]
        with _running("clamd", argv, folder, lambda: answers(port)):
            yield f"127.0.0.1:{port}"


def chromium() -> str:
    """The path of a Chromium that Playwright can drive."""
    return _program("chromium", "chromium-browser", "google-chrome")


def wait_until(true: Callable[[], bool], *, within_s: float, what: str) -> None:
    """Return as soon as ``true()``; fail after ``within_s`` seconds with what was waited for."""
    deadline = time.monotonic() + within_s
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s:.0f} s: {what}")
        time.sleep(0.02)


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    return Path(_program("initdb")).parent


def _program(*names: str) -> str:
    for name in names:
        if path := shutil.which(name):
            return path
        beside = Path(sys.executable).parent / name
        if beside.exists():
            return str(beside)
    raise Missing(f"needs {' or '.join(names)}, which is not installed here")


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    # Straight under the temp folder: pytest's own is closed to the unprivileged user.
    folder = Path(tempfile.mkdtemp(prefix=f"airlock-{name}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _port() -> Iterator[int]:
    yield _free_port()


def _free_port() -> int:
    """A port that nothing uses now; SeaweedFS also needs the one 10,000 above it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 55_000 and not answers(port + 10_000):
            return port


@contextmanager
def _running(
    name: str,
    argv: list[str],
    folder: Path,
    ready: Callable[[], bool],
    *,
    user: int | None = None,
    within_s: float = 30,
    goodbye: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
) -> Iterator[None]:
    log = folder / f"{name}.log"
    variables = {**os.environ, **(env or {})}
    with log.open("wb") as out:
        process = spawn(tuple(argv), env=variables, output=out.fileno(), user=user, cwd=folder)
        try:
            wait_until(lambda: process.poll() is not None or ready(), within_s=within_s, what=name)
            if process.poll() is not None:
                raise AssertionError(f"{name} did not start: {log.read_text()[-2000:]}")
            yield
        finally:
            process.send_signal(goodbye)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            end_group(process.pid)
            process.wait()


def _succeeds(argv: list[str]) -> bool:
    return subprocess.run(argv, check=False).returncode == 0


def _identities(storage: Storage) -> str:
    keys = {"accessKey": storage.access_key, "secretKey": storage.secret_key}
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "tests", "credentials": [keys], "actions": actions}
    return json.dumps({"identities": [identity]})


def _s3_answers(storage: Storage) -> bool:
    """Whether an object can be stored: the S3 port opens before there is room for one."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    client = boto3.client(
        "s3",
        endpoint_url=storage.endpoint,
        aws_access_key_id=storage.access_key,
        aws_secret_access_key=storage.secret_key,
        region_name=storage.region,
        config=Config(retries={"max_attempts": 0}, connect_timeout=1, read_timeout=5),
    )
    try:
        client.create_bucket(Bucket="ready")
        client.put_object(Bucket="ready", Key="ready", Body=b"1")
        client.delete_object(Bucket="ready", Key="ready")
        client.delete_bucket(Bucket="ready")
    except (BotoCoreError, ClientError):
        return False
    return True
