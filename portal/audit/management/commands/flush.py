"""Django's ``flush`` empties every table: refused, but in the throw-away databases of tests."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from portal.audit.guards import lifted


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        if not getattr(settings, "AUDIT_LOG_MAY_BE_EMPTIED", False):
            raise CommandError("The audit log only grows: this database cannot be flushed.")
        with lifted(connections[options["database"]]):
            super().handle(**options)
