"""The settings of server processes that tests start: those of the app; what is static is asked for only once.

A page has dozens of small files, and every browser of a test is a new one. No answer waits for its time: `tests/time`
has settings of its own. A PIN costs nothing: `couples/lock/test_work.py` measures what it costs.
"""

from config.settings import *  # noqa: F403

WHITENOISE_MAX_AGE = 3600
ANSWER_STEP = SOCKET_ANSWER_STEP = 0
PIN_DERIVATION = (1, 8)
MIGRATION_MODULES = dict.fromkeys(
    ("account", "admin", "auth", "contenttypes", "couples", "exercises", "mfa")
)  # most tests make their tables without migrating, and a process refuses to start where a migration is missing
