"""Invitations: the only way into the portal. A token of 256 bits, stored only hashed."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.accounts.signing_in import with_proved_address
from portal.programmes import people
from portal.programmes.errors import InvitationRefused
from portal.programmes.models import Invitation, Programme, Vendor
from portal.programmes.roles import OF_A_VENDOR, Role

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Invited:
    """How somebody new sets up their account."""

    display_name: str
    timezone: str
    password: str


def invite(
    programme: Programme,
    email: str,
    roles: Collection[Role],
    by: User | None,
    *,
    vendor: Vendor | None = None,
) -> Invitation:
    """Sends an invitation; an older open one to the same address ends.

    The mail goes out before the commit: if it cannot be sent, nothing was invited.
    Raises InvitationRefused.
    """
    address = email.strip().lower()
    _check(programme, roles, by, vendor)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with audit.transaction():
        _revoke_open(programme, address)
        invitation = Invitation.objects.create(
            programme=programme,
            vendor=vendor if OF_A_VENDOR & set(roles) else None,
            email=address,
            roles=sorted(roles),
            token_sha256=hash_of(token),
            invited_by=by,
            expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
        )
        _note("invitation.sent", invitation, by)
        _send(invitation, token)
    return invitation


def find(token: str) -> Invitation:
    """The open invitation of a token. Raises InvitationRefused, the same for every cause."""
    found = (
        Invitation.objects.select_related("programme", "vendor")
        .filter(token_sha256=hash_of(token), programme__is_active=True)
        .first()
    )
    if found is None or not found.is_open:
        raise InvitationRefused(
            "This invitation is not valid: it was used, withdrawn, replaced or has expired. "
            "Ask the person who invited you for a new one."
        )
    return found


def accept(token: str, who: User | Invited) -> User:
    """Uses up the invitation: for the account signed in, or for a new one.

    Raises InvitationRefused; two who accept at once cannot both succeed.
    """
    invitation = find(token)
    with audit.transaction():
        user = _account(invitation, who)
        used = Invitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
        ).update(accepted_at=timezone.now(), accepted_by=user)
        if not used:
            raise InvitationRefused("This invitation was used a moment ago.")
        roles = [Role(role) for role in invitation.roles]
        people.grant(user, invitation.programme, roles, user, vendor=invitation.vendor)
        _note("invitation.accepted", invitation, user)
    return user


def account_of(invitation: Invitation) -> User | None:
    """The account that already has the invited address."""
    return User.objects.filter(email=invitation.email, is_active=True).first()


def revoke(invitation: Invitation, by: User) -> None:
    """Ends an open invitation; a used one stays as it is."""
    with audit.transaction():
        ended = Invitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
        ).update(revoked_at=timezone.now())
        if ended:
            _note("invitation.revoked", invitation, by)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _account(invitation: Invitation, who: User | Invited) -> User:
    if isinstance(who, User):
        if who.email != invitation.email:
            raise InvitationRefused("This invitation is for another e-mail address.")
        return who
    if User.objects.filter(email=invitation.email).exists():
        raise InvitationRefused("This address already has an account: sign in, then accept.")
    user = User.objects.create_user(
        invitation.email, who.password, display_name=who.display_name, timezone=who.timezone
    )
    with_proved_address(user)
    return user


def _check(
    programme: Programme, roles: Collection[Role], by: User | None, vendor: Vendor | None
) -> None:
    if not roles:
        raise InvitationRefused("Choose at least one role.")
    if Role.VENDOR_MANAGER in roles and vendor is None:
        raise InvitationRefused("A vendor manager needs a vendor.")
    if vendor and vendor.programme_id != programme.pk:
        raise InvitationRefused("That vendor belongs to another programme.")
    _check_allowance(by)


def _check_allowance(by: User | None) -> None:
    """Keeps a stolen account from sending mail without end."""
    since = timezone.now() - timedelta(days=1)
    most = settings.INVITATIONS_PER_DAY
    if by and Invitation.objects.filter(invited_by=by, created_at__gt=since).count() >= most:
        raise InvitationRefused(f"{most} invitations a day are the most one person may send.")


def _revoke_open(programme: Programme, address: str) -> None:
    Invitation.objects.filter(
        programme=programme, email=address, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())


def _note(event: str, invitation: Invitation, by: User | None) -> None:
    audit.record(
        event,
        programme_id=invitation.programme_id,
        actor=by,
        subject=("invitation", invitation.pk),
        facts={"roles": " ".join(invitation.roles)},
    )


def _send(invitation: Invitation, token: str) -> None:
    path = reverse("invitation", args=[token])
    context = {
        "invitation": invitation,
        "roles": [Role(role).label for role in invitation.roles],
        "url": settings.PUBLIC_URL.rstrip("/") + path,
        "name": settings.AIRLOCK_NAME,
    }
    text = render_to_string("programmes/mail/invitation.txt", context)
    subject = f"You are invited to {invitation.programme.name}"
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    except (OSError, SMTPException):
        raise InvitationRefused(
            "The invitation could not be sent: the mail server did not take it. "
            "Nothing was saved; try again, or ask a platform admin."
        ) from None
