"""Adds every chain's signed head to its history outside the database."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.audit import checkpoints
from portal.audit.models import AuditHead


class Command(BaseCommand):
    help = "Signs the head of every audit chain and keeps it outside the database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for head in AuditHead.objects.order_by("chain"):
            checkpoints.keep(head.chain, head.number, head.hash)
        self.stdout.write(f"Kept in {checkpoints.folder()}.")
