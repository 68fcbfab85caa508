"""Waits that grow with each wrong try, and are never longer than ten minutes, however often somebody tries.

Whoever is told to wait keeps a ticket: a moment from which one try is theirs, whatever others do meanwhile who count as
the same. The tickets of those who come from one network are bounded, so that nobody gains tries without end by asking
from many browsers.
"""

from __future__ import annotations

import math
import secrets
import time
from dataclasses import dataclass, field
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


class Kept(timedelta):
    """A wait after which the next try belongs to whoever waits in this browser."""


Tickets = dict[str, tuple[float, str]]


@dataclass
class Waiting:
    """Somebody who may have to wait. `origin`: the network they come from. `ticket`: what their browser keeps, if it
    `keeps` anything: what takes no cookie takes no place either.

    `has_waited`: whether the try that was counted last is theirs by a ticket.
    """

    origin: str
    ticket: str = ""
    keeps: bool = True
    has_waited: bool = False


@dataclass
class _Row:
    """What is kept of all who count as the same: how many tries, when the last one was and the one before it."""

    count: int = 0
    last: float = 0.0
    tickets: Tickets = field(default_factory=dict)
    before: float = 0.0

    @classmethod
    def read(cls, key: str) -> _Row:
        row = cls(*cache.get(key, ()))
        row.tickets = {name: one for name, one in row.tickets.items() if _is_kept(one)}
        return row

    def write(self, key: str) -> None:
        """Keep it for TRIES_KEPT after the last try, or for as long as somebody has a ticket."""
        end = max([self.last + TRIES_KEPT.total_seconds(), *(until for until, _ in self.tickets.values())])
        cache.set(key, [self.count, self.last, self.tickets, self.before], end - time.time() + 1)


@dataclass(frozen=True)
class GrowingWait:
    """`free` tries at once; then one after FIRST_WAIT, after twice as long, and so on up to LONGEST_WAIT.

    `tickets`: how many may keep a ticket at once from one network.
    """

    name: str
    free: int
    tickets: int = 20

    def begin(self, who: str, waiting: Waiting, at_least: timedelta = NONE) -> timedelta:
        """Count a try and return NONE; or return how long to wait, in whole minutes, and count nothing.

        Counted before a secret is looked at, so that simultaneous tries gain nothing. Changes the ticket of who is
        `waiting`: they get one, or use it up. `at_least`: how long whoever has none waits in any case.
        """
        key = self._key(who)
        with cache_lock(key) as locked:
            if not locked:
                return FIRST_WAIT
            row, now = _Row.read(key), time.time()
            until = max(row.last + self._after(row.count).total_seconds(), now + at_least.total_seconds())
            kept = row.tickets.pop(waiting.ticket, None)
            waiting.has_waited = kept is not None and kept[0] <= now
            until = min(until, kept[0]) if kept else until
            if until <= now:
                _Row(row.count + 1, now, row.tickets, row.last).write(key)
                return NONE
            is_kept = self._keep(waiting, row.tickets, until)
            if is_kept:
                row.write(key)
        wait = min(LONGEST_WAIT, timedelta(minutes=math.ceil((until - now) / 60)))
        return Kept(seconds=wait.total_seconds()) if is_kept else wait

    def _keep(self, waiting: Waiting, tickets: Tickets, until: float) -> bool:
        """Keep a ticket from this moment on, if there is room. Returns whether there was."""
        own = sum(origin == waiting.origin for _until, origin in tickets.values())
        if own >= self.tickets or len(tickets) >= MAX_TICKETS or not waiting.keeps:
            return False
        waiting.ticket = waiting.ticket or secrets.token_urlsafe(9)
        tickets[waiting.ticket] = (min(until, time.time() + LONGEST_WAIT.total_seconds()), waiting.origin)
        return True

    def take_back(self, who: str) -> None:
        """Forget the last try alone: it was right. Those of others who count as the same stay, with their wait."""
        key = self._key(who)
        with cache_lock(key):
            row = _Row.read(key)
            if row.count:
                _Row(row.count - 1, row.before, row.tickets, row.before).write(key)

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


def please_wait(wait: timedelta, what: str = "") -> str:
    """Return the sentences for somebody who has to wait. `what` happened too often; otherwise wrong ones were typed."""
    what = what or _("There were too many wrong tries, perhaps not by you.")
    length = {"length": length_text(wait)}
    if isinstance(wait, Kept):
        text = _(
            "Please wait %(length)s in this browser: the next try is then yours. Exit gives up that place."
        )
        return f"{what} {text % length}"
    return f"{what} {_('Please wait %(length)s.') % length}"
