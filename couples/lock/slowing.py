"""Slows guessing down: after ten wrong tries of one person from one address, a few minutes of nothing. Tells nobody."""

from typing import Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from couples import keys
from couples.models import User

MOST: Final = 10
PAUSE: Final = 10 * 60


def is_too_fast(request: HttpRequest, user: User) -> bool:
    """Counts a try; counted before it is looked at, so that many at once gain nothing."""
    key = _key(request, user)
    cache.add(key, 0, PAUSE)
    try:
        return bool(cache.incr(key) > MOST)
    except ValueError:  # it ran out just now
        return False


def forget(request: HttpRequest, user: User) -> None:
    """It was the right one."""
    cache.delete(_key(request, user))


def _key(request: HttpRequest, user: User) -> str:
    address = get_adapter(request).get_client_ip(request)
    return "lock-" + keys.mac("tries", f"{user.pk}|{address}".encode()).hex()[:32]
