"""How often somebody may try. It counts; it decides nothing else and keeps no address in the clear.

A limit that counts a name alone is a weapon: whoever types wrong passwords for it keeps its owner out. So wrong
tries are counted for the visitor's address *and* the name together. Two who live together have one address: a browser
in which somebody has signed in before counts by itself, and only by itself, for that person. The counts of a name from
everywhere are so high that no single visitor, stopped by the own count first, can use them up. The rates stand in
config/accounts.py.
"""

import hmac
from ipaddress import ip_address, ip_network

from allauth.core import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

KNOWN_FOR = 180 * 24 * 3600  # seconds
IPV6_HOUSEHOLD = 64  # bits of an address of version 6 that belong to one line


def key_of_a_count(key: str, key_prefix: str, version: int) -> str:
    """The name under which the cache keeps a count: it says neither whose nor of what."""
    return salted_hmac(
        "couples.accounts.limits", f"{key_prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()


def pseudonym(address: str) -> str:
    """Stands for a network address wherever an address has to be given; formed like one of version 6."""
    line = ip_network(f"{address}/{IPV6_HOUSEHOLD}", strict=False) if ":" in address else ip_address(address)
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"address {line}".encode(), "sha256").hex()
    return str(ip_address(f"fd{digest[:2]}:{digest[2:6]}:{digest[6:10]}:{digest[10:14]}::"))


def know_browser(request: HttpRequest, email: str) -> None:
    """Somebody signed in in this browser. It is known again by the cookie that protects forms; there is no other."""
    if browser := request.META.get("CSRF_COOKIE"):
        cache.set(_known(browser, email), True, KNOWN_FOR)


def may_try_password(request: HttpRequest, address: str, email: str) -> bool:
    """Counts one try of a password."""
    who = _visitor(request, address, email)
    here = _spend(request, "failed_here", f"{who} {email.lower()}")
    if not here or who != address:
        return here
    return _spend(request, "failed_address") and _spend(request, "failed_everywhere", email.lower())


def password_was_right(request: HttpRequest, address: str, email: str) -> None:
    """Forget the wrong tries of somebody who knows the password. The count of the address alone stays."""
    who = _visitor(request, address, email)
    ratelimit.clear(request, action="failed_here", key=f"{who} {email.lower()}")


def may_try_code(request: HttpRequest, address: str, email: str, what: str) -> bool:
    """Counts one try of a code that was mailed to somebody or that their app shows; `what` names it."""
    who = _visitor(request, address, email)
    here = _spend(request, "code_here", f"{who} {what}")
    return here and (who != address or _spend(request, "code_address"))


def may_mail(request: HttpRequest, address: str, email: str) -> bool:
    """Counts one mail that somebody who is not signed in asks for."""
    who = _visitor(request, address, email)
    here = _spend(request, "mail_here", f"{who} {email.lower()}")
    if not here or who != address:
        return here
    return _spend(request, "mail_address") and _spend(request, "mail_everywhere", email.lower())


def _spend(request: HttpRequest, action: str, key: str | None = None) -> bool:
    return bool(ratelimit.consume(request, action=action, key=key))


def _visitor(request: HttpRequest, address: str, email: str) -> str:
    browser = request.META.get("CSRF_COOKIE")
    return f"browser {browser}" if browser and cache.get(_known(browser, email)) else address


def _known(browser: str, email: str) -> str:
    return f"known browser {browser} {email.lower()}"
