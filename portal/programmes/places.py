"""Where a person has something to do: the navigation and the way from the home page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from portal.programmes.roles import REVIEWERS, Role
from portal.programmes.standing import Anyone, standings


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    route: str
    """A URL name; a route that is not installed is left out."""
    roles: frozenset[Role]
    hint: str = ""


PLACES = (
    Place(
        "My submissions",
        "submissions:home",
        frozenset({Role.CONTRACTOR}),
        "Hand over samples of your work and see where each one is.",
    ),
    Place(
        "Review",
        "submissions:queue",
        REVIEWERS,
        "Take the next sample that waits for a reviewer.",
    ),
    Place(
        "Rights",
        "submissions:holds",
        frozenset({Role.PROGRAMME_ADMIN, Role.CLEARANCE_REVIEWER}),
        "Samples a rule holds until you decide, and permissions of owners.",
    ),
    Place(
        "Releases",
        "submissions:releases",
        frozenset({Role.PROGRAMME_ADMIN, Role.CLEARANCE_REVIEWER}),
        "What left, and what is proposed to leave.",
    ),
    Place(
        "Programmes",
        "programmes:list",
        frozenset({Role.PROGRAMME_ADMIN}),
        "Terms, task form, rules, people and vendors of your programmes.",
    ),
    Place(
        "Vendors",
        "programmes:my_vendors",
        frozenset({Role.VENDOR_MANAGER}),
        "Your own contractors and how far their samples are.",
    ),
)
PLATFORM = Place(
    "Platform", "platform:home", frozenset(), "Programmes, accounts and the state of the audit log."
)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    hint: str
    is_here: bool


def links(user: Anyone, request: HttpRequest) -> list[Link]:
    """The places open to the person, in a fixed order."""
    return [
        Link(place.label, url, place.hint, request.path.startswith(url))
        for place in _open_to(user)
        if (url := _url(place))
    ]


def _open_to(user: Anyone) -> Iterator[Place]:
    roles = {role for here in standings(user).values() for role in here.roles}
    yield from (place for place in PLACES if place.roles & roles)
    if getattr(user, "is_platform_admin", False):
        yield PLATFORM


def _url(place: Place) -> str:
    try:
        return reverse(place.route)
    except NoReverseMatch:
        return ""
