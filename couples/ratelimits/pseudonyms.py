"""Pseudonyms for addresses and cache keys, under which counts are kept."""

import hmac
from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .households import household


def address_of(request: HttpRequest) -> str:
    """Return the pseudonym of the client address, as allauth sees it behind the proxies that the operator trusts."""
    return str(get_adapter().get_client_ip(request))


def pseudonym(address: str) -> str:
    """Return a pseudonym for the household of a network address, in the form of an IPv6 address. Raises ValueError."""
    digest = hmac.digest(
        settings.SECRET_KEY.encode(), f"address {household(address)}".encode(), "sha256"
    ).hex()
    return str(ip_address(f"fd{digest[:2]}:{digest[2:6]}:{digest[6:10]}:{digest[10:14]}::"))


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Return a cache key that tells neither whose count it is nor of what. Used as KEY_FUNCTION."""
    return salted_hmac(
        "couples.accounts.limits", f"{key_prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()
