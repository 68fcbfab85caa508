"""The secrets of links that are given to one person or couple. Only MACs of them are stored: the database makes none.

A derived secret can be shown again to the person who made the link, although it is stored nowhere; a drawn one cannot.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final
from uuid import UUID

from django.db.models import Q

from couples import clock
from couples.keys import data_keys
from couples.security_log import Kind, note

TOKEN_BYTES: Final = 16
DRAWN_BYTES: Final = 24
PURPOSE: Final = "secret link"


def derive_token(purpose: str, row: UUID, by: UUID) -> str:
    """Return the secret (128 bits) of the link that this person made, derived from the master key each time.

    Whoever writes that somebody else made it, so that it leads to them, changes the secret too.
    """
    return _token(data_keys.mac(purpose, row.bytes + by.bytes))


def is_derived(token: str, purpose: str, row: UUID, by: UUID) -> bool:
    """Whether this is that secret, under any master key. If not, it is noted: somebody has written to the row."""
    made = (_token(mac) for mac in data_keys.macs(purpose, row.bytes + by.bytes))
    holds = any(hmac.compare_digest(one.encode(), token.encode()) for one in made)
    if not holds:
        note(Kind.MAC_BROKEN)
    return holds


def draw() -> str:
    """Return a new random secret (192 bits)."""
    return secrets.token_urlsafe(DRAWN_BYTES)


def hash_of(token: str) -> str:
    """Return what is stored of a secret: a MAC of its SHA-256 under the first master key, in hex."""
    return keyed(_digest(token))


def keyed(digest: bytes) -> str:
    return data_keys.mac(PURPOSE, digest).hex()


def is_of(token: str, stored: str) -> bool:
    """Return whether this is stored of that secret, under any master key."""
    return any(hmac.compare_digest(mac.hex(), stored) for mac in data_keys.macs(PURPOSE, _digest(token)))


def with_token(token: str) -> Q:
    """Return a filter for the row of the link with this secret, whatever its state, under any master key."""
    return Q(token_hash__in=[mac.hex() for mac in data_keys.macs(PURPOSE, _digest(token))])


def unexpired() -> Q:
    """Return a filter for rows that have not expired."""
    return Q(expires_at__gt=clock.now())


def _token(mac: bytes) -> str:
    return base64.urlsafe_b64encode(mac[:TOKEN_BYTES]).rstrip(b"=").decode()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
