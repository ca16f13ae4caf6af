"""``manage.py migrate_all``: bring every database up to date, the key store's too."""

import hashlib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate the main database and the key store."
    requires_system_checks = []

    def handle(self, *_: Any, **__: Any) -> None:
        for alias, config in settings.DATABASES.items():
            database = Path(str(config["NAME"]))
            embedded = str(config["ENGINE"]).endswith("sqlite3")
            stamp = database.with_suffix(".migrated")
            # Looking through all migrations takes half a second of every start.
            if embedded and database.exists() and _read(stamp) == _migrations():
                continue
            call_command("migrate", database=alias, interactive=False, verbosity=0)
            if embedded:
                stamp.write_text(_migrations())


def _migrations() -> str:
    """A digest that changes when a migration is added, taken away or written anew."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            status = file.stat()
            digest.update(
                f"{app.label} {file.name} {status.st_size} {status.st_mtime_ns}\n".encode()
            )
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""
