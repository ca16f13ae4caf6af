"""Every role at every route: the table says what comes back, and every route is in it."""

import json
import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories.sign_in import client_of
from tests.permissions.rights import RIGHTS
from tests.permissions.routes import NOT_OURS, OPEN, PORTAL, Route
from tests.permissions.submissions import SUBMISSIONS, UPLOADS
from tests.permissions.world import ANONYMOUS, PEOPLE, make_world

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TABLES = (PORTAL, SUBMISSIONS, UPLOADS, RIGHTS)
ROUTES = [route for table in TABLES for route in table]


@pytest.fixture
def world():
    made = make_world()
    mail.outbox.clear()
    return made


def expected(route: Route, person: str) -> str:
    if person == ANONYMOUS and not route.open_to_anonymous:
        return "401" if route.is_json else "sent to sign in"
    if person in route.allowed:
        return "allowed"
    return "refused with a sentence" if person in route.refused else "not there"


def outcome(route: Route, client, world) -> str:
    """In words; anything the table knows no word for is its status."""
    data = dict(route.data(world))
    response = ask(route, client, route.args(world), data)
    policy = response.headers["Content-Security-Policy"] + ";"
    assert "script-src 'self';" in policy or policy == "default-src 'none'; sandbox;"
    there = response.headers.get("Location", "")
    if response.status_code == 302 and there.startswith("/accounts/login/"):
        return "sent to sign in"
    if response.status_code < 400 or (route.is_json and has_code_of_its_own(response)):
        return "allowed"
    if response.status_code == 403 and b"permission.refused" in response.content:
        return "refused with a sentence"
    if response.status_code == 404:
        return "not there" if like_nothing(route, client, response, data) else "404 of its own"
    return str(response.status_code)


def has_code_of_its_own(response) -> bool:
    """A refusal that only somebody gets who may know of the thing: no part, malformed."""
    return response.json()["code"] not in {"sign_in", "not_found"}


def like_nothing(route: Route, client, response, data) -> bool:
    """Whether what is hidden answers byte for byte as what does not exist."""
    if route.missing is None:
        return True
    return page(response) == page(ask(route, client, dict(route.missing), data))


def page(response) -> bytes:
    """The tokens of forms differ from page to page anyway."""
    return re.sub(rb'X-CSRFToken": "\w+|csrfmiddlewaretoken" value="\w+', b"", response.content)


def ask(route: Route, client, arguments, data):
    url = reverse(route.name, kwargs=arguments)
    if route.is_json and route.method != "get":
        send = {"data": json.dumps(data), "content_type": "application/json"}
        return getattr(client, route.method)(url, **send)
    return getattr(client, route.method)(url, data=data or None)


def marked(route: Route):
    """Those of submissions set up more and take longer: the quick run leaves them out."""
    marks = [] if route in PORTAL else [pytest.mark.slow]
    return pytest.param(route, id=route.name, marks=marks)


@pytest.mark.parametrize("route", [marked(route) for route in ROUTES])
def test_route_answers_each_person_as_the_table_says(route, world):
    route.setup(world)
    found = {}
    for person in PEOPLE:
        before = transaction.savepoint()
        found[person] = outcome(route, client_of(world.people[person]), world)
        transaction.savepoint_rollback(before)
    assert found == {person: expected(route, person) for person in PEOPLE}


def named(patterns, prefix="") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name


def test_every_route_of_ours_is_in_a_table():
    names = set(named(get_resolver().url_patterns))
    ours = {name for name in names if not name.startswith(NOT_OURS)}
    assert ours - OPEN == {route.name for route in ROUTES}


def test_every_person_of_a_table_exists():
    for route in ROUTES:
        assert route.allowed | route.refused <= set(PEOPLE), route.name
        assert not route.allowed & route.refused, route.name
