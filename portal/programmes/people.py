"""Programmes, vendors and who is what in them: made, switched on and off, always audited."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from portal import audit
from portal.accounts.models import User
from portal.programmes import versions
from portal.programmes.defaults import DEFAULTS
from portal.programmes.errors import MembershipRefused
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Membership, Programme, Vendor
from portal.programmes.roles import OF_A_VENDOR, Role


def create_programme(
    name: str, slug: str, by: User | None, *, storage_region: str = "DE"
) -> Programme:
    """A programme with version 1 of every kind of settings.

    So what is decided in it always names a version.
    """
    with audit.transaction():
        programme = Programme.objects.create(name=name, slug=slug, storage_region=storage_region)
        audit.record(
            "programme.created",
            programme_id=programme.pk,
            actor=by,
            subject=("programme", programme.pk),
        )
        for kind in SettingKind:
            versions.publish(programme, kind, DEFAULTS[kind], by)
    return programme


def create_vendor(programme: Programme, name: str, by: User | None) -> Vendor:
    """Raises MembershipRefused where the programme already has a vendor of that name."""
    if programme.vendors.filter(name__iexact=name).exists():
        raise MembershipRefused("This programme already has a vendor with that name.")
    with audit.transaction():
        vendor = Vendor.objects.create(programme=programme, name=name)
        audit.record(
            "vendor.created",
            programme_id=programme.pk,
            actor=by,
            subject=("vendor", vendor.pk),
        )
    return vendor


def grant(
    user: User,
    programme: Programme,
    roles: Iterable[Role],
    by: User | None,
    *,
    vendor: Vendor | None = None,
) -> None:
    """Gives the person the roles, or switches them on again.

    ``vendor`` counts for the roles that belong to one. Raises MembershipRefused.
    """
    if vendor and vendor.programme_id != programme.pk:
        raise MembershipRefused("That vendor belongs to another programme.")
    with audit.transaction():
        for role in sorted(roles):
            _grant(user, programme, role, by, vendor if role in OF_A_VENDOR else None)


def _grant(
    user: User, programme: Programme, role: Role, by: User | None, vendor: Vendor | None
) -> None:
    if role is Role.VENDOR_MANAGER and vendor is None:
        raise MembershipRefused("A vendor manager needs a vendor.")
    membership, _made = Membership.objects.update_or_create(
        user=user, programme=programme, role=role, defaults={"vendor": vendor, "is_active": True}
    )
    _note("membership.granted", membership, by)


def switch(membership: Membership, by: User | None, *, on: bool) -> None:
    """Ends a role, or takes it up again. Nothing is deleted."""
    with audit.transaction():
        membership.is_active = on
        membership.save(update_fields=["is_active"])
        _note("membership.granted" if on else "membership.ended", membership, by)


def note_skills(membership: Membership, skills: Mapping[str, list[str]], by: User) -> None:
    """Keep what a reviewer knows; the review queue offers accordingly."""
    with audit.transaction():
        membership.skills = dict(skills)
        membership.save(update_fields=["skills"])
        _note("membership.skills_noted", membership, by)


def _note(event: str, membership: Membership, by: User | None) -> None:
    audit.record(
        event,
        programme_id=membership.programme_id,
        actor=by,
        subject=("account", membership.user_id),
        facts={"role": membership.role, "vendor": _text(membership.vendor_id)},
    )


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def forget(user: User, **_: Any) -> None:
    """Receives ``erasing``: the person's roles end, invitations lose their address."""
    from portal.programmes.models import Invitation

    for membership in Membership.objects.filter(user=user, is_active=True):
        switch(membership, None, on=False)
    Invitation.objects.filter(email=user.email).update(email=f"{user.pk}@erased.invalid")


def tell(user: User, **_: Any) -> dict[str, Any]:
    """Receives ``exporting``: the person's roles."""
    found = Membership.objects.filter(user=user).select_related("programme", "vendor")
    return {
        "memberships": [
            {
                "programme": row.programme.name,
                "role": row.role,
                "vendor": row.vendor.name if row.vendor else None,
                "active": row.is_active,
                "since": row.created_at.isoformat(),
            }
            for row in found
        ]
    }
