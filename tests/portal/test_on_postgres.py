"""Runs the quick tests and those marked ``postgres`` or ``both_databases`` on PostgreSQL.

The whole suite can be run there too:
``DATABASE_URL=postgres://... KEYS_DATABASE_URL=postgres://... python3 manage.py test``.
"""

import re

import pytest
from django.conf import settings

from tests.conftest import run_pytest

# One run inside the other would start itself.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "postgresql" in settings.DATABASES["default"]["ENGINE"], reason="on PostgreSQL already"
    ),
]


def test_suite_passes_on_postgres(postgres_url):
    run = run_pytest(
        *("-m", "not browser and (postgres or both_databases or not slow)"),
        # Neither of these asks a database anything.
        *("--ignore=tests/scrubbing/engine", "--ignore=tests/test_repository.py"),
        # A real server under the load of the other half of the suite: what fails is tried once
        # more, which only the output of a failed run shows.
        "--reruns=1",
        DATABASE_URL=postgres_url,
        KEYS_DATABASE_URL=postgres_url.replace("/postgres", "/template1"),
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert re.search(r"\d+ passed", run.stdout)
