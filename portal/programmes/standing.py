"""Who somebody is in each programme, read once per account object."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User
from portal.programmes.models import Membership
from portal.programmes.roles import Role

Anyone = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Standing:
    """The roles in one programme, and the vendor of each where there is one."""

    roles: frozenset[Role] = frozenset()
    vendor_ids: frozenset[UUID] = frozenset()
    """Vendors the person works for, as a contractor or a manager."""
    managed_vendor_ids: frozenset[UUID] = frozenset()


NOBODY = Standing()


def standings(user: Anyone) -> Mapping[UUID, Standing]:
    """By programme id; empty for nobody in particular and for accounts switched off.

    Kept on the account object, so that a page asks once; a saved membership forgets it.
    """
    if not isinstance(user, User) or not user.is_active:
        return {}
    kept = user.__dict__.get("roles_by_programme")
    if kept is None:
        kept = user.__dict__["roles_by_programme"] = _read(user)
    return dict(kept)


def standing(user: Anyone, programme_id: UUID) -> Standing:
    return standings(user).get(programme_id, NOBODY)


def _read(user: User) -> dict[UUID, Standing]:
    found: dict[UUID, list[Membership]] = {}
    active = Membership.objects.filter(user=user, is_active=True, programme__is_active=True)
    for membership in active:
        found.setdefault(membership.programme_id, []).append(membership)
    return {programme_id: _standing(rows) for programme_id, rows in found.items()}


def _standing(memberships: list[Membership]) -> Standing:
    return Standing(
        roles=frozenset(Role(row.role) for row in memberships),
        vendor_ids=frozenset(row.vendor_id for row in memberships if row.vendor_id),
        managed_vendor_ids=frozenset(
            row.vendor_id
            for row in memberships
            if row.vendor_id and row.role == Role.VENDOR_MANAGER
        ),
    )
