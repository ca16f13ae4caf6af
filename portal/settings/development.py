"""The embedded default: SQLite, local disk, no Redis; keys made once per data folder."""

from portal.settings.base import *
from portal.settings.embedded import embedded_keys

VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
(VAR_DIR / "keys").mkdir(mode=0o700, exist_ok=True)
vars().update(embedded_keys(VAR_DIR))
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
"""Static files come straight from the checkout; nothing has to be collected first."""
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

AIRLOCK_DEMO_ALLOWED = True
"""Only here: demo people beside real ones would be a door left open."""
