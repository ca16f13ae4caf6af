"""The bundled samples go their whole way on PostgreSQL, Redis, S3 and ClamAV, by variables only."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def real_stack(postgres_url, redis_url, s3_storage, clamd_address, tmp_path):
    """The variables that choose real services; each database is new."""
    names = ("stack_main", "stack_keys")
    with psycopg.connect(postgres_url, autocommit=True) as server:
        for name in names:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name}")
    main, keys = (postgres_url.removesuffix("postgres") + name for name in names)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "AIRLOCK_VAR": str(tmp_path / "var"),
        "DATABASE_URL": main,
        "KEYS_DATABASE_URL": keys,
        "REDIS_URL": redis_url,
        "CELERY_BROKER_URL": redis_url,
        "AIRLOCK_S3_ENDPOINT": s3_storage.endpoint,
        "AIRLOCK_S3_ACCESS_KEY": s3_storage.access_key,
        "AIRLOCK_S3_SECRET_KEY": s3_storage.secret_key,
        "AIRLOCK_CLAMD": clamd_address,
        # The hand-made signatures carry no date.
        "AIRLOCK_CLAMD_MAX_AGE_DAYS": "0",
    }


def manage(environment, *arguments) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.s3
@pytest.mark.clamav
def test_samples_end_where_they_should_on_the_real_stack(real_stack, tmp_path):
    prepared = manage(real_stack, "prepare_storage")
    assert prepared.returncode == 0, prepared.stderr[-2000:]
    run = manage(real_stack, "demo", "--once")
    logs = "".join(log.read_text()[-3000:] for log in (tmp_path / "var").glob("log/*.log"))
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:] + logs
    assert run.stdout.splitlines()[-1].endswith("as expected")
    # Nothing fell back to the embedded parts.
    left = {path.name for path in (tmp_path / "var").rglob("*") if path.is_file()}
    assert not {name for name in left if name.endswith((".sqlite3", ".msg"))}
    assert not (tmp_path / "var" / "storage").exists()
