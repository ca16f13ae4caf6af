"""``manage.py verify_receipt FILE --key id:base64``: checks a receipt of consent offline."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from submissions.domain.consent import receipts
from submissions.domain.release import verifying
from submissions.domain.release.dsse import NotAuthenticError


class Command(BaseCommand):
    help = "Checks the signature of a receipt of consent and prints it, without the database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the downloaded receipt")
        verifying.add_key_option(parser)

    def handle(self, *_args: Any, file: Path, key: list[str], **_options: Any) -> None:
        try:
            keys = verifying.keys_given(key)
            document = receipts.verify(json.loads(file.read_bytes()), keys)
        except NotAuthenticError as error:
            raise CommandError(f"Not authentic: {error}.") from None
        except (OSError, ValueError, AttributeError) as error:
            raise CommandError(f"This cannot be checked: {error}") from None
        self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        self.stdout.write("The signature is right.")
