"""What every test may use: real services, a browser, the repeats of the kill tests."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest

from portal.celery import app
from tests import database, services
from tests.processes import Workers, use_broker

ROOT = Path(__file__).resolve().parents[1]
REQUIRED = os.environ.get("CI") == "true"
"""In continuous integration a missing service fails instead of skipping."""

T = TypeVar("T")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run every kill test 20 times, not once")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``soak_round`` runs once, or 20 times with ``--soak``."""
    if "soak_round" in metafunc.fixturenames:
        rounds = 20 if metafunc.config.getoption("--soak") else 1
        metafunc.parametrize("soak_round", range(rounds))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked ``postgres`` run where the suite itself runs on PostgreSQL (see there).

    A browser is a large program with timing of its own: what fails in it is tried once more, and
    the summary counts such reruns.
    """
    from django.conf import settings

    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    reason = "runs on PostgreSQL only, started by tests/portal/test_on_postgres.py"
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Keep what was loaded out of the collector's way: it stays to the end anyhow."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def limits_of_this_test() -> None:
    """No test meets the rate limits that another used up: people of both have one number."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session")
def kept_databases(request: pytest.FixtureRequest) -> Path | None:
    """Where migrated databases are kept between runs; None with ``-p no:cacheprovider``."""
    cache = getattr(request.config, "cache", None)
    return None if cache is None else cache.mkdir("databases")


@pytest.fixture(scope="session")
def django_db_keepdb(
    kept_databases: Path | None, django_db_modify_db_settings: None, django_db_keepdb: bool
) -> bool:
    """Whether databases lie there already, which are then migrated on (see tests/database.py)."""
    del django_db_modify_db_settings  # the names of this process, which must be set before
    return django_db_keepdb or (kept_databases is not None and database.lay(kept_databases))


@pytest.fixture(scope="session")
def django_db_setup(
    kept_databases: Path | None, django_db_setup: None, django_db_blocker: Any
) -> None:
    """The databases, kept for the next run where they were made in this one."""
    del django_db_setup
    if kept_databases is not None:
        with django_db_blocker.unblock():
            database.keep(kept_databases)


def provided(service: Callable[[], AbstractContextManager[T]]) -> Iterator[T]:
    """The service's address, or a skip that says what is missing."""
    try:
        manager = service()
        address = manager.__enter__()
    except services.Missing as missing:
        missing_service(str(missing))
    else:
        yield address
        manager.__exit__(None, None, None)


def missing_service(reason: str) -> None:
    if REQUIRED:
        pytest.fail(f"required in continuous integration: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    yield from provided(services.postgres)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    yield from provided(services.redis)


@pytest.fixture(scope="session")
def s3_storage() -> Iterator[services.Storage]:
    yield from provided(services.s3)


@pytest.fixture(scope="session")
def clamd_address() -> Iterator[str]:
    yield from provided(services.clamd)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright; a test opens its own context."""
    from playwright.sync_api import sync_playwright

    try:
        path = services.chromium()
    except services.Missing as missing:
        missing_service(str(missing))
    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page with cookies of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(params=["files", pytest.param("redis", marks=pytest.mark.redis)])
def workers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workers]:
    """Real workers on the test's databases, once with the broker in files, once with Redis.

    Everything that still runs at the end of the test is killed.
    """
    url = "files://localhost" if request.param == "files" else request.getfixturevalue("redis_url")
    with ExitStack() as cleanup:
        use_broker(url, cleanup)
        app.control.purge()
        workers = Workers(tmp_path, url)
        cleanup.callback(workers.kill_everything)
        yield workers


def run_pytest(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Another pytest over this suite, in one process, with variables of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(autouse=True)
def heads_of_this_test(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Heads of audit chains lie beside the database, which every test begins anew.

    One that another test or another process of the tests had left would say that rows are missing.
    """
    from django.conf import settings

    from portal.audit import checkpoints

    shared = settings.VAR_DIR
    own = tmp_path_factory.getbasetemp() / f"audit-{uuid4().hex}"
    plain = checkpoints.folder
    monkeypatch.setattr(
        checkpoints, "folder", lambda: own if shared == settings.VAR_DIR else plain()
    )
