from typing import Any

from django.core.management.base import BaseCommand

from portal.vault import keys
from portal.vault.master import master_keys


class Command(BaseCommand):
    help = (
        "Wrap every key by the first key of AIRLOCK_MASTER_KEYS. Put the new master key in "
        "front, restart, run this, then take the old one out."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        changed = keys.rewrap()
        self.stdout.write(f"{changed} keys are now wrapped by {master_keys().current}.")
