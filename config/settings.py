"""All settings of Counterpoint, top to bottom. What differs between places is read from the environment.

Nothing here is safe only by luck: without DEBUG or DEMO it behaves as in production and refuses to start
when something that production needs is missing.
"""

import hmac
from pathlib import Path
from typing import Any
from urllib.parse import quote

import environ

from .accounts import *  # noqa: F403  (what allauth is told; the same in all places)
from .secrets import data_folder, read_master_keys, read_secret

env = environ.Env()

# Where we are -----------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = data_folder(env.str("COUNTERPOINT_DATA", default=str(BASE_DIR / "var")))
DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=False)  # invented people who sign in with one click
LOCAL = DEBUG or DEMO
HTTPS: bool = env.bool("HTTPS", default=not LOCAL)

# Keys -------------------------------------------------------------------------------------------------

SECRET_KEY = read_secret("SECRET_KEY", DATA / "secret_key", may_make=LOCAL)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
MASTER_KEYS = read_master_keys(read_secret("MASTER_KEYS", DATA / "master_key", may_make=LOCAL))

# Who may ask ------------------------------------------------------------------------------------------

ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["localhost", ".localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "config",
    "couples",
    "exercises",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "csp",
]
MIDDLEWARE = [
    "config.middleware.Headers",
    "config.middleware.SameForAll",
    "config.middleware.NoOtherSites",
    "csp.middleware.CSPMiddleware",
    "config.middleware.AdminScripts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "couples.accounts.factors.SecondFactor",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Databases: `keys` holds the wrapped data keys and nothing else, so that it can have its own short backup -----


def database(variable: str, file: str) -> dict[str, Any]:
    """SQLite waits its turn and survives a power cut; PostgreSQL lends checked connections from a pool."""
    settings: dict[str, Any] = env.db_url(variable, default=f"sqlite:///{DATA / file}")
    if "sqlite" in settings["ENGINE"]:
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        settings["TEST"] = {"NAME": str(DATA / f"test-{file}")}  # a file, so that threads share it
    else:
        most = env.int("DB_POOL", default=8)
        settings["OPTIONS"] = {"pool": {"min_size": min(2, most), "max_size": most, "timeout": 5}}
    return settings | {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


DATABASES = {
    "default": database("DATABASE_URL", "counterpoint.sqlite3"),
    "keys": database("KEYS_DATABASE_URL", "keys.sqlite3"),
}
DB_THREADS: int = env.int("DB_THREADS", default=4)  # for sockets; keep it below DB_POOL
DATABASE_ROUTERS = ["couples.keys.router.KeysRouter"]

TICK_SECONDS: int = env.int("TICK_SECONDS", default=60)  # how often couples.tick runs here; 0: never

# Hints between processes, sealed under a key of their own ---------------------------------------------

REDIS_URL: str = env.str("REDIS_URL", default="")
HINT_KEYS = [
    hmac.digest(key.encode(), b"counterpoint: hints between processes", "sha256").hex()
    for key in [SECRET_KEY, *SECRET_KEY_FALLBACKS]
]
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "exercises.live.notify.broadcast.MemoryLayer"}
}
if REDIS_URL:
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "exercises.live.notify.broadcast.RedisLayer",
        "CONFIG": {
            "hosts": [{"address": REDIS_URL, "socket_timeout": None, "max_connections": 10_000}],
            "symmetric_encryption_keys": HINT_KEYS,
        },
    }

# Accounts ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "couples.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # unless "stay signed in" is ticked
SESSION_COOKIE_AGE = 14 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

# Short-lived counts of attempts, for all processes; without Redis, so that its trouble keeps nobody out ------

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "short_lived_counts",
        "KEY_FUNCTION": "couples.ratelimits.pseudonyms.cache_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Mail -------------------------------------------------------------------------------------------------

MAIL_FOLDER = DATA / "mail"  # where mail goes on one's own machine
vars().update(
    env.email_url(
        "EMAIL_URL", default=f"filemail:///{quote(str(MAIL_FOLDER))}" if LOCAL else "smtp://localhost"
    )
)
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Counterpoint <counterpoint@localhost>")

# What a browser is told -------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["live"],
    }
}
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.errors.form_is_too_old"
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EXIT_URL: str = env.str(
    "EXIT_URL", default="https://www.weather.gov/"
)  # a page that says nothing about anyone

# Places that help: a file of couples/help/regions, or the operator's own ----------------------------------

HELP_REGION: str = env.str("HELP_REGION", default="world")
HELP_FILE: str = env.str("HELP_FILE", default="")

# Pages and their words --------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "exercises"],  # in the second, steps/<kind>/*.html
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "couples.site_context.for_request",
                "couples.help.footer.context",
            ]
        },
    }
]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = LOCAL  # serve what lies in static/, without collectstatic
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_MAX_AGE = 0 if LOCAL else 60
WHITENOISE_ALLOW_ALL_ORIGINS = False
_STORED = "django.contrib.staticfiles.storage.StaticFilesStorage" if LOCAL else "config.static.HashedFiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STORED},
}

# The log: what happened and where, never what anybody wrote --------------------------------------------

_TO_ROOT: dict[str, Any] = {"handlers": [], "level": "NOTSET", "propagate": True}
_TROUBLE = _TO_ROOT | {"level": "WARNING"}  # each socket is news to uvicorn, with its address
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "config.logs.Lines", "as_json": not LOCAL}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": _TO_ROOT,
        "django.server": _TO_ROOT,
        "uvicorn": _TROUBLE,
        "uvicorn.error": _TROUBLE,
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},  # it writes addresses
    },
}
