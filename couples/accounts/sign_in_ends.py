"""When a sign-in ends: after a time without use, and after a time in all. A counselor's or operator's ends sooner.

When it began and was used is kept inside the sealed session, so that nobody prolongs a sign-in by changing a row. That
it was used is stored now and then only, not with every request.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils.translation import gettext as _

from couples.accounts.models import User
from couples.amounts import length_text

FACTS: Final = "sign_in"
END_TOLD_FOR: Final = timedelta(days=7)
"""For how long after the end of a sign-in its browser is told why it is signed out."""
USE_STORED: Final = timedelta(hours=1)
STORED_IN_IDLE: Final = 30
"""A use is stored at most once in this part of the time without use, and at most once in USE_STORED."""


@dataclass(frozen=True)
class End:
    """Why a sign-in has ended: it was not used for this long, or has lasted this long."""

    after: timedelta
    is_unused: bool

    def __str__(self) -> str:
        """The sentence for somebody who comes back."""
        if self.is_unused:
            words = _(
                "You were signed out here, because nothing was done for %(length)s. What was saved is kept."
            )
        else:
            words = _("You were signed out here: a sign-in ends after %(length)s. What was saved is kept.")
        return words % {"length": length_text(self.after)}


@dataclass(frozen=True)
class Bounds:
    """`idle`: how long a sign-in lasts without use. `total`: how long in all."""

    idle: timedelta
    total: timedelta

    @property
    def stored_every(self) -> timedelta:
        """How much time passes before a use is stored again."""
        return min(USE_STORED, self.idle / STORED_IN_IDLE)


def bounds(is_short: bool) -> Bounds:
    """Return the bounds of a counselor's or operator's sign-in, or of everybody else's."""
    chosen = settings.SHORT_SIGN_IN if is_short else settings.SIGN_IN
    return Bounds(idle=chosen["idle"], total=chosen["total"])


BESIDE: Final = Bounds(idle=timedelta(minutes=15), total=timedelta(hours=3))
"""Of a sign-in beside another one, on a device that was passed on."""


def is_short(user: User) -> bool:
    return user.is_counselor or user.is_staff


def begin(session: Any, user: User, device: str, beside: bool = False) -> None:
    """Store in the session that this person has signed in now, with this kind of device; `beside` another one."""
    now = time.time()
    session[FACTS] = {"since": now, "used": now, "device": device, "is_short": is_short(user)}
    if beside:
        session[FACTS]["beside"] = True


def look(session: Any, user: User, device: str, is_use: bool = True) -> End | None:
    """Return why this person's sign-in has ended, or None; then it counts as used, and with a new role as of that role.

    `is_use`: false for what a page asks by itself.

    Nothing else in the session is changed, and this at most once in a while.
    """
    if FACTS not in session:
        begin(session, user, device)
    facts, short = session[FACTS], is_short(user)
    ended = _why(facts, _bounds_of(facts | {"is_short": short}))
    if ended is None and (facts["is_short"] != short or (is_use and is_due(session))):
        session[FACTS] = facts | {"used": time.time() if is_use else facts["used"], "is_short": short}
    return ended


def is_due(data: Any) -> bool:
    """Return whether a use of this sign-in is worth storing now."""
    return bool(time.time() - data[FACTS]["used"] >= stored_every(data))


def stored_every(data: Any) -> float:
    """Return how many seconds pass at least between two uses of this sign-in that are stored."""
    return _bounds_of(data[FACTS]).stored_every.total_seconds()


def why(data: Mapping[str, Any]) -> End | None:
    """Return why a sign-in with these data has ended, or None if it has not, or is none."""
    return _why(data[FACTS], _bounds_of(data[FACTS])) if FACTS in data and SESSION_KEY in data else None


def end_of(data: Mapping[str, Any]) -> datetime | None:
    """Return when a sign-in with these data ends if it is not used any more; None if nobody is signed in."""
    if SESSION_KEY not in data:
        return None
    facts = data.get(FACTS) or {"since": time.time(), "used": time.time(), "is_short": False}
    own = _bounds_of(facts)
    end = min(facts["used"] + own.idle.total_seconds(), facts["since"] + own.total.total_seconds())
    return datetime.fromtimestamp(end, UTC)


def left_in_all(data: Mapping[str, Any]) -> timedelta | None:
    """Return how much time a sign-in with these data has left at most; None if nobody is signed in."""
    if SESSION_KEY not in data or FACTS not in data:
        return None
    passed = timedelta(seconds=time.time() - data[FACTS]["since"])
    return _bounds_of(data[FACTS]).total - passed


def _bounds_of(facts: Mapping[str, Any]) -> Bounds:
    return BESIDE if facts.get("beside") else bounds(facts["is_short"])


def _why(facts: Mapping[str, Any], own: Bounds) -> End | None:
    now = time.time()
    if now - facts["since"] >= own.total.total_seconds():
        return End(own.total, is_unused=False)
    return End(own.idle, is_unused=True) if now - facts["used"] >= own.idle.total_seconds() else None
