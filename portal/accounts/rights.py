"""Switching accounts on and off, and making platform admins. Always audited."""

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
            for session in UserSession.objects.filter(user_id=user.pk):
                session.end()
        event = "account.switched_on" if on else "account.switched_off"
        audit.record(event, actor=by, subject=("account", user.pk))


def make_platform_admin(user: User, by: User | None, *, yes: bool) -> None:
    if user.erased_at is not None:
        return
    with audit.transaction():
        User.objects.filter(pk=user.pk).update(is_platform_admin=yes)
        event = "account.platform_admin_made" if yes else "account.platform_admin_ended"
        audit.record(event, actor=by, subject=("account", user.pk))
