"""Where this runs, read from the environment. The other settings depend on it."""

from pathlib import Path

import environ

from .secrets import data_folder

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = data_folder(env.str("COUNTERPOINT_DATA", default=str(BASE_DIR / "var")))
DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=False)  # invented people who sign in with one click
LOCAL = DEBUG or DEMO
HTTPS: bool = env.bool("HTTPS", default=not LOCAL)
