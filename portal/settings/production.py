"""Production: everything from the environment; refuses to start on a missing or default secret."""

import binascii
from base64 import b64decode

from django.core.exceptions import ImproperlyConfigured

from portal import logs
from portal.settings.base import *

_SEE = "docs/operating.md says how to make each."


def _refuse(sentence: str) -> None:
    raise ImproperlyConfigured(f"{sentence} {_SEE}")


def _is_key(text: str) -> bool:
    """Whether this is base64 of 32 bytes that are not all alike."""
    try:
        key = b64decode(text, validate=True)
    except binascii.Error:
        return False
    return len(key) == 32 and len(set(key)) > 8  # noqa: PLR2004 - random keys have some 30


_REQUIRED = (
    "DJANGO_SECRET_KEY",
    "DJANGO_ALLOWED_HOSTS",
    "AIRLOCK_PUBLIC_URL",
    "AIRLOCK_MASTER_KEYS",
    "AIRLOCK_PORTAL_KEY",
    "AIRLOCK_SIGNING_KEY",
    "DATABASE_URL",
    "KEYS_DATABASE_URL",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
)
if _missing := [name for name in _REQUIRED if not env.str(name, default="")]:
    _refuse(f"Set these environment variables before starting: {', '.join(_missing)}.")
if len(SECRET_KEY) < 50 or "insecure" in SECRET_KEY:  # noqa: PLR2004 - Django's own limit
    _refuse("DJANGO_SECRET_KEY must be at least 50 random characters.")
_SEEDS = [entry for entry in AIRLOCK_SIGNING_KEY.split(",") if ":public:" not in entry]
_KEYS = [AIRLOCK_PORTAL_KEY, *(k.partition(":")[2] for k in [*AIRLOCK_MASTER_KEYS, *_SEEDS])]
if not all(map(_is_key, _KEYS)):
    _refuse("Every key must be base64 of 32 random bytes, after its id where it has one.")
if len(set(_KEYS)) < len(_KEYS):
    _refuse("No key may stand in two places.")
if env.str("DATABASE_URL") == env.str("KEYS_DATABASE_URL"):
    _refuse("KEYS_DATABASE_URL must name another database than DATABASE_URL.")
if not PUBLIC_URL.startswith("https://"):
    _refuse("AIRLOCK_PUBLIC_URL must begin with https://.")
if (VAR_DIR / "keys" / "embedded.json").exists():
    _refuse(f"{VAR_DIR} holds the data of a demo, which production does not take over.")

CSRF_TRUSTED_ORIGINS = [PUBLIC_URL, *CSRF_TRUSTED_ORIGINS]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
REFUSE_UNSAFE_START = True
"""Web and workers end at once where ``check --deploy`` finds an error."""
LOG_JSON = env.bool("AIRLOCK_LOG_JSON", default=True)
LOGGING = logs.configure(json=LOG_JSON, level=env.str("AIRLOCK_LOG_LEVEL", default="INFO"))
