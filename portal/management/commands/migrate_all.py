"""``manage.py migrate_all``: bring every database up to date, the key store's too."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate the main database and the key store."

    def handle(self, *_: Any, **__: Any) -> None:
        for alias in settings.DATABASES:
            call_command("migrate", database=alias, interactive=False, verbosity=0)
