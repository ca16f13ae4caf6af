"""``manage.py verify_release FILE --key id:base64``: checks a downloaded release offline."""

import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from submissions.domain.release import verifying
from submissions.domain.release.dsse import NotAuthenticError


class Command(BaseCommand):
    help = "Checks the signature and every hash of a downloaded release, without the database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the downloaded zip")
        verifying.add_key_option(parser)

    def handle(self, *_args: Any, file: Path, key: list[str], **_options: Any) -> None:
        try:
            keys = verifying.keys_given(key)
            report = verifying.verify(file, keys)
        except NotAuthenticError as error:
            raise CommandError(f"Not authentic: {error}.") from None
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise CommandError(f"This cannot be checked: {error}") from None
        for problem in report.problems:
            self.stdout.write(problem)
        if report.problems:
            raise CommandError(f"{len(report.problems)} problems: this is not the release.")
        self.stdout.write(
            f"Release {report.number} of {report.programme}: signature and "
            f"{report.files} files are right; {report.revoked} files were taken back."
        )
