"""``manage.py test [--quick] [--soak] [pytest's own arguments]``: the whole suite, by pytest."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal import bootstrap

QUICK = ["-m", "not slow and not browser and not postgres and not redis and not s3 and not clamav"]


class Command(BaseCommand):
    help = "Run the tests with pytest; --quick leaves the slow ones out, --soak repeats the kills."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Everything after ``test`` is pytest's, so Django's parser must not see it."""
        if argv[2:3] in (["--help"], ["-h"]):
            self.stdout.write(self.help)
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        # The folder that development settings chose for this process must not be the tests'.
        command = [sys.executable, "-m", "pytest", *pytest_arguments(argv[2:])]
        os.chdir(bootstrap.ROOT)
        # Else every process of the tests would compile all of them again, each time.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.execv(sys.executable, command)  # noqa: S606 - no shell wanted

    def handle(self, *_: Any, **__: Any) -> None:
        self.run_from_argv(["manage.py", "test"])


def pytest_arguments(given: list[str]) -> list[str]:
    """pytest's arguments: the whole suite runs in two processes, a chosen part in one."""
    rest = [argument for argument in given if argument != "--quick"]
    quick = QUICK if "--quick" in given else []
    chosen = any(not argument.startswith("-") for argument in rest)
    spread = [] if chosen or "--soak" in rest else ["-n", "2", "--dist", "worksteal"]
    return [*spread, *quick, *rest]
