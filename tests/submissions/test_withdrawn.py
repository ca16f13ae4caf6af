"""What was withdrawn is nowhere: every route for everybody, every storage, every table.

The same walk over the same sample finds the content before.
"""

import itertools
import uuid
from http import HTTPStatus
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from portal.programmes.models import Role
from submissions.domain import withdrawal
from submissions.domain.release import confirming, proposing
from submissions.domain.review import claims
from submissions.models import (
    Artefact,
    CleanFile,
    Gate,
    Release,
    ReleaseItem,
    Review,
    Submission,
)
from submissions.states import State
from tests.factories import people, rights, samples
from tests.factories.sign_in import client_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "keys"])]

CONTENT = (samples.CANARY_ORIGINAL.encode(), b"Lena Hart", samples.CLEAN_BYTES.strip())
ALIASES = ("landing", "quarantine", "clean", "releases")
NAMED = {
    "submission_id": Submission,
    "clean_id": CleanFile,
    "artefact_id": Artefact,
    "review_id": Review,
    "release_id": Release,
}
SHAPES = {"slug": "field-studies", "name": "page-1", "kind": "review", "number": 1, "token": "x"}
"""Arguments that are no ids of ours."""
LEFT_OUT = ("admin:", "account_", "mfa_", "usersessions_")
CHANGING = {"withdraw_purpose", "withdraw_all", "withdraw"}


@pytest.fixture
def programme(db):
    return people.programme("field-studies")


@pytest.fixture
def everybody(programme):
    roles = (Role.CONTRACTOR, Role.CLEARANCE_REVIEWER, Role.PROGRAMME_ADMIN)
    found = {role: people.member(programme, role, name=role.value) for role in roles}
    operator = people.person("operator")
    operator.is_platform_admin = True
    operator.save()
    return {**found, "operator": operator, "stranger": people.person("stranger")}


def routes(patterns=None, space=""):
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            name = space + pattern.name
            if not name.startswith(LEFT_OUT):
                yield name, tuple(pattern.pattern.converters)


def ids_of(argument):
    """Every id that a route's argument might be: of what it is called after, else one of each."""
    if argument in NAMED:
        return list(NAMED[argument].objects.values_list("pk", flat=True))
    for model in apps.get_models():
        if model.__name__.casefold() == argument.removesuffix("_id"):
            return list(model.objects.values_list("pk", flat=True)) or [uuid.uuid4()]
    models = apps.get_app_config("submissions").get_models()
    first = [model.objects.values_list("pk", flat=True).first() for model in models]
    return [row for row in first if row is not None and not isinstance(row, int)]


def addresses():
    for name, arguments in routes():
        if name.rpartition(":")[2] in CHANGING:
            continue
        choices = [[SHAPES[one]] if one in SHAPES else ids_of(one) for one in arguments]
        for chosen in itertools.product(*choices):
            yield reverse(name, kwargs=dict(zip(arguments, chosen, strict=True)))


def body_of(response):
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content


def gives_content(response):
    if response.status_code >= 400:
        return False
    picture = response.headers.get("Content-Type", "").startswith("image/")
    body = body_of(response)
    return picture or any(word in body for word in CONTENT)


def seen_by(user, paths):
    """The addresses that give content to somebody, and those that take a GET at all."""
    client = client_of(user)
    found, taken = set(), set()
    for path in paths:
        is_download = path.endswith("/download/")
        response = client.post(path) if is_download else client.get(path)
        if gives_content(response):
            found.add(path)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            taken.add(path)
    return found, taken


def walk(everybody, paths=None):
    """Per person the addresses that give content; and all that are pages at all."""
    paths = sorted(set(addresses())) if paths is None else paths
    seen = {who: seen_by(user, paths) for who, user in everybody.items()}
    found = {who: content for who, (content, _) in seen.items()}
    return found, sorted(set().union(*(taken for _, taken in seen.values())))


def stored():
    return [
        path.read_bytes()
        for alias in ALIASES
        for path in Path(storages[alias].location).rglob("*")
        if path.is_file()
    ]


def test_withdrawn_sample_gives_nothing_to_anybody(programme, everybody):
    contractor, reviewer = everybody[Role.CONTRACTOR], everybody[Role.CLEARANCE_REVIEWER]
    in_review = samples.submission(programme, contractor, State.CLEARANCE)
    claims.claim(reviewer, in_review.pk, Gate.CLEARANCE)
    released = samples.submission(programme, contractor, State.APPROVED)
    rights.all_clear(released)
    proposed = proposing.propose(programme.pk, everybody[Role.PROGRAMME_ADMIN], [released.pk])
    confirming.confirm(proposed.pk, reviewer, reauthenticated=True)

    before, pages = walk(everybody)
    assert any("/copies/" in path and path.endswith(".png") for path in before[Role.CONTRACTOR])
    assert f"/submissions/{released.pk}/" in before[Role.CONTRACTOR]
    assert any(path.startswith("/review/") for path in before[Role.CLEARANCE_REVIEWER])
    assert f"/releases/{proposed.pk}/download/" in before[Role.CLEARANCE_REVIEWER]
    assert before["stranger"] == before["operator"] == set()

    assert withdrawal.withdraw_all(contractor) == 2
    assert walk(everybody, pages)[0] == {who: set() for who in everybody}
    assert not any(word in data for data in stored() for word in CONTENT)

    Submission.objects.update(due_at=timezone.now())
    assert withdrawal.purge_due() == 2
    assert walk(everybody, pages)[0] == {who: set() for who in everybody}
    assert stored() == []
    assert CleanFile.objects.count() == 2, "rows, hashes and counts stay"
    assert ReleaseItem.objects.count() == 1
    call_command("verify_audit")
