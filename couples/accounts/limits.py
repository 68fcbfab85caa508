"""How often somebody may try. It counts; it decides nothing else and keeps no address in the clear.

A limit that counts a name alone is a weapon: whoever types wrong passwords for it keeps its owner out. So wrong
tries are counted for the visitor's address *and* the name together. The counts of a name from everywhere are so
high that no single address, stopped by its own count first, can use them up. The rates stand in config/accounts.py.
"""

import hmac
from ipaddress import ip_address, ip_network

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

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


def may_try_password(request: HttpRequest, address: str, email: str) -> bool:
    """Counts one try of a password."""
    here, email = f"{address} {email.lower()}", email.lower()
    return (
        ratelimit.consume(request, action="failed_here", key=here)
        and ratelimit.consume(request, action="failed_address")
        and ratelimit.consume(request, action="failed_everywhere", key=email)
    )


def password_was_right(request: HttpRequest, address: str, email: str) -> None:
    """Forget the wrong tries of somebody who knows the password. The count of the address alone stays."""
    ratelimit.clear(request, action="failed_here", key=f"{address} {email.lower()}")


def may_try_code(request: HttpRequest, address: str, whose: object) -> bool:
    """Counts one try of a code that was mailed to, or is shown by an app of, somebody."""
    return ratelimit.consume(request, action="code_here", key=f"{address} {whose}") and ratelimit.consume(
        request, action="code_address"
    )


def may_mail(request: HttpRequest, address: str, email: str) -> bool:
    """Counts one mail that somebody who is not signed in asks for."""
    return ratelimit.consume(
        request, action="mail_here", key=f"{address} {email.lower()}"
    ) and ratelimit.consume(request, action="mail_everywhere", key=email.lower())
