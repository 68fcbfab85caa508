"""What counts are kept under: stand-ins for an address and for a key, from which neither can be read."""

import hmac
from ipaddress import ip_address, ip_network
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

IPV6_HOUSEHOLD_BITS: Final = 64
"""How many leading bits of an address of version 6 belong to one line."""


def address_of(request: HttpRequest) -> str:
    """The pseudonym of where a request comes from, as allauth sees it behind the proxies that the operator trusts."""
    return str(get_adapter().get_client_ip(request))


def pseudonym(address: str) -> str:
    """Stands for the household of a network address, formed like an address of version 6. Raises ValueError."""
    digest = hmac.digest(
        settings.SECRET_KEY.encode(), f"address {household(address)}".encode(), "sha256"
    ).hex()
    return str(ip_address(f"fd{digest[:2]}:{digest[2:6]}:{digest[6:10]}:{digest[10:14]}::"))


def household(address: str) -> str:
    """What counts as one place: an address of version 4, or the network that a home gets in version 6."""
    if ":" in address:
        return str(ip_network(f"{address}/{IPV6_HOUSEHOLD_BITS}", strict=False))
    return str(ip_address(address))


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """The name under which the cache keeps a count: it says neither whose nor of what. For KEY_FUNCTION."""
    return salted_hmac(
        "couples.accounts.limits", f"{key_prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()
