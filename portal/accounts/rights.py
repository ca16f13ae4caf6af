"""What platform admins may do to accounts of others. Always audited."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from portal import audit
from portal.accounts.models import User


def switch(user: User, by: User, *, on: bool) -> None:
    """An account switched off is signed out everywhere at once; an erased one stays off."""
    if user.erased_at is not None:
        return
    with audit.transaction():
        User.objects.filter(pk=user.pk).update(is_active=on)
        if not on:
            _sign_out(user)
        event = "account.switched_on" if on else "account.switched_off"
        audit.record(event, actor=by, subject=("account", user.pk))


def make_platform_admin(user: User, by: User | None, *, yes: bool) -> None:
    if user.erased_at is not None:
        return
    with audit.transaction():
        User.objects.filter(pk=user.pk).update(is_platform_admin=yes)
        event = "account.platform_admin_made" if yes else "account.platform_admin_ended"
        audit.record(event, actor=by, subject=("account", user.pk))


def reset_second_factors(user: User, by: User) -> None:
    """For somebody who lost every factor and the recovery codes: all end, and all sessions.

    Whoever asks must be known in person: from here on a password alone signs in, until the
    next action asks for a new factor.
    """
    with audit.transaction():
        Authenticator.objects.filter(user_id=user.pk).delete()
        _sign_out(user)
        audit.record("account.factors_reset", actor=by, subject=("account", user.pk))


def _sign_out(user: User) -> None:
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()
