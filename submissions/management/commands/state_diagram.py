"""``manage.py state_diagram [--check]``: the diagrams in docs/architecture.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from submissions import diagram


class Command(BaseCommand):
    help = "Write the state diagrams into docs/architecture.md; with --check only compare."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        file = settings.BASE_DIR / "docs" / "architecture.md"
        now = file.read_text()
        drawn = diagram.put_into(now)
        if check and drawn != now:
            raise CommandError("The diagrams are older than the state tables; run state_diagram.")
        file.write_text(drawn)
