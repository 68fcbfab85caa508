"""Waits that grow with each wrong try, and are never longer than ten minutes, however often somebody tries."""

import math
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from allauth.core.internal.ratelimit import cache_lock
from django.core.cache import cache
from django.utils.translation import gettext as _

from couples.amounts import length_text

NONE: Final = timedelta()
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(minutes=10)
TRIES_KEPT: Final = timedelta(days=1)
"""After so long without a try, all are forgotten."""


@dataclass(frozen=True)
class GrowingWait:
    """`free` tries at once; then one after FIRST_WAIT, after twice as long, and so on up to LONGEST_WAIT."""

    name: str
    free: int

    def begin(self, who: str) -> timedelta:
        """Count a try and return NONE; or return how long to wait, in whole minutes, and count nothing.

        Counted before a secret is looked at, so that simultaneous tries gain nothing.
        """
        key = self._key(who)
        with cache_lock(key) as locked:
            if not locked:
                return FIRST_WAIT
            count, last = cache.get(key, (0, 0.0))
            left = last + self._after(count).total_seconds() - time.time()
            if left > 0:
                return min(LONGEST_WAIT, timedelta(minutes=math.ceil(left / 60)))
            cache.set(key, [count + 1, time.time()], TRIES_KEPT.total_seconds())
        return NONE

    def forget(self, who: str) -> None:
        """Forget the tries: a right one came."""
        cache.delete(self._key(who))

    def _after(self, count: int) -> timedelta:
        """Return how long to wait after so many tries."""
        if count < self.free:
            return NONE
        doubled: int = 2 ** min(count - self.free, 10)
        return min(LONGEST_WAIT, FIRST_WAIT * doubled)

    def _key(self, who: str) -> str:
        return f"growing wait {self.name} {who}"


def please_wait(wait: timedelta) -> str:
    """Return the sentence for somebody who has to wait."""
    return _("There were too many attempts. Please wait %(length)s.") % {"length": length_text(wait)}
