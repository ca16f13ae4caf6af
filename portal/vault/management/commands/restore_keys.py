from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.vault import backup
from portal.vault.errors import VaultError


class Command(BaseCommand):
    help = "Bring back the keys of a backup, except those that were destroyed since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--ledger", type=Path, action="append", default=[], help="a copy of the shred ledger"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            restored = backup.restore(options["file"], options["ledger"])
        except VaultError as error:
            raise CommandError(f"{error.sentence} ({error.code})") from None
        self.stdout.write(f"{restored.keys} keys are back, {restored.destroyed} stay destroyed.")
