"""The settings that tests run with: those of the app, in a data folder of their own, with cheap passwords.

What is found here is put into the environment, so that server processes started by tests share it.
"""

import atexit
import base64
import os
import shutil
import sys
import tempfile


def _own_data_folder() -> str:
    if "pytest" not in sys.modules:
        return "var/checks"  # mypy reads the settings too, and does not tidy up
    folder = tempfile.mkdtemp(prefix="counterpoint-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


if "COUNTERPOINT_TEST_DATA" not in os.environ:  # the workers of one run share the first one's folder
    os.environ["COUNTERPOINT_TEST_DATA"] = _own_data_folder()
os.environ["COUNTERPOINT_DATA"] = os.environ["COUNTERPOINT_TEST_DATA"]
os.environ.setdefault("DEMO", "1")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.setdefault("TICK_SECONDS", "0")  # nothing happens by itself unless a test asks for it
os.environ.setdefault("DB_POOL", "6")  # several processes share one small PostgreSQL
for name in ("SECRET_KEY", "MASTER_KEYS"):
    os.environ.setdefault(name, base64.b64encode(os.urandom(32)).decode())

from config.settings import *  # noqa: E402, F403

for _one in DATABASES.values():  # noqa: F405
    if (
        _one["ENGINE"] == "config.sqlite"
    ):  # no power is cut here, and what is killed keeps what it has written
        _pragmas = _one["OPTIONS"]["init_command"]
        _one["OPTIONS"]["init_command"] = _pragmas.replace("synchronous=FULL", "synchronous=OFF")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PIN_DERIVATION = (1, 8)
READINGS_LEAVE_WITHIN = 0
SOCKET_ANSWER_STEP = 0
OWN_DUTIES_SECONDS = 0
STARTS_ONLY_MIGRATED = False  # whoever imports the application here has no database yet
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
