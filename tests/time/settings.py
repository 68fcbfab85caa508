"""The settings of server processes whose answers are timed: those of the app, with cheap passwords.

A password takes the same for everybody: `couples/accounts/test_no_enumeration.py` counts how often one is hashed.
"""

from config.settings import *  # noqa: F403
from tests.served import MIGRATION_MODULES as MIGRATION_MODULES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
