"""Web and workers end at once where production would be unsafe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNSAFE = """
from django.core.checks import Error, register
from portal.settings.development import *
REFUSE_UNSAFE_START = {refuse}

@register(deploy=True)
def no_walls(**_):
    return [Error("The walls do not hold.", id="test.E001")]
"""
WORKER = ("celery", "-A", "portal.celery", "worker", "-Q", "scrub", "-c", "1")
WEB = ("gunicorn", "--config", "python:portal.server", "--bind", "127.0.0.1:0")


@pytest.mark.slow
@pytest.mark.parametrize("program", [WORKER, WEB], ids=["worker", "web"])
def test_program_ends_with_the_sentence_of_the_check(tmp_path, program):
    (tmp_path / "unsafe.py").write_text(UNSAFE.format(refuse=True))
    environ = {
        **os.environ,
        "AIRLOCK_VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "unsafe",
        "PYTHONPATH": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-m", *program],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert run.returncode != 0
    assert "The walls do not hold." in run.stderr


def test_embedded_mode_only_starts(settings):
    from portal import starting

    assert not hasattr(settings, "REFUSE_UNSAFE_START")
    starting.refuse_if_unsafe()
