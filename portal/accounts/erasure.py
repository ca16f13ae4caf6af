"""A person's own data: handed out on request, erased on request.

What other parts of the portal hold about a person they add and remove themselves, by
receiving these signals; accounts knows none of them.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.vault import keys
from portal.vault.keys import KeyKind

exporting = Signal()
"""Sent with ``user``; a receiver gives a mapping of parts to be added to the export."""

erasing = Signal()
"""Sent with ``user`` inside the transaction; a receiver removes what it holds or raises
ErasureRefused with a sentence."""


class ErasureRefused(Exception):
    """The account cannot be erased yet; the sentence says what has to happen first."""

    code = "account.erasure_refused"


def export(user: User) -> dict[str, Any]:
    """Everything the portal holds about the person, as JSON values."""
    parts: dict[str, Any] = {
        "account": {
            "email": user.email,
            "display_name": user.display_name,
            "timezone": user.timezone,
            "joined": user.date_joined.isoformat(),
            "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        },
        "sessions": [
            {
                "began": session.created_at.isoformat(),
                "ip": session.ip,
                "browser": session.user_agent,
            }
            for session in UserSession.objects.filter(user_id=user.pk)
        ],
        "second_factors": list(
            Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True)
        ),
    }
    answers: list[tuple[Any, Any]] = exporting.send(User, user=user)
    for _receiver, found in answers:
        parts |= found
    audit.record("account.exported", actor=user)
    return parts


def ask(user: User) -> None:
    """Notes the wish; a platform admin carries it out. A repeat changes nothing."""
    if user.erasure_requested_at is None:
        with audit.transaction():
            user.erasure_requested_at = timezone.now()
            user.save(update_fields=["erasure_requested_at"])
            audit.record("account.erasure_asked", actor=user)


def erase(user: User, by: User) -> None:
    """Takes everything away that names the person; rows that others rely on stay, nameless.

    The account's key is destroyed at the end, so that the audit log's hashes of the
    person mean nothing any more. Raises ErasureRefused.
    """
    with audit.transaction():
        user = User.objects.select_for_update().get(pk=user.pk)
        _check_asked(user)
        audit.record("account.erased", actor=by, subject=("account", user.pk))
        erasing.send(User, user=user)
        for model in (EmailAddress, Authenticator):
            model.objects.filter(user_id=user.pk).delete()
        for session in UserSession.objects.filter(user_id=user.pk):
            session.end()
        _forget(user)
        transaction.on_commit(lambda: keys.destroy(KeyKind.ACCOUNT, user.pk, "erased"))


def _check_asked(user: User) -> None:
    if user.erasure_requested_at is None:
        raise ErasureRefused("The person has not asked to be erased.")
    if user.erased_at is not None:
        raise ErasureRefused("This account is erased already.")


def _forget(user: User) -> None:
    user.email = f"{user.pk}@erased.invalid"
    user.display_name = ""
    user.timezone = "UTC"
    user.is_active = user.is_platform_admin = False
    user.last_login = None
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
