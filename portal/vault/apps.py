from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

KEY_STORE = "keys"


def overwrite_deleted(connection: BaseDatabaseWrapper, **_: object) -> None:
    """SQLite leaves deleted rows in free pages unless told to overwrite them."""
    if connection.alias == KEY_STORE and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


class VaultConfig(AppConfig):
    name = "portal.vault"
    label = "vault"

    def ready(self) -> None:
        connection_created.connect(overwrite_deleted, dispatch_uid="vault.overwrite_deleted")
