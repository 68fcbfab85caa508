"""The settings of server processes that tests start: those of the app; what is static is asked for only once.

A page has dozens of small files, and every browser of a test is a new one.
"""

from config.settings import *  # noqa: F403

WHITENOISE_MAX_AGE = 3600
