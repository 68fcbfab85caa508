"""The time on which all processes agree: that of the database, whatever this machine's clock says.

Without a measurement, and on SQLite, it is this machine's. Sign-ins, and what only one process compares with itself, go
by the machine's clock: docs/operators/deploy.md says how far it may be wrong.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

MOST_APART: Final = timedelta(seconds=5)
"""A machine whose clock differs more from the database's is reported."""
UNCERTAIN: Final = timedelta(seconds=1)
"""Differences up to this are left as they are: an answer may have been so long on its way."""

log = logging.getLogger(__name__)
_ahead = timedelta()


def now() -> datetime:
    """Return the database's time."""
    return timezone.now() - _ahead


def local() -> datetime:
    """Return it in the current time zone."""
    return timezone.localtime(now())


def measure() -> int:
    """Compare this machine's clock with the database's, and go by that from now on. Returns 1 if it is wrong."""
    global _ahead
    difference = ahead()
    _ahead = difference if abs(difference) > UNCERTAIN else timedelta()
    if abs(difference) <= MOST_APART:
        return 0
    log.error("clock_is_wrong", extra={"seconds_ahead": round(difference.total_seconds())})
    return 1


def ahead() -> timedelta:
    """Return how far this machine's clock is ahead of the database's. Asks the database."""
    if connection.vendor == "sqlite":
        return timedelta()
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there: datetime = cursor.fetchone()[0]
    return before + (timezone.now() - before) / 2 - there
