"""Waits that grow with each wrong try, and are never longer than ten minutes, however often somebody tries.

Whoever is told to wait keeps a ticket: a moment from which one try is theirs, whatever others do meanwhile who count as
the same. The tickets of those who come from one network are bounded, so that nobody gains tries without end by asking
from many browsers.
"""

import math
import secrets
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
MAX_TICKETS: Final = 200
"""How many tickets there are at once, from all networks together."""

Tickets = dict[str, tuple[float, str]]


@dataclass
class Waiting:
    """Somebody who may have to wait. `origin`: the network they come from. `ticket`: what their browser keeps."""

    origin: str
    ticket: str = ""


@dataclass(frozen=True)
class GrowingWait:
    """`free` tries at once; then one after FIRST_WAIT, after twice as long, and so on up to LONGEST_WAIT.

    `tickets`: how many may keep a ticket at once from one network.
    """

    name: str
    free: int
    tickets: int = 20

    def begin(self, who: str, waiting: Waiting | None = None) -> timedelta:
        """Count a try and return NONE; or return how long to wait, in whole minutes, and count nothing.

        Counted before a secret is looked at, so that simultaneous tries gain nothing. Changes the ticket of who is
        `waiting`: they get one, or use it up.
        """
        key = self._key(who)
        with cache_lock(key) as locked:
            if not locked:
                return FIRST_WAIT
            count, last, *more = cache.get(key, (0, 0.0))
            tickets: Tickets = {name: one for name, one in (more[0] if more else {}).items() if _is_kept(one)}
            now, until = time.time(), last + self._after(count).total_seconds()
            kept = tickets.pop(waiting.ticket, None) if waiting else None
            if kept:
                until = min(until, kept[0])
            if until <= now:
                cache.set(key, [count + 1, now, tickets], TRIES_KEPT.total_seconds())
                return NONE
            if waiting and self._keep(waiting, tickets, until):
                cache.set(key, [count, last, tickets], TRIES_KEPT.total_seconds())
        return min(LONGEST_WAIT, timedelta(minutes=math.ceil((until - now) / 60)))

    def _keep(self, waiting: Waiting, tickets: Tickets, until: float) -> bool:
        """Keep a ticket from this moment on, if there is room. Returns whether there was."""
        own = sum(origin == waiting.origin for _until, origin in tickets.values())
        if own >= self.tickets or len(tickets) >= MAX_TICKETS:
            return False
        waiting.ticket = waiting.ticket or secrets.token_urlsafe(9)
        tickets[waiting.ticket] = (min(until, time.time() + LONGEST_WAIT.total_seconds()), waiting.origin)
        return True

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


def _is_kept(ticket: tuple[float, str]) -> bool:
    """Whether this ticket is still somebody's: they have as long to come as they had to wait at most."""
    return abs(time.time() - ticket[0]) <= LONGEST_WAIT.total_seconds()


def please_wait(wait: timedelta) -> str:
    """Return the sentence for somebody who has to wait."""
    return _("There were too many attempts. Please wait %(length)s.") % {"length": length_text(wait)}
