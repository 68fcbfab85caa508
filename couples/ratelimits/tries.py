"""Tries of passwords, codes and PINs, and mails that are asked for. It counts them and keeps no address in the clear.

A limit that counts a name alone is a weapon: whoever types wrong passwords for it keeps its owner out. So wrong
tries are counted for the visitor's address *and* the name together. Two who live together have one address: a browser
in which somebody has signed in before counts by itself, and only by itself, for that person. The counts of a name from
everywhere are so high that no single visitor, stopped by the own count first, can use them up. The rates stand in
config/accounts.py.
"""

from datetime import timedelta
from typing import Final

from allauth.core import ratelimit
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest

from .pseudonyms import address_of

KNOWN_BROWSER_LIFETIME: Final = timedelta(days=180)
"""For how long after a sign-in a browser counts by itself for that person."""


def know_browser(request: HttpRequest, email: str) -> None:
    """Somebody signed in in this browser. It is known again by the cookie that protects forms; there is no other."""
    if browser := request.META.get("CSRF_COOKIE"):
        cache.set(_known(browser, email), True, KNOWN_BROWSER_LIFETIME.total_seconds())


def may_try_password(request: HttpRequest, email: str) -> bool:
    """Counts one try of a password."""
    who, address = _visitor(request, email), address_of(request)
    here = _count(request, "failed_here", f"{who} {email.lower()}")
    if not here or who != address:
        return here
    return _count(request, "failed_address") and _count(request, "failed_everywhere", email.lower())


def password_was_right(request: HttpRequest, email: str) -> None:
    """Forget the wrong tries of somebody who knows the password. The count of the address alone stays."""
    who = _visitor(request, email)
    ratelimit.clear(request, action="failed_here", key=f"{who} {email.lower()}")


def may_try_code(request: HttpRequest, email: str, what: str) -> bool:
    """Counts one try of a code that was mailed to somebody or that their app shows; `what` names it."""
    who, address = _visitor(request, email), address_of(request)
    here = _count(request, "code_here", f"{who} {what}")
    return here and (who != address or _count(request, "code_address"))


def may_mail(request: HttpRequest, email: str) -> bool:
    """Counts one mail that somebody who is not signed in asks for."""
    who, address = _visitor(request, email), address_of(request)
    here = _count(request, "mail_here", f"{who} {email.lower()}")
    if not here or who != address:
        return here
    return _count(request, "mail_address") and _count(request, "mail_everywhere", email.lower())


def may_open_lock(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Counts one try to open the lock of one's own pages, by this person from this address and from everywhere.

    It is no weapon: only who is signed in as this person can try, and a try that one address has no more is not
    counted for all. Counted before it is looked at, so that many at once gain nothing.
    """
    here = _count(request, "lock_here", f"{user.pk} {address_of(request)}")
    return here and _count(request, "lock_everywhere", str(user.pk))


def lock_was_opened(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Forget the wrong tries from this address. The count from everywhere stays: others may be guessing too."""
    ratelimit.clear(request, action="lock_here", key=f"{user.pk} {address_of(request)}")


def _count(request: HttpRequest, action: str, key: str | None = None) -> bool:
    return bool(ratelimit.consume(request, action=action, key=key))


def _visitor(request: HttpRequest, email: str) -> str:
    """Who is counted: a browser in which this person signed in before, else the address."""
    browser = request.META.get("CSRF_COOKIE")
    if browser and cache.get(_known(browser, email)):
        return f"browser {browser}"
    return address_of(request)


def _known(browser: str, email: str) -> str:
    return f"known browser {browser} {email.lower()}"
