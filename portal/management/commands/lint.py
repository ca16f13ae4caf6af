"""``manage.py lint``: every check of the code that needs no test to run."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import bootstrap

CHECKS: dict[str, list[str]] = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "import-linter": ["lint-imports"],
    "djlint check": ["djlint", "templates", "--check", "--quiet"],
    "djlint lint": ["djlint", "templates", "--lint", "--quiet"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}


class Command(BaseCommand):
    help = "ruff, mypy, import-linter, djlint and the migrations check; all run, one result."
    requires_system_checks = []

    def handle(self, *_: Any, **__: Any) -> None:
        failed = [name for name, command in CHECKS.items() if not self._passes(name, command)]
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")
        self.stdout.write("lint: all passed")

    def _passes(self, name: str, command: list[str]) -> bool:
        self.stdout.write(f"--- {name}")
        self.stdout.flush()
        tool = Path(sys.prefix) / "bin" / command[0]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        done = subprocess.run(
            [str(tool), *command[1:]], cwd=bootstrap.ROOT, env=environment, check=False
        )
        return done.returncode == 0
