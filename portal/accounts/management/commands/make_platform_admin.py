"""The first platform admin of an installation, who invites everybody else."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal import audit
from portal.accounts import rights
from portal.accounts.models import User
from portal.accounts.signing_in import with_proved_address


class Command(BaseCommand):
    help = "Makes an account a platform admin; creates it where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--password-stdin", action="store_true", help="read it from stdin")

    def handle(self, *_args: Any, email: str, password_stdin: bool, **_: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        with audit.transaction():
            if user is None:
                user = self._created(email, password_stdin=password_stdin)
            rights.make_platform_admin(user, None, yes=True)
        self.stdout.write(f"{user.email} is a platform admin; a second factor comes at sign-in.")

    def _created(self, email: str, *, password_stdin: bool) -> User:
        ask = sys.stdin.readline if password_stdin else getpass.getpass
        password = ask().rstrip("\n")
        try:
            validate_password(password, User(email=email))
        except ValidationError as mistake:
            raise CommandError(" ".join(mistake.messages)) from None
        user = User.objects.create_user(email, password)
        with_proved_address(user)
        return user
