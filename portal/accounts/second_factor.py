"""Second factors: who has one, who must have one, and whether a person just proved theirs."""

from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from portal.accounts.models import User

View = Callable[..., HttpResponse]

REAL_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes only stand in for one of these."""


def has_second_factor(user: User) -> bool:
    factors = Authenticator.objects.filter(user_id=user.pk, type__in=REAL_FACTORS)
    return bool(factors.exists())


def must_have_second_factor(user: User) -> bool:
    """Asks the rule of the floor above, which knows the roles (setting SECOND_FACTOR_RULE)."""
    return bool(import_string(settings.SECOND_FACTOR_RULE)(user))


def lacks_second_factor(user: User) -> bool:
    return must_have_second_factor(user) and not has_second_factor(user)


def recently_reauthenticated(request: HttpRequest) -> bool:
    """Whether the person gave a password, code or passkey in the last minutes.

    Signing in itself counts only where it was moments ago: allauth records it as an
    authentication, not as a repeat, so that a release asks again.
    """
    return bool(request.user.is_authenticated and did_recently_reauthenticate(request))


def asks_again(view: View) -> View:
    """Lets a view run only for a person who gave a password, code or passkey just now."""
    return cast(View, reauthentication_required(view))
