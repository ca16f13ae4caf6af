"""The embedded default: SQLite, local disk, no Redis; keys made once per data folder."""

from portal.settings.base import *
from portal.settings.embedded import embedded_keys

VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
(VAR_DIR / "keys").mkdir(mode=0o700, exist_ok=True)
vars().update(embedded_keys(VAR_DIR))
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
