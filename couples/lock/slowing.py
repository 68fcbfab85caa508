"""Slows guessing down: after ten wrong tries of one person from one address, a few minutes of nothing. Tells nobody.

The tries of one person from everywhere have a limit as well. It is no weapon: only who is signed in as this person
can try, and what one address has no more, it does not spend.
"""

from typing import Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from couples import keys
from couples.models import User

MOST: Final = 10
MOST_EVERYWHERE: Final = 60
PAUSE: Final = 10 * 60


def is_too_fast(request: HttpRequest, user: User) -> bool:
    """Counts a try; counted before it is looked at, so that many at once gain nothing."""
    return _count(_here(request, user)) > MOST or _count(_everywhere(user)) > MOST_EVERYWHERE


def forget(request: HttpRequest, user: User) -> None:
    """It was the right one. The count from everywhere stays: others may be guessing at the same time."""
    cache.delete(_here(request, user))


def _count(key: str) -> int:
    cache.add(key, 0, PAUSE)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out just now
        return 0


def _here(request: HttpRequest, user: User) -> str:
    return _key(f"{user.pk}|{get_adapter(request).get_client_ip(request)}")


def _everywhere(user: User) -> str:
    return _key(str(user.pk))


def _key(what: str) -> str:
    return "lock-" + keys.mac("tries", what.encode()).hex()[:32]
