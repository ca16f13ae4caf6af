"""``manage.py lock``: compile requirements.lock and requirements-test.lock anew."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import bootstrap

PLATFORMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28")


class Command(BaseCommand):
    help = "Compile the locks from pyproject.toml: exact versions, hashes, no index address."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--upgrade", action="store_true", help="take newer versions")

    def handle(self, *_: Any, upgrade: bool, **__: Any) -> None:
        more = ["--upgrade"] if upgrade else []
        compile_lock(bootstrap.RUNTIME_LOCK, *more)
        compile_lock(
            bootstrap.TEST_LOCK, "--extra=test", f"--constraints={bootstrap.RUNTIME_LOCK}", *more
        )


def compile_lock(lock: Path, *options: str) -> None:
    """Write the lock; it must come out the same for every platform, so that it needs no markers.

    Raises:
        CommandError: a package differs between platforms, or uv could not resolve.
    """
    texts = {platform: _compiled(lock, platform, options) for platform in PLATFORMS}
    if len(set(texts.values())) > 1:
        raise CommandError(f"{lock.name} would differ between {' and '.join(PLATFORMS)}")
    lock.write_text(texts[PLATFORMS[0]])


def _compiled(lock: Path, platform: str, options: tuple[str, ...]) -> str:
    uv = Path(sys.prefix) / "bin" / "uv"
    with tempfile.TemporaryDirectory() as folder:
        # The output is named alike and starts as the present lock, whose versions uv keeps.
        out = Path(folder) / lock.name
        if lock.exists():
            out.write_bytes(lock.read_bytes())
        command = [
            *(str(uv), "pip", "compile", str(bootstrap.ROOT / "pyproject.toml"), "--quiet"),
            *("--python-version=3.11", f"--python-platform={platform}", "--generate-hashes"),
            *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate"),
            *("--custom-compile-command", "python3 manage.py lock"),
            *(f"--output-file={out}", *options),
        ]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode != 0:
            raise CommandError(f"uv could not compile {lock.name}")
        return out.read_text()
