"""Where this runs, read from the environment. The other settings depend on it."""

import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from .secrets import data_folder


class Environment(environ.Env):
    """Names the setting that cannot be read, and never shows what it holds."""

    def get_value(self, var: str, cast: Any = None, *args: Any, **more: Any) -> Any:
        try:
            return super().get_value(var, cast, *args, **more)
        except ValueError:
            raise ImproperlyConfigured(f"{var} must be {KINDS.get(cast, 'something else')}.") from None

    def db_url(self, var: str, *args: Any, **more: Any) -> Any:
        try:
            with warnings.catch_warnings(action="ignore"):  # one would show the URL
                found = super().db_url(var, *args, **more)
        except (ValueError, KeyError, ImproperlyConfigured):
            found = {}
        if not found.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
            raise ImproperlyConfigured(f"{var} must be postgres://NAME:PASSWORD@HOST/DATABASE.")
        return found

    def email_url(self, var: str, *args: Any, **more: Any) -> Any:
        try:
            return super().email_url(var, *args, **more)
        except (ValueError, KeyError, ImproperlyConfigured):
            raise ImproperlyConfigured(f"{var} must be smtp+tls://USER:PASSWORD@HOST:PORT.") from None


KINDS = {int: "a whole number", float: "a number"}
env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = data_folder(env.str("COUNTERPOINT_DATA", default=str(BASE_DIR / "var")))
DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=False)  # invented people who sign in with one click
LOCAL = DEBUG or DEMO
HTTPS: bool = env.bool("HTTPS", default=not LOCAL)
