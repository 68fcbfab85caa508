"""Slows guessing down: after ten wrong tries of one person from one address, a few minutes of nothing. Tells nobody.

The tries of one person from everywhere have a limit as well. It is no weapon: only who is signed in as this person
can try, and what one address has no more, it does not spend. The rates stand in config/accounts.py.
"""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest

from couples.models import User


def is_too_fast(request: HttpRequest, user: User) -> bool:
    """Counts a try; counted before it is looked at, so that many at once gain nothing."""
    here = ratelimit.consume(request, action="lock_here", key=_here(request, user))
    return not (here and ratelimit.consume(request, action="lock_everywhere", key=str(user.pk)))


def forget(request: HttpRequest, user: User) -> None:
    """It was the right one. The count from everywhere stays: others may be guessing at the same time."""
    ratelimit.clear(request, action="lock_here", key=_here(request, user))


def _here(request: HttpRequest, user: User) -> str:
    return f"{user.pk} {get_adapter(request).get_client_ip(request)}"
