"""Tables that only grow: the database itself refuses UPDATE, DELETE and TRUNCATE.

``append_only(table)`` is a migration operation. On SQLite a later migration that rebuilds
the table drops its triggers: repeat the operation at the end of such a migration.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "airlock_append_only_"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {PREFIX}refuse() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP;
END $$ LANGUAGE plpgsql
"""


def append_only(table: str) -> migrations.RunPython:
    """The operation that makes the database refuse to change or remove rows of the table."""

    def forward(_apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        # Repeated where SQLite has lost them: PostgreSQL still has the ones of before.
        for statement in (*_unguard(vendor, table), *_guard(vendor, table)):
            schema_editor.execute(statement, params=None)

    def backward(_apps: Any, schema_editor: Any) -> None:
        for statement in _unguard(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(forward, backward)


def _guard(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            _POSTGRES_FUNCTION,
            (
                f'CREATE TRIGGER {PREFIX}{table}_row BEFORE UPDATE OR DELETE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION {PREFIX}refuse()"
            ),
            (
                f'CREATE TRIGGER {PREFIX}{table}_all BEFORE TRUNCATE ON "{table}" '
                f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}refuse()"
            ),
        ]
    return [
        f'CREATE TRIGGER {PREFIX}{table}_{verb.lower()} BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows: {verb} is refused'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _unguard(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f'DROP TRIGGER IF EXISTS {PREFIX}{table}_{on} ON "{table}"' for on in ("row", "all")
        ]
    return [f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{verb}" for verb in ("update", "delete")]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The guards of every table taken away for a moment: only to empty a test database."""
    guards = _standing(connection)
    with connection.cursor() as cursor:
        for off, _on in guards:
            cursor.execute(off)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _off, on in guards:
                cursor.execute(on)


def _standing(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE starts_with(tgname, %s)",
                [PREFIX],
            )
            return [
                (
                    f"ALTER TABLE {table} DISABLE TRIGGER {name}",
                    f"ALTER TABLE {table} ENABLE TRIGGER {name}",
                )
                for name, table in cursor.fetchall()
            ]
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
            [len(PREFIX), PREFIX],
        )
        return [(f"DROP TRIGGER {name}", sql) for name, sql in cursor.fetchall()]
