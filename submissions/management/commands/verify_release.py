"""``manage.py verify_release FILE --key id:base64``: checks a downloaded release offline."""

import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.vault import signing
from submissions.domain.release.dsse import NotAuthenticError
from submissions.domain.release.verifying import public_keys, verify


class Command(BaseCommand):
    help = "Checks the signature and every hash of a downloaded release, without the database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the downloaded zip")
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            help="public key as id:base64; repeat for several; default: this portal's own keys",
        )

    def handle(self, *_args: Any, file: Path, key: list[str], **_options: Any) -> None:
        try:
            keys = public_keys(key) if key else signing.public_keys()
            report = verify(file, keys)
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
