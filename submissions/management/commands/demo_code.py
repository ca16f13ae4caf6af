"""``manage.py demo_code ADDRESS``: the second factor of one of the demo's people."""

from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import User
from submissions.demo import people


class Command(BaseCommand):
    help = "Print the current authenticator code of a demo account."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("address")

    def handle(self, *_: Any, address: str, **__: Any) -> None:
        try:
            people.check_allowed()
        except people.NotHereError as error:
            raise CommandError(str(error)) from error
        user = User.objects.filter(email=address, email__endswith="@demo.example.com").first()
        if user is None:
            raise CommandError("There is no such demo account; run manage.py demo first.")
        secret = people.second_factor(user)
        counter = next(iter(totp.yield_hotp_counters_from_time()))
        value = totp.hotp_value(secret, counter)
        self.stdout.write(totp.format_hotp_value(value))
