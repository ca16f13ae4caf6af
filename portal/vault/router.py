"""Keeps wrapped keys apart from everything else: two databases, two backups."""

from typing import Any

from django.db.models import Model

VAULT = "vault"
KEY_STORE = "keys"


class KeyStoreRouter:
    """The vault's tables live in the key store, all others never do."""

    def db_for_read(self, model: type[Model], **_: Any) -> str | None:
        return KEY_STORE if model._meta.app_label == VAULT else None

    def db_for_write(self, model: type[Model], **_: Any) -> str | None:
        return KEY_STORE if model._meta.app_label == VAULT else None

    def allow_relation(self, first: Model, second: Model, **_: Any) -> bool | None:
        labels = {first._meta.app_label, second._meta.app_label}
        return None if VAULT not in labels else labels == {VAULT}

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        return (db == KEY_STORE) == (app_label == VAULT)
