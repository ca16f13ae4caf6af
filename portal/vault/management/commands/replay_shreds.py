from typing import Any

from django.core.management.base import BaseCommand

from portal.vault import keys


class Command(BaseCommand):
    help = "Delete every key that the shred ledger names. Run it before a restored system serves."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{keys.replay_shreds()} keys deleted.")
