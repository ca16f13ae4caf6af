"""The demo's programme and people, made once per data folder with random sign-ins."""

import json
import secrets
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings

from portal.accounts.models import User
from portal.programmes import people
from portal.programmes.models import Programme, Vendor
from portal.programmes.roles import OF_A_VENDOR
from submissions.demo.story import PEOPLE, PROGRAMME, SLUG, VENDOR, Person


class NotHereError(RuntimeError):
    """Demo data is refused where real people's data may be."""


def check_allowed() -> None:
    """Raises ``NotHereError`` in production."""
    if not getattr(settings, "AIRLOCK_DEMO_ALLOWED", False):
        raise NotHereError("The demo runs only with the embedded settings, never in production.")


def make() -> Programme:
    """The demo programme with its vendor and people; again, nothing changes."""
    check_allowed()
    programme = Programme.objects.filter(slug=SLUG).first()
    if programme is None:
        programme = people.create_programme(PROGRAMME, SLUG, None)
    vendor = programme.vendors.filter(name=VENDOR).first()
    if vendor is None:
        vendor = people.create_vendor(programme, VENDOR, None)
    passwords = _passwords()
    for person in PEOPLE:
        _account(person, programme, vendor, passwords[person.key])
    return programme


def _account(person: Person, programme: Programme, vendor: Vendor, password: str) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(
            person.email,
            password,
            display_name=person.name,
            is_platform_admin=person.platform_admin,
        )
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(
        user=user, email=person.email, defaults={"verified": True, "primary": True}
    )
    for role in person.roles:
        if not user.memberships.filter(programme=programme, role=role).exists():
            people.grant(
                user, programme, (role,), None, vendor=vendor if role in OF_A_VENDOR else None
            )
    return user


def second_factor(user: User) -> str:
    """The account's TOTP secret, set up on first use; printed beside the password."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is not None:
        return str(decrypt(found.data["secret"]))
    secret = str(totp.generate_totp_secret())
    totp.TOTP.activate(user, secret)
    return secret


def account(key: str) -> User:
    """One of the demo's people."""
    return User.objects.get(email=f"{key}@demo.example.com")


def _file() -> Path:
    return Path(settings.VAR_DIR) / "demo-sign-ins.json"


def _passwords() -> dict[str, str]:
    """One random password per person, kept readable for its owner in the data folder."""
    file = _file()
    known = json.loads(file.read_text()) if file.exists() else {}
    passwords = {p.key: known.get(p.key) or secrets.token_urlsafe(12) for p in PEOPLE}
    file.touch(mode=0o600)
    file.write_text(json.dumps(passwords))
    return passwords


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Name, address, password and TOTP secret of everybody."""
    passwords = _passwords()
    return [(p.name, p.email, passwords[p.key], second_factor(account(p.key))) for p in PEOPLE]
