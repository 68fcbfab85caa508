"""An act that ends a counselor's access is acknowledged when no page can leave any more that was checked before it."""

import time

from django.conf import settings


def let_leave() -> None:
    """Wait, after the act is committed, as long as a page needs from its last look at the consents to the network."""
    time.sleep(settings.READINGS_LEAVE_WITHIN)
