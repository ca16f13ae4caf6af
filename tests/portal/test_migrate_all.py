"""Every database is brought up to date, and not looked at twice for nothing."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def migrate(folder: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    environ |= {"AIRLOCK_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.development"}
    subprocess.run([sys.executable, "manage.py", "migrate_all"], cwd=ROOT, env=environ, check=True)


def tables(database: Path) -> int:
    connection = sqlite3.connect(database)
    try:
        return connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    finally:
        connection.close()


@pytest.mark.slow
def test_lost_database_and_changed_migration_are_both_noticed(tmp_path):
    main, keys = tmp_path / "airlock.sqlite3", tmp_path / "keys" / "keys.sqlite3"
    migrate(tmp_path)
    complete = tables(main), tables(keys)
    assert min(complete) > 0
    main.unlink()
    migrate(tmp_path)
    assert (tables(main), tables(keys)) == complete
    # A stamp of other migrations counts as none.
    keys.unlink()
    sqlite3.connect(keys).close()
    keys.with_suffix(".migrated").write_text("other")
    migrate(tmp_path)
    assert (tables(main), tables(keys)) == complete
