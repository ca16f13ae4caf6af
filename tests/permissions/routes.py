"""Who gets what from every route: one line per route.

``allowed`` get it (any answer below 400); ``refused`` read a sentence (403): they may know
that it exists. Everybody else who is signed in gets 404, byte for byte the page of what
does not exist, and the anonymous are sent to sign in. ``missing`` are the arguments of
something that does not exist, to compare with.

To extend: write such a tuple in a module beside this one and add it to TABLES of
``test_routes.py``; ``setup`` puts what the route names into ``World.objects``.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.notices import telling
from portal.notices.kinds import Kind
from portal.notices.models import Notice
from portal.programmes.models import Membership
from tests.permissions.world import ANONYMOUS, PEOPLE, World

Arguments = Callable[[World], dict[str, Any]]

EVERYBODY = frozenset(PEOPLE) - {ANONYMOUS}
OF_THE_PROGRAMME = frozenset(
    {
        "contractor",
        "other_contractor",
        "vendor_contractor",
        "clearance_reviewer",
        "quality_reviewer",
        "vendor_manager",
        "other_vendor_manager",
    }
)
"""Everybody with a role in it but its admin."""


@dataclass(frozen=True)
class Route:
    name: str
    allowed: frozenset[str]
    refused: frozenset[str] = frozenset()
    args: Arguments = lambda world: {}
    missing: Mapping[str, Any] | None = None
    method: str = "get"
    data: Callable[[World], Mapping[str, Any]] = lambda world: {}
    setup: Callable[[World], None] = lambda world: None
    open_to_anonymous: bool = False
    is_json: bool = False
    """Answers JSON with a code: 401 to the anonymous; any code of the domain is an answer."""


NOBODY_HERE = uuid.UUID(int=7)
ADMIN = frozenset({"programme_admin"})
OPERATOR = frozenset({"platform_admin"})
slug: Arguments = lambda world: {"slug": world.programme.slug}  # noqa: E731 - reads as a column
kind: Arguments = lambda world: {"slug": world.programme.slug, "kind": "review"}  # noqa: E731
no_slug = {"slug": "nowhere"}
no_kind = {"slug": "nowhere", "kind": "review"}


def admins(name: str, args: Arguments = slug, missing: Any = no_slug, method: str = "get") -> Route:
    """A page of the programme's admins."""
    return Route(f"programmes:{name}", ADMIN, OF_THE_PROGRAMME, args, missing, method)


def operators(name: str, **more: Any) -> Route:
    """A page of the platform admins: to everybody else it does not exist."""
    return Route(f"platform:{name}", OPERATOR, **more)


def told(world: World) -> None:
    """A notice for the contractor."""
    programme, person = world.programme, world.people["contractor"]
    telling.tell(
        person.pk, Kind.DECISION, "approved", programme_id=programme.pk, subject_id=NOBODY_HERE
    )
    world.objects["notice"] = Notice.objects.get()


def reviewing(world: World) -> Membership:
    """The clearance reviewer's role in the programme."""
    person = world.people["clearance_reviewer"]
    return Membership.objects.get(user=person, programme=world.programme)


PORTAL = (
    Route("home", EVERYBODY),
    Route("accounts:me", EVERYBODY),
    Route("accounts:second_factor", EVERYBODY),
    Route("accounts:export", EVERYBODY, method="post"),
    Route("accounts:ask_erasure", EVERYBODY, method="post"),
    Route("notices:list", EVERYBODY),
    Route("notices:read_all", EVERYBODY, method="post"),
    Route("notices:choose", EVERYBODY, method="post"),
    Route(
        "notices:go",
        frozenset({"contractor"}),
        args=lambda w: {"notice_id": w.objects["notice"].pk},
        missing={"notice_id": NOBODY_HERE},
        method="post",
        setup=told,
    ),
    Route("programmes:list", EVERYBODY),
    admins("overview"),
    admins("people"),
    admins("invite"),
    admins("vendors"),
    admins("setting", kind, no_kind),
    admins("edit_setting", kind, no_kind),
    admins("version", lambda w: {**kind(w), "number": 1}, {**no_kind, "number": 1}),
    admins(
        "switch_member",
        lambda w: {**slug(w), "membership_id": w.membership.pk},
        {**no_slug, "membership_id": NOBODY_HERE},
        "post",
    ),
    admins(
        "skills",
        lambda w: {**slug(w), "membership_id": reviewing(w).pk},
        {**no_slug, "membership_id": NOBODY_HERE},
    ),
    admins(
        "revoke_invitation",
        lambda w: {**slug(w), "invitation_id": w.invitation.pk},
        {**no_slug, "invitation_id": NOBODY_HERE},
        "post",
    ),
    Route("programmes:my_vendors", EVERYBODY),
    Route(
        "programmes:vendor",
        ADMIN | {"vendor_manager"},
        args=lambda w: {"vendor_id": w.vendor.pk},
        missing={"vendor_id": NOBODY_HERE},
    ),
    Route(
        "programmes:invite_contractor",
        ADMIN | {"vendor_manager"},
        args=lambda w: {"vendor_id": w.vendor.pk},
        missing={"vendor_id": NOBODY_HERE},
    ),
    operators("home"),
    operators("new_programme"),
    operators("invite_admin", args=slug, missing=no_slug),
    operators("accounts"),
    operators(
        "account",
        args=lambda w: {"account_id": w.people["contractor"].pk},
        missing={"account_id": NOBODY_HERE},
    ),
    operators(
        "change_account",
        args=lambda w: {"account_id": w.people["contractor"].pk},
        missing={"account_id": NOBODY_HERE},
        method="post",
        data=lambda w: {"what": "switch_off"},
    ),
    operators("check_audit", method="post"),
)

OPEN = frozenset({"healthz", "readyz", "invitation", "notices:stop"})
"""Routes without a person behind them."""
NOT_OURS = ("account_", "mfa_", "usersessions_", "admin:")
"""Routes of allauth, which knows only the person themselves, and of the stock admin."""
