"""Counts attempts of passwords, codes and PINs, and mails that are asked for. No address is kept in the clear.

A limit on the name alone could be used to lock its owner out, by typing wrong passwords for it. So wrong attempts are
counted for the visitor's address and the name together. Two people who live together share an address, so a browser in
which a person has signed in before is counted on its own for that person. The counts of a name from all addresses are
so high that one visitor, who is stopped by their own count first, cannot use them up. Rates: config/accounts.py.
"""

from datetime import timedelta
from typing import Final

from allauth.core import ratelimit
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest

from couples.security_log import Kind, note

from .pseudonyms import address_of

KNOWN_BROWSER_LIFETIME: Final = timedelta(days=180)
"""For how long after a sign-in a browser counts by itself for that person."""


NOTED: Final = {
    "failed_here": Kind.LIMIT_FOR_VISITOR,
    "code_here": Kind.LIMIT_FOR_VISITOR,
    "failed_address": Kind.LIMIT_FOR_ADDRESS,
    "code_address": Kind.LIMIT_FOR_ADDRESS,
    "failed_everywhere": Kind.LIMIT_FOR_ACCOUNT,
    "mail_here": Kind.LIMIT_FOR_MAILS,
    "mail_address": Kind.LIMIT_FOR_MAILS,
    "mail_everywhere": Kind.LIMIT_FOR_MAILS,
}
"""What the security log says when a limit refuses. Those of the lock are missing: nobody may see that one was tried."""


def know_browser(request: HttpRequest, email: str) -> None:
    """Remember that this person signed in in this browser, which is recognized by its CSRF cookie."""
    if browser := request.META.get("CSRF_COOKIE"):
        cache.set(_known(browser, email), True, KNOWN_BROWSER_LIFETIME.total_seconds())


def may_try_password(request: HttpRequest, email: str) -> bool:
    """Count one attempt of a password. Returns whether it is allowed."""
    who, address = _visitor(request, email), address_of(request)
    if who == address and not _has_left(request, "failed_address"):
        return False
    here = _count(request, "failed_here", f"{who} {email.lower()}")
    if not here or who != address:
        return here
    return _count(request, "failed_address") and _count(request, "failed_everywhere", email.lower())


def password_was_right(request: HttpRequest, email: str) -> None:
    """Forget the wrong attempts of a person who knows the password. The count of the address alone stays."""
    who = _visitor(request, email)
    ratelimit.clear(request, action="failed_here", key=f"{who} {email.lower()}")


def may_try_code(request: HttpRequest, email: str, what: str) -> bool:
    """Count one attempt of a mailed code or a code from an app; `what` names it. Returns whether it is allowed."""
    who, address = _visitor(request, email), address_of(request)
    if who == address and not _has_left(request, "code_address"):
        return False
    here = _count(request, "code_here", f"{who} {what}")
    return here and (who != address or _count(request, "code_address"))


def may_mail(request: HttpRequest, email: str) -> bool:
    """Count one mail asked for by a visitor who is not signed in. Returns whether it is allowed."""
    who, address = _visitor(request, email), address_of(request)
    if who == address and not _has_left(request, "mail_address"):
        return False
    here = _count(request, "mail_here", f"{who} {email.lower()}")
    if not here or who != address:
        return here
    return _count(request, "mail_address") and _count(request, "mail_everywhere", email.lower())


def may_open_lock(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Count one attempt to open the private pages, for this address and for all. Returns whether it is allowed.

    It cannot be used to lock somebody out: only a person signed in as them can try, and an attempt refused for one
    address does not count for all. Counted before the secret is checked, so that simultaneous attempts gain nothing.
    """
    here = _count(request, "lock_here", f"{user.pk} {address_of(request)}")
    return here and _count(request, "lock_everywhere", str(user.pk))


def lock_was_opened(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Forget the wrong attempts from this address. The count for all addresses stays: others may be guessing too."""
    ratelimit.clear(request, action="lock_here", key=f"{user.pk} {address_of(request)}")


def _count(request: HttpRequest, action: str, key: str | None = None) -> bool:
    return _noted(action, bool(ratelimit.consume(request, action=action, key=key)))


def _has_left(request: HttpRequest, action: str) -> bool:
    """Return whether this address may try at all; one that may not makes no row for each name that it thinks of."""
    return _noted(action, bool(ratelimit.consume(request, action=action, dry_run=True)))


def _noted(action: str, is_allowed: bool) -> bool:
    if not is_allowed and action in NOTED:
        note(NOTED[action])
    return is_allowed


def _visitor(request: HttpRequest, email: str) -> str:
    """Return what is counted: the browser, if this person signed in there before, otherwise the address."""
    browser = request.META.get("CSRF_COOKIE")
    if browser and cache.get(_known(browser, email)):
        return f"browser {browser}"
    return address_of(request)


def _known(browser: str, email: str) -> str:
    return f"known browser {browser} {email.lower()}"
