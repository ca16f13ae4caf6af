"""Production refuses to start on a missing, weak or shared secret."""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def complete() -> dict[str, str]:
    return {
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(50),
        "DJANGO_ALLOWED_HOSTS": "airlock.example.com",
        "AIRLOCK_PUBLIC_URL": "https://airlock.example.com",
        "AIRLOCK_MASTER_KEYS": f"m2:{key()},m1:{key()}",
        "AIRLOCK_PORTAL_KEY": key(),
        "AIRLOCK_SIGNING_KEY": f"s1:{key()}",
        "DATABASE_URL": "postgres://airlock@db.example.com/airlock",
        "KEYS_DATABASE_URL": "postgres://airlock@db.example.com/keys",
        "CELERY_BROKER_URL": "redis://redis.example.com/0",
        "EMAIL_URL": "smtp://mail.example.com",
    }


SAID = "p.DEBUG"


def start(
    environment: dict[str, str], folder: Path, said: str = SAID
) -> subprocess.CompletedProcess[str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import portal.settings.production as p; print({said})"],
        cwd=ROOT,
        env={**keep, "AIRLOCK_VAR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_complete_environment_starts_without_debug(tmp_path):
    run = start(complete(), tmp_path)
    assert (run.stdout, run.returncode) == ("False\n", 0), run.stderr


@pytest.mark.slow
def test_cookies_and_pages_travel_by_tls_alone(tmp_path):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    said = ", ".join([*(f"p.{name}" for name in names), "p.SECURE_HSTS_SECONDS >= 31_536_000"])
    assert start(complete(), tmp_path, said).stdout == "True True True True\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(complete()))
def test_missing_variable_is_named(tmp_path, name):
    run = start({**complete(), name: ""}, tmp_path)
    assert f"Set these environment variables before starting: {name}." in run.stderr


ZEROS = base64.b64encode(bytes(32)).decode()
ONE_KEY = key()
BAD = {
    "short secret": {"DJANGO_SECRET_KEY": "changeme"},
    "insecure secret": {"DJANGO_SECRET_KEY": "django-insecure-" + "x" * 60},
    "key of zeros": {"AIRLOCK_PORTAL_KEY": ZEROS},
    "key that is no base64": {"AIRLOCK_MASTER_KEYS": "m1:not-a-key"},
    "key without an id": {"AIRLOCK_SIGNING_KEY": ONE_KEY},
    "one key twice": {"AIRLOCK_PORTAL_KEY": ONE_KEY, "AIRLOCK_MASTER_KEYS": f"m1:{ONE_KEY}"},
    "keys beside the data": {"KEYS_DATABASE_URL": complete()["DATABASE_URL"]},
    "no TLS": {"AIRLOCK_PUBLIC_URL": "http://airlock.example.com"},
}


@pytest.mark.slow
@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_bad_value_is_refused_and_not_shown(tmp_path, change):
    run = start({**complete(), **change}, tmp_path)
    assert "ImproperlyConfigured" in run.stderr
    assert "docs/operating.md" in run.stderr
    assert ONE_KEY not in run.stderr


@pytest.mark.slow
def test_data_of_a_demo_is_refused(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "embedded.json").touch()
    assert "holds the data of a demo" in start(complete(), tmp_path).stderr
