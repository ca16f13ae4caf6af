from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.vault import backup


class Command(BaseCommand):
    help = "Write the wrapped keys and the shred ledger to a new file (mode 0600)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            count = backup.write(options["file"])
        except FileExistsError:
            raise CommandError("The file exists. A backup never overwrites another.") from None
        self.stdout.write(f"{count} keys written.")
