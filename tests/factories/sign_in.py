"""Clients of people who are signed in, with or without a second factor."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE,
    AUTHENTICATION_METHODS_SESSION_KEY as METHODS,
)
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.accounts.models import User

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_second_factor(user: User) -> None:
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt(TOTP_SECRET)},
    )


def client_of(
    user: User | None, *, second_factor: bool = True, reauthenticated: bool = True
) -> Client:
    """A client signed in as the person; nobody's for None. Errors become responses."""
    client = Client(raise_request_exception=True)
    if user is None:
        return client
    if second_factor and not Authenticator.objects.filter(user=user).exists():
        give_second_factor(user)
    client.force_login(user)
    if reauthenticated:
        session = client.session
        session[METHODS] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session[WHOSE] = str(user.pk)
        session.save()
    return client
