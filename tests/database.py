"""The migrated databases of the tests, kept in pytest's cache, so that a run need not migrate.

SQLite only: on PostgreSQL the tests start a server of their own, where nothing is kept. What is
kept is named for every file that decides what the migrations make; ``migrate`` runs over the
copy as well, so a wrong name costs time and no truth.
"""

import hashlib
import os
import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[1]


def lay(folder: Path) -> bool:
    """Copy what was kept to where the test databases will be; tells whether that was all."""
    kept = {alias: _kept(folder, alias) for alias in _on_sqlite()}
    for alias, copy in kept.items():
        if copy.exists():
            shutil.copyfile(copy, _place(alias))
    return bool(kept) and all(copy.exists() for copy in kept.values())


def keep(folder: Path) -> None:
    """Keep copies of the databases that were just made, instead of any older ones."""
    for alias in _on_sqlite():
        copy = _kept(folder, alias)
        if copy.exists() or not _place(alias).exists():
            continue
        aside = folder / f"{os.getpid()}-{alias}"
        with connections[alias].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(aside)])
        for older in folder.glob(f"{alias}-*.sqlite3"):
            older.unlink(missing_ok=True)
        aside.replace(copy)


def _on_sqlite() -> list[str]:
    return [alias for alias in settings.DATABASES if connections[alias].vendor == "sqlite"]


def _place(alias: str) -> Path:
    return Path(str(connections[alias].settings_dict["TEST"]["NAME"]))


def _kept(folder: Path, alias: str) -> Path:
    return folder / f"{alias}-{_fingerprint()}.sqlite3"


def _fingerprint() -> str:
    """Of all migrations, ours and others', and of what ours import to make triggers."""
    files = [
        path for app in apps.get_app_configs() for path in Path(app.path).glob("migrations/*.py")
    ]
    files += [ROOT / "submissions" / "guards.py", ROOT / "portal" / "audit" / "guards.py"]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
