"""Generated bombs through the command line: refused or harmless, in bounds, no traceback."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scrubbing.engine.core.bombs import bombs

ROOT = Path(__file__).resolve().parents[4]
HARMLESS = frozenset(
    {"cells.csv", "laughs.yaml", "deep.json", "deep.html", "deep.eml", "huge.json"}
)
"""May also be cleaned: what they unpack to is bounded, or nothing is unpacked."""
GIBIBYTE = 2**30
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bombs")
    paths = []
    for name, data in bombs().items():
        path = folder / name
        path.write_bytes(data)
        paths.append(path)
    report = folder / "report.json"
    command = [sys.executable, "-m", "scrubbing.engine", "scrub", *map(str, paths), "--out",
               str(folder / "out"), "--report", str(report), "--max-seconds", "30"]  # fmt: skip
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False,
                         env=dict(os.environ))  # fmt: skip
    entries = json.loads(report.read_text("utf-8"))["files"]
    return ran, {Path(entry["input"]).name: entry for entry in entries}, folder


def test_every_bomb_is_refused_or_harmless(done):
    _, entries, folder = done
    cleaned = {name for name, entry in entries.items() if entry["code"] is None}
    assert cleaned - HARMLESS == set()
    sizes = [path.stat().st_size for path in (folder / "out").iterdir()]
    assert all(size < 64 * 2**20 for size in sizes)


def test_what_is_too_much_is_counted_before_it_is_read(done):
    """None of them comes to its time limit; ten archives of ten of ten end at the count."""
    _, entries, _ = done
    assert "too_slow" not in {entry["code"] for entry in entries.values()}
    told = {name: entries[name]["code"] for name in ("wide.zip", "cells.html", "ratio.zip")}
    assert told == {"wide.zip": "bomb", "cells.html": "too_big", "ratio.zip": "bomb"}


def test_no_bomb_shows_a_traceback_or_ends_the_call(done):
    ran, entries, folder = done
    paths = [path for path in folder.iterdir() if path.name not in ("out", "report.json")]
    assert "Traceback" not in ran.stdout + ran.stderr
    assert (ran.returncode, sorted(entries)) == (1, sorted(path.name for path in paths))
    assert {entry["code"] for entry in entries.values()} & {"crashed"} == set()


def test_no_process_takes_more_than_two_gibibytes(done):
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < 2 * GIBIBYTE
