"""Moves that the database itself refuses: triggers made from the state tables.

On SQLite a later migration that rebuilds the table drops its triggers: repeat the
operation at the end of such a migration (a test compares the triggers with the tables).
"""

from collections.abc import Iterable
from typing import Any

from django.db import migrations

PREFIX = "airlock_moves_"


def only_allowed_moves(
    table: str, first: str, moves: Iterable[tuple[str, str]]
) -> migrations.RunPython:
    """The operation: rows begin in state ``first`` and change it by the given pairs only."""
    pairs = sorted(f"{source}>{target}" for source, target in moves)

    def forward(_apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        # Repeated where SQLite has lost them: PostgreSQL still has the ones of before.
        for statement in (*_unguard(vendor, table), *_guard(vendor, table, first, pairs)):
            schema_editor.execute(statement, params=None)

    def backward(_apps: Any, schema_editor: Any) -> None:
        for statement in _unguard(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(forward, backward)


def _guard(vendor: str, table: str, first: str, pairs: list[str]) -> list[str]:
    allowed = ", ".join(f"'{pair}'" for pair in pairs)
    name = f"{PREFIX}{table}"
    if vendor == "postgresql":
        return [
            (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
                f"IF TG_OP = 'INSERT' AND NEW.state <> '{first}' THEN "
                f"RAISE EXCEPTION 'a row of {table} begins as {first}' "
                "USING ERRCODE = 'check_violation'; END IF; "
                "IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND "
                f"NOT (OLD.state || '>' || NEW.state IN ({allowed})) THEN "
                f"RAISE EXCEPTION 'this move of {table} is not in the state table' "
                "USING ERRCODE = 'check_violation'; END IF; "
                "RETURN NEW; END $$ LANGUAGE plpgsql"
            ),
            (
                f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            ),
        ]
    return [
        (
            f"CREATE TRIGGER {name}_insert BEFORE INSERT ON {table} WHEN NEW.state <> '{first}' "
            f"BEGIN SELECT RAISE(ABORT, 'a row of {table} begins as {first}'); END"
        ),
        (
            f"CREATE TRIGGER {name}_update BEFORE UPDATE OF state ON {table} "
            "WHEN NEW.state <> OLD.state "
            f"AND NOT (OLD.state || '>' || NEW.state IN ({allowed})) "
            f"BEGIN SELECT RAISE(ABORT, 'this move of {table} is not in the state table'); END"
        ),
    ]


def _unguard(vendor: str, table: str) -> list[str]:
    name = f"{PREFIX}{table}"
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"DROP FUNCTION IF EXISTS {name}()",
        ]
    return [f"DROP TRIGGER IF EXISTS {name}_insert", f"DROP TRIGGER IF EXISTS {name}_update"]
