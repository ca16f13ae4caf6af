"""Settings for the test suite: the embedded mode in a throw-away folder."""

import os
import tempfile

os.environ.setdefault("AIRLOCK_VAR", tempfile.mkdtemp(prefix="airlock-test-"))

from portal.settings.development import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES_FAST = True
LOG_STRICT = True
AUDIT_LOG_MAY_BE_EMPTIED = True
