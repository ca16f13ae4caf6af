"""Signing in and second factors, written to the platform's audit chain."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth

from portal import audit
from portal.accounts.models import User


def connect() -> None:
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_sign_in_failed)
    for signal, event in _WITH_A_USER:
        signal.connect(_writer(event), weak=False, dispatch_uid=event)
    for signal, event in _ABOUT_A_FACTOR:
        signal.connect(_factor_writer(event), weak=False, dispatch_uid=event)


_WITH_A_USER = (
    (account.password_set, "account.password_set"),
    (account.password_changed, "account.password_changed"),
    (account.password_reset, "account.password_reset"),
    (account.email_changed, "account.email_changed"),
)
_ABOUT_A_FACTOR = (
    (mfa.authenticator_added, "account.factor_added"),
    (mfa.authenticator_removed, "account.factor_removed"),
    (mfa.authenticator_reset, "account.factor_reset"),
    (mfa.authenticator_used, "account.factor_used"),
    (mfa.authentication_failed, "account.factor_failed"),
)


def _signed_in(user: User, **_: Any) -> None:
    audit.record("account.signed_in", actor=user)


def _signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record("account.signed_out", actor=user)


def _sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Names the account where there is one; an address that nobody has is not kept."""
    address = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    known = User.objects.filter(email=address).first()
    audit.record_denial("account.sign_in_failed", actor=known, facts={"known": known is not None})


def _writer(event: str) -> Any:
    def write(user: User, **_: Any) -> None:
        audit.record(event, actor=user)

    return write


def _factor_writer(event: str) -> Any:
    def write(user: User, **found: Any) -> None:
        factor = found.get("authenticator")
        audit.record(event, actor=user, facts={"type": str(getattr(factor, "type", ""))})

    return write
