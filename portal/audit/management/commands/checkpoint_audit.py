"""Adds every chain's signed head to its history outside the database."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.audit import checkpoints


class Command(BaseCommand):
    help = "Signs the head of every audit chain and keeps it outside the database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        checkpoints.keep_all()
        self.stdout.write(f"Kept in {checkpoints.folder()}.")
