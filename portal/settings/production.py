"""Production: everything from the environment; refuses to start on a missing or default secret."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *

_REQUIRED = {
    "DJANGO_SECRET_KEY": SECRET_KEY,
    "DJANGO_ALLOWED_HOSTS": ALLOWED_HOSTS,
    "AIRLOCK_MASTER_KEYS": AIRLOCK_MASTER_KEYS,
    "AIRLOCK_PORTAL_KEY": AIRLOCK_PORTAL_KEY,
    "AIRLOCK_SIGNING_KEY": AIRLOCK_SIGNING_KEY,
}
_missing = sorted(name for name, value in _REQUIRED.items() if not value)
if _missing:
    raise ImproperlyConfigured(
        f"Set these environment variables before starting: {', '.join(_missing)}. "
        "docs/operating.md says how to make each."
    )

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LOG_JSON = env.bool("AIRLOCK_LOG_JSON", default=True)
LOGGING = logs.configure(json=LOG_JSON, level=env.str("AIRLOCK_LOG_LEVEL", default="INFO"))
