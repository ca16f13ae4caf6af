"""People, programmes and memberships for tests."""

import itertools

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from portal.accounts.models import User
from portal.programmes.models import Membership, Programme, Vendor
from portal.programmes.roles import Role

_count = itertools.count(1)


def programme(slug: str = "") -> Programme:
    name = slug or f"programme-{next(_count)}"
    return Programme.objects.create(slug=name, name=name.replace("-", " ").title())


def person(name: str = "") -> User:
    word = name or f"person{next(_count)}"
    return User.objects.create_user(f"{word}@example.org", "a long pass phrase", display_name=word)


def member(place: Programme, *roles: Role, name: str = "", vendor: Vendor | None = None) -> User:
    """A person with these roles in the programme."""
    user = person(name)
    for role in roles:
        Membership.objects.create(user=user, programme=place, role=role, vendor=vendor)
    return user


def vendor(place: Programme) -> Vendor:
    return Vendor.objects.create(programme=place, name=f"Vendor {next(_count)}")


def with_second_factor(user: User) -> User:
    """The person as one who has set up an authenticator app; again, nothing changes."""
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    return user
