"""``manage.py resume ID``: an operator has mended the cause; the step is tried again."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from submissions.domain import stalled


class Command(BaseCommand):
    help = "Clear the mark 'needs an operator' of a submission and its files, and wake it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("id", type=UUID)

    def handle(self, *_: Any, id: UUID, **__: Any) -> None:  # noqa: A002 - the option's name
        if not stalled.clear_marks(id):
            raise CommandError("There is no such submission, or nothing in it waits.")
        self.stdout.write("It is tried again.")
