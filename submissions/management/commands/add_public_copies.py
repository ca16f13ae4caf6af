"""``manage.py add_public_copies FILE``: files known to be public, one SWHID a line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from submissions.domain.consent import duplicates


class Command(BaseCommand):
    help = "Take contents that are publicly known (swh:1:cnt:…) into the index of rule R12."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        lines = [line for line in file.read_text("ascii").splitlines() if line.strip()]
        try:
            added = duplicates.learn_public(lines)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{added} added")
