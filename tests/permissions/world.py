"""Two programmes with everybody a portal knows, and objects of each: what the table is about.

Add an object here when a route needs one; add the route to a table in ``routes.py``.
"""

from dataclasses import dataclass, field
from typing import Any

from portal.accounts.models import User
from portal.programmes import invitations, people as programme_people
from portal.programmes.models import Invitation, Membership, Programme, Role, Vendor
from tests.factories import people

ANONYMOUS = "anonymous"


@dataclass
class World:
    programme: Programme
    other: Programme
    vendor: Vendor
    other_vendor: Vendor
    people: dict[str, User | None]
    invitation: Invitation
    membership: Membership
    objects: dict[str, Any] = field(default_factory=dict)
    """What tables of upper floors need, by a name of their own."""


PEOPLE = (
    ANONYMOUS,
    "stranger",
    "contractor",
    "other_contractor",
    "vendor_contractor",
    "clearance_reviewer",
    "quality_reviewer",
    "programme_admin",
    "other_admin",
    "other_reviewer",
    "vendor_manager",
    "other_vendor_manager",
    "platform_admin",
)


def make_world() -> World:
    programme = programme_people.create_programme("One", "one", None)
    other = programme_people.create_programme("Two", "two", None)
    vendor, other_vendor = people.vendor(programme), people.vendor(programme)
    everybody = {name: None if name == ANONYMOUS else people.person(name) for name in PEOPLE}

    def give(name: str, place: Programme, role: Role, firm: Vendor | None = None) -> None:
        Membership.objects.create(user=everybody[name], programme=place, role=role, vendor=firm)

    give("contractor", programme, Role.CONTRACTOR)
    give("other_contractor", programme, Role.CONTRACTOR)
    give("vendor_contractor", programme, Role.CONTRACTOR, vendor)
    give("clearance_reviewer", programme, Role.CLEARANCE_REVIEWER)
    give("quality_reviewer", programme, Role.QUALITY_REVIEWER)
    give("programme_admin", programme, Role.PROGRAMME_ADMIN)
    give("other_admin", other, Role.PROGRAMME_ADMIN)
    give("other_reviewer", other, Role.CLEARANCE_REVIEWER)
    give("vendor_manager", programme, Role.VENDOR_MANAGER, vendor)
    give("other_vendor_manager", programme, Role.VENDOR_MANAGER, other_vendor)
    admin = everybody["platform_admin"]
    assert admin is not None
    admin.is_platform_admin = True
    admin.save()
    return World(
        programme=programme,
        other=other,
        vendor=vendor,
        other_vendor=other_vendor,
        people=everybody,
        invitation=invitations.invite(programme, "new@example.org", [Role.CONTRACTOR], None),
        membership=Membership.objects.get(user=everybody["contractor"], programme=programme),
    )
