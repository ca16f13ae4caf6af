"""``/healthz``: this process answers. ``/readyz``: everything it needs answers, part by part.

The parts are named in ``settings.HEALTH_PROBES``, so that each lives beside what it asks.
Answers hold states only: what exactly went wrong is in the log.
"""

import os
from collections.abc import Callable
from enum import StrEnum

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string

from portal.celery import app
from portal.settings.storages import NAMES
from portal.storage import new_key

log = structlog.get_logger(__name__)


class Health(StrEnum):
    OK = "ok"
    FAILED = "failed"
    NOT_CONFIGURED = "not configured"


Probe = Callable[[], Health]
"""Says how one part is; an exception counts as failed."""

_CONNECT_S = 2
_PROBE = b"probe"


def alive(request: HttpRequest) -> HttpResponse:
    """A process that answers is alive; nothing else is asked."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """The state of every part; 503 as soon as one has failed."""
    del request
    parts = examine()
    failed = Health.FAILED in parts.values()
    response = JsonResponse({"ready": not failed, "parts": parts}, status=503 if failed else 200)
    response["Cache-Control"] = "no-store"
    return response


def examine() -> dict[str, Health]:
    """Ask every probe, in the order of the settings."""
    return {name: _ask(name, path) for name, path in settings.HEALTH_PROBES.items()}


def _ask(name: str, path: str) -> Health:
    try:
        probe: Probe = import_string(path)
        return probe()
    except Exception:
        log.warning("probe_failed", name=name, exc_info=True)
        return Health.FAILED


def databases() -> Health:
    """Every configured database answers a query."""
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    return Health.OK


def broker() -> Health:
    """The broker takes a connection."""
    with app.connection_for_write(connect_timeout=_CONNECT_S) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=_CONNECT_S)
    return Health.OK


def shared_cache() -> Health:
    """The cache gives back what was put in."""
    name = f"probe-{os.getpid()}"
    cache.set(name, 1, timeout=10)
    return Health.OK if cache.get(name) == 1 else Health.FAILED


def keys() -> Health:
    """The master keys can be read and the signing key signs what its public half confirms."""
    from portal.vault import master, signing

    master.master_keys()
    confirmed = signing.verify(_PROBE, signing.sign(_PROBE))
    return Health.OK if confirmed else Health.FAILED


def storage() -> Health:
    """Every storage answers, and the one for uploads takes, gives back and deletes."""
    for name in NAMES:
        storages[name].exists(new_key())
    landing = storages["landing"]
    key = landing.save(new_key(), ContentFile(_PROBE))
    try:
        with landing.open(key) as file:
            given_back = file.read()
    finally:
        landing.delete(key)
    return Health.OK if given_back == _PROBE else Health.FAILED


def sandbox() -> Health:
    """Every wall around the parsers was tried once in this process, and held."""
    from scrubbing.engine.sandbox.probe import probe

    return Health.OK if probe().safe else Health.FAILED
