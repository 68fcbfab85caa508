"""All settings of Counterpoint; accounts, databases and headers have modules of their own.

What differs between places is read from the environment. Nothing here is safe only by luck: without DEBUG or DEMO
it behaves as in production and refuses to start when something that production needs is missing.
"""

import hmac
import logging
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .accounts import *  # noqa: F403
from .databases import *  # noqa: F403
from .environment import *  # noqa: F403
from .environment import BASE_DIR, DATA, LOCAL, env
from .headers import *  # noqa: F403
from .mail import *  # noqa: F403
from .secrets import read_master_keys, read_secret

# Keys -------------------------------------------------------------------------------------------------

SECRET_KEY = read_secret("SECRET_KEY", DATA / "secret_key", may_make=LOCAL)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
MASTER_KEYS = read_master_keys(read_secret("MASTER_KEYS", DATA / "master_key", may_make=LOCAL))

# Who may ask ------------------------------------------------------------------------------------------

ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["localhost", ".localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Addresses and networks whose X-Forwarded-For and X-Forwarded-Proto count: config/edge/proxies.py
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", default=[])

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "config",
    "couples",
    "exercises",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "channels",
    "csp",
]
MIDDLEWARE = [
    "config.middleware.Headers",
    "config.middleware.OneCharset",
    "config.middleware.SameForAll",
    "config.middleware.NoOtherSites",
    "csp.middleware.CSPMiddleware",
    "config.middleware.AdminScripts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "couples.ratelimits.devices.DeviceMark",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "couples.accounts.beside.Beside",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "couples.accounts.secret_forms.OneTry",
    "couples.accounts.signed_in.SignedIn",
    "couples.accounts.covers.Covered",
    "couples.accounts.page_owner.OfOnePerson",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "couples.accounts.again.AskAgain",
    "couples.accounts.factors.SecondFactor",
    "couples.accounts.stored_facts.StoredFacts",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TICK_SECONDS: int = env.int("TICK_SECONDS", default=60)  # how often couples.tick runs here; 0: never

STARTS_ONLY_MIGRATED = True
METRICS_PORT: int = env.int("METRICS_PORT", default=0)  # of this machine alone; 0: none
OWN_DUTIES_SECONDS = 60  # how often each server process stores what it alone has counted

# Hints between processes, sealed under a key of their own ---------------------------------------------

REDIS_URL: str = env.str("REDIS_URL", default="")
HINT_KEYS = [
    hmac.digest(key.encode(), b"counterpoint: hints between processes", "sha256").hex()
    for key in [SECRET_KEY, *SECRET_KEY_FALLBACKS]
]
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "exercises.live.notify.layer.OneSubscription",
        "CONFIG": {"address": REDIS_URL, "keys": HINT_KEYS},
    }
}

# Short-lived counts of attempts, for all processes; without Redis, so that its trouble keeps nobody out ------

CACHES = {
    "default": {
        "BACKEND": "couples.ratelimits.store.Counts",
        "LOCATION": "short_lived_counts",
        "KEY_FUNCTION": "couples.ratelimits.pseudonyms.cache_key",
    }
}

# How long a page of a counselor may take from its last look at the consents to the network, in seconds. Whoever
# withdraws one has the answer that much later.
READINGS_LEAVE_WITHIN = 0.25
ANSWER_STEP: float = env.float("ANSWER_STEP", default=0.5)  # seconds; config/edge/steady.py
SOCKET_ANSWER_STEP = 0.1  # seconds: "pong" and "saved" leave at such steps, and tell nothing of others

# Leaving in a hurry, and places that help ------------------------------------------------------------------

# A page that says nothing about anyone.
EXIT_URL: str = env.str("EXIT_URL", default="https://www.weather.gov/")
# A name in couples/help/regions, and a file of the operator's own that replaces it.
HELP_REGION: str = env.str("HELP_REGION", default="world")
HELP_FILE: str = env.str("HELP_FILE", default="")
# What the operator says on the privacy page; without it the page says that they have not completed it.
PRIVACY_FILE: str = env.str("PRIVACY_FILE", default="")
# After how many months without use an account is erased, after two mails; 0: never.
UNUSED_ACCOUNT_MONTHS: int = env.int("UNUSED_ACCOUNT_MONTHS", default=0)

# Pages and their words --------------------------------------------------------------------------------

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
                "couples.site_context.for_request",
                "couples.help.footer.context",
            ],
            "builtins": ["couples.templatetags.page_owner"],  # every form says whose page it is on
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "live",
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "exercises"],  # live/*.jinja, and steps/<kind>/*.jinja
        "OPTIONS": {"environment": "exercises.markup.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # templates/django/forms/ before Django's own
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

LOG_LEVEL: str = env.str("LOG_LEVEL", default="INFO")
if LOG_LEVEL not in logging.getLevelNamesMapping():
    raise ImproperlyConfigured("LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL.")
_TO_ROOT: dict[str, Any] = {"handlers": [], "level": "NOTSET", "propagate": True}
_TROUBLE = _TO_ROOT | {"level": "WARNING"}  # each socket is news to uvicorn, with its address
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "config.logs.Lines", "as_json": not LOCAL}},
    "filters": {"kept": {"()": "config.logs.Kept"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["kept"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": _TO_ROOT,
        "security": _TO_ROOT | {"level": "INFO"},  # whatever LOG_LEVEL is
        "django.server": _TO_ROOT,
        "uvicorn": _TROUBLE,
        "uvicorn.error": _TROUBLE,
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},  # it writes addresses
    },
}
