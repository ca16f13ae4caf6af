"""Signing in someone who has just proved who they are: by an invitation they accepted."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.http import HttpRequest

from portal.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def with_proved_address(user: User) -> None:
    """The invitation came by mail, so the address needs no second proof."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def after_setting_password(request: HttpRequest, user: User) -> None:
    """Counts as just authenticated: the second factor can be set up without asking again."""
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password", reauthenticated=True)
