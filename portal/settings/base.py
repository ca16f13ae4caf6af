"""What holds in every place Airlock runs. Everything that differs comes from the environment."""

from pathlib import Path

import django_stubs_ext
import environ
import kombu

from portal import logs
from portal.settings.storages import NAMES, configured

# Admin classes, managers and forms are generic in their annotations only.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

VAR_DIR = Path(env.str("AIRLOCK_VAR", default=str(BASE_DIR / "var")))
"""All data of the embedded mode; ignored by git."""

DEBUG = False
SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("DJANGO_ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env.str("AIRLOCK_PUBLIC_URL", default="http://127.0.0.1:8000")
"""Links in e-mails are built from this alone, never from a request's Host header."""

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "portal",
    "portal.accounts",
    "portal.audit",
    "portal.vault",
    "portal.programmes",
    "portal.notices",
    "scrubbing",
    "submissions",
]

MIDDLEWARE = [
    "portal.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "portal.accounts.middleware.TimezoneMiddleware",
    "portal.programmes.middleware.RefusalMiddleware",
    "portal.programmes.middleware.FormAddressMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.programmes.context.interface",
                "portal.notices.context.waiting",
            ],
        },
    }
]

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock when a transaction begins: DEFERRED upgrades in the
    # middle and fails with "database is locked" under four writers.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database(variable: str, file: str) -> dict[str, object]:
    """The database a variable names, else an SQLite file in the data folder."""
    url = env.str(variable, default="") or f"sqlite:///{VAR_DIR / file}"
    config: dict[str, object] = env.db_url_config(url)
    if str(config["ENGINE"]).endswith("sqlite3"):
        return {**config, "OPTIONS": SQLITE_OPTIONS}
    pool = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {**config, "CONN_HEALTH_CHECKS": True, "OPTIONS": {"pool": pool}}


DATABASES = {
    "default": database("DATABASE_URL", "airlock.sqlite3"),
    # Wrapped keys live apart from the main database, with a backup of their own, so that
    # a restored backup of the one cannot bring back what was destroyed in the other.
    "keys": database("KEYS_DATABASE_URL", "keys/keys.sqlite3"),
}
DATABASE_ROUTERS = ["portal.vault.router.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
SECOND_FACTOR_RULE = "portal.programmes.permissions.has_duties"
"""Who must have a second factor: accounts asks the floor above, which knows the roles."""

AIRLOCK_NAME = env.str("AIRLOCK_NAME", default="Airlock")
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    # Guessing at links of owners, and answering or asking for codes without end by a known one.
    "unknown_link": "30/m/ip",
    "owner_answer": "30/h/key",
    "owner_code": "6/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("AIRLOCK_TRUSTED_PROXIES", default=0)
MFA_ADAPTER = "portal.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://")
"""Browsers allow passkeys without TLS on localhost alone, which is where that is used."""
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

AUDIT_LOG_MAY_BE_EMPTIED = False
"""Only the throw-away databases of tests may be flushed."""

INVITATION_DAYS = 14
INVITATIONS_PER_DAY = 200
"""By one person."""
ASKINGS_BY_CONTRACTOR = 10
"""Mails to owners of work that one contractor causes in a day, reminders included."""
ASKINGS_TO_DOMAIN = 6
"""To one domain in a day, whoever asks."""
ASKINGS_A_DAY = 500
SUBMISSION_COUNTS = "submissions.domain.people.counts_of_vendor"
"""Counts a vendor's submissions: ``(vendor_id) -> {account id: {state: number}}``."""


FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
"""Django's other one writes what is sent to any form into a temporary folder in the clear.
Uploads have a handler of their own; no other form takes a file."""

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True


STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
        }
    }

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL) or "files://localhost"
"""Unset or empty means the embedded broker: files in ``var/broker`` (see portal/broker.py)."""

CELERY_TASK_TIME_LIMIT = 3600
"""Seconds after which a child is killed; above every limit that the scrub policy may set."""
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TASK_TIME_LIMIT - 60


def broker_options(url: str, folder: Path) -> dict[str, object]:
    """What kombu's transport needs to know for this kind of broker."""
    if url.startswith("files:"):
        return {"folder": str(folder), "polling_interval": 0.05}
    return {
        # Redis gives an unacknowledged message out again after this time, also while its
        # task still runs: it must be longer than the longest task.
        "visibility_timeout": CELERY_TASK_TIME_LIMIT + 600,
        # kombu looks for such messages every interval x throttle seconds; stock is 100.
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "health_check_interval": 30,
    }


CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL, VAR_DIR / "broker")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 5
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0, "interval_step": 0.2}
_EXCHANGE = kombu.Exchange("airlock", type="direct")
CELERY_TASK_QUEUES = [
    kombu.Queue(name, _EXCHANGE, routing_key=name) for name in ("scrub", "default")
]
CELERY_TASK_DEFAULT_EXCHANGE = "airlock"
CELERY_TASK_DEFAULT_ROUTING_KEY = "default"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = ["portal.queue.route"]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60
CELERY_BEAT_SCHEDULER = "portal.celery:AliveScheduler"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "resume stalled submissions": {
        "task": "submissions.tasks.resume_stalled",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "ask owners": {
        "task": "submissions.tasks.ask_owners",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "keep house": {
        "task": "submissions.tasks.keep_house",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "sweep leftovers": {
        "task": "submissions.tasks.sweep_leftovers",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "send notices": {
        "task": "portal.notices.tasks.send_notices",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}
"""Static: name → task, schedule. Give frequent ones ``options: {"expires": seconds}``."""

LOG_JSON = env.bool("AIRLOCK_LOG_JSON", default=False)
LOGGING = logs.configure(json=LOG_JSON, level=env.str("AIRLOCK_LOG_LEVEL", default="INFO"))

WARM_UP = "scrubbing.engine.sandbox.warm_up"
"""Called in a worker of the scrub queue before it forks its pool."""
HEALTH_PROBES = {
    "databases": "portal.health.databases",
    "cache": "portal.health.shared_cache",
    "broker": "portal.health.broker",
    "storage": "portal.health.storage",
    "keys": "portal.health.keys",
    "sandbox": "portal.health.sandbox",
    "scanner": "submissions.domain.malware.health",
}
"""What ``/readyz`` asks: name → a function without arguments that returns a Health."""

AIRLOCK_MASTER_KEYS: list[str] = env.list("AIRLOCK_MASTER_KEYS", default=[])
"""``id:base64`` pairs, the first wraps new keys, the others still open old ones."""
AIRLOCK_PORTAL_KEY = env.str("AIRLOCK_PORTAL_KEY", default="")
"""Base64 of 32 bytes; keys the registers and the duplicate index."""
AIRLOCK_SIGNING_KEY = env.str("AIRLOCK_SIGNING_KEY", default="")
"""``id:base64`` of an Ed25519 seed; signs releases, receipts and audit heads."""
AIRLOCK_LEASE_SECONDS = env.int("AIRLOCK_LEASE_SECONDS", default=30)
"""How long a worker's claim holds without renewal; its thread renews three times in it."""
AIRLOCK_WORK_DIR = env.str("AIRLOCK_WORK_DIR", default="")
"""Where leases get their 0700 folders of plaintext; empty picks tmpfs, else ``var/work``."""

AIRLOCK_SHRED_LEDGER = env.str("AIRLOCK_SHRED_LEDGER", default="")
"""Which keys were destroyed, in a file that no restore overwrites; empty puts it beside the
key store. On several machines it lies on a volume that all of them mount."""

S3_ENDPOINT = env.str("AIRLOCK_S3_ENDPOINT", default="")
"""Empty means local disk."""
S3_PUBLIC_ENDPOINT = env.str("AIRLOCK_S3_PUBLIC_ENDPOINT", default=S3_ENDPOINT)
"""The same server as browsers reach it: upload parts are signed for this address."""
S3_ENCRYPTION = env.str("AIRLOCK_S3_ENCRYPTION", default="AES256")
"""Asked of the server for every upload at rest; empty where its buckets do it by themselves."""
_S3 = {
    "endpoint_url": S3_ENDPOINT,
    "access_key": env.str("AIRLOCK_S3_ACCESS_KEY", default=""),
    "secret_key": env.str("AIRLOCK_S3_SECRET_KEY", default=""),
    "region_name": env.str("AIRLOCK_S3_REGION", default="us-east-1"),
    "addressing_style": "path",
    "signature_version": "s3v4",
    "buckets": {
        name: env.str(f"AIRLOCK_S3_BUCKET_{name.upper()}", default=f"airlock-{name}")
        for name in NAMES
    },
}
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    **configured(VAR_DIR / "storage", _S3 if S3_ENDPOINT else None),
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        # Parts of an upload go straight to the object store where there is one.
        "connect-src": ["'self'", *([S3_PUBLIC_ENDPOINT] if S3_PUBLIC_ENDPOINT else [])],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.accounts.refusals.csrf"

CLAMD = env.str("AIRLOCK_CLAMD", default="")
"""``host:port`` or a socket path; empty means that no scanner is configured."""
CLAMD_MAX_SIGNATURE_AGE_DAYS = env.int("AIRLOCK_CLAMD_MAX_AGE_DAYS", default=7)
AIRLOCK_SCAN_MAX_AGE_DAYS = env.int("AIRLOCK_SCAN_MAX_AGE_DAYS", default=90)
"""A file whose scan is older than this drops out of a release by name."""

vars().update(
    env.email_url_config(env.str("EMAIL_URL", default="") or f"filemail://{VAR_DIR / 'mail'}")
)
DEFAULT_FROM_EMAIL = env.str("AIRLOCK_FROM_EMAIL", default="airlock@example.invalid")
