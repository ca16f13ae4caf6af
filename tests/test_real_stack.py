"""The demo's whole way on PostgreSQL, Redis, S3 and ClamAV, chosen by variables alone."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.redis,
    pytest.mark.s3,
    pytest.mark.clamav,
]


def _database(server: str, name: str) -> str:
    """A new database on the server."""
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}"')
        link.execute(f'CREATE DATABASE "{name}"')
    return server.rpartition("/")[0] + f"/{name}"


def test_every_sample_ends_where_it_should_on_the_real_stack(
    postgres_url, redis_url, s3_storage, clamd_address, tmp_path
):
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("AIRLOCK_", "DJANGO_"))},
        "AIRLOCK_VAR": str(tmp_path / "var"),
        "DATABASE_URL": _database(postgres_url, "airlock_stack"),
        "KEYS_DATABASE_URL": _database(postgres_url, "airlock_stack_keys"),
        "CELERY_BROKER_URL": redis_url,
        "REDIS_URL": redis_url,
        "AIRLOCK_S3_ENDPOINT": s3_storage.endpoint,
        "AIRLOCK_S3_ACCESS_KEY": s3_storage.access_key,
        "AIRLOCK_S3_SECRET_KEY": s3_storage.secret_key,
        "AIRLOCK_CLAMD": clamd_address,
        "AIRLOCK_CLAMD_MAX_AGE_DAYS": "0",
    }

    def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    prepared = manage("prepare_storage")
    assert prepared.returncode == 0, prepared.stderr[-2000:]
    told = manage("demo", "--once")
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-3000:]
    assert told.stdout.splitlines()[-1].endswith("; as expected")
    with psycopg.connect(environment["DATABASE_URL"].replace("postgres://", "postgresql://")) as db:
        words = db.execute(
            "SELECT DISTINCT malware FROM submissions_artefact WHERE state <> 'refused'"
        ).fetchall()
        states = dict(
            db.execute(
                "SELECT state, count(*) FROM submissions_submission GROUP BY state"
            ).fetchall()
        )
    assert words == [("clean",)]
    assert states == {"released": 7, "held": 2, "draft": 1}
    assert not (tmp_path / "var" / "airlock.sqlite3").exists()
    assert not list((tmp_path / "var").glob("storage/*/*"))
