"""Mails that wait to be sent. No request sends one: it is sealed and stored, and leaves a moment later.

So a mail server that is away or silent holds up nobody, and how long an answer takes does not tell whether it is.
"""

from datetime import timedelta
from typing import Final

CODE_LIFETIME: Final = timedelta(minutes=15)
"""For so long a mail with a code is tried: no code lasts longer."""
NOTICE_LIFETIME: Final = timedelta(days=1)
"""For so long any other is, if nothing else is said."""
