"""``/healthz`` and ``/readyz`` tell the truth and nothing else."""

import pytest

from portal import health

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def broken() -> health.Health:
    raise OSError("password=hunter2 at db.example.com")


def absent() -> health.Health:
    return health.Health.NOT_CONFIGURED


def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_names_every_part(client, settings):
    answer = client.get("/readyz")
    assert set(answer.json()["parts"]) == set(settings.HEALTH_PROBES)
    assert {"databases", "cache", "broker"} <= set(settings.HEALTH_PROBES)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("part", ["databases", "cache", "broker"])
def test_part_of_the_embedded_mode_is_ok(settings, part):
    settings.HEALTH_PROBES = {part: settings.HEALTH_PROBES[part]}
    assert health.examine() == {part: health.Health.OK}


def test_ready_is_503_without_details_when_a_part_fails(client, settings):
    settings.HEALTH_PROBES = {"broken": f"{__name__}.broken", "absent": f"{__name__}.absent"}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "parts": {"broken": "failed", "absent": "not configured"},
    }


def test_ready_is_200_when_a_part_is_not_configured(client, settings):
    settings.HEALTH_PROBES = {"absent": f"{__name__}.absent"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
