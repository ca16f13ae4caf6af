"""Settings for the test suite: the embedded mode in a throw-away folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="airlock-test-")
_owner = os.getpid()
# Set anew in each process of a spread run, which inherits its parent's.
os.environ["AIRLOCK_VAR"] = _folder


@atexit.register
def _remove_folder() -> None:
    # A forked child that ends in the ordinary way must not take its parent's folder along.
    if os.getpid() == _owner:
        shutil.rmtree(_folder, ignore_errors=True)


from portal.settings.development import *  # noqa: E402 - the folder must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES_FAST = True
LOG_STRICT = True
AUDIT_LOG_MAY_BE_EMPTIED = True

for _alias, _database in DATABASES.items():
    if str(_database["ENGINE"]).endswith("sqlite3"):
        # A file, as in real use: threads that share one database in memory lock each other.
        _database["TEST"] = {"NAME": Path(_folder) / f"test-{_alias}.sqlite3"}
    else:
        # Pooled connections outlive the tests' threads and would keep the database from going.
        _database["OPTIONS"] = {}

# Every test client would list all static files anew; the live server has its own handler.
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
