"""The secrets of links that are given to one person or couple. Only their hashes are stored.

A derived secret can be shown again to the person who made the link, although it is stored nowhere; a drawn one cannot.
"""

import base64
import hashlib
import secrets
from typing import Final
from uuid import UUID

from django.db.models import Q

from couples import clock
from couples.keys import data_keys

TOKEN_BYTES: Final = 16
DRAWN_BYTES: Final = 24


def derive_token(purpose: str, row: UUID) -> str:
    """Return the secret (128 bits) of this row's link, derived from the master key each time."""
    tag = data_keys.mac(purpose, row.bytes)
    return base64.urlsafe_b64encode(tag[:TOKEN_BYTES]).rstrip(b"=").decode()


def draw() -> str:
    """Return a new random secret (192 bits)."""
    return secrets.token_urlsafe(DRAWN_BYTES)


def hash_of(token: str) -> str:
    """Return what is stored of a secret: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def with_token(token: str) -> Q:
    """Return a filter for the row of the link with this secret, whatever its state."""
    return Q(token_hash=hash_of(token))


def unexpired() -> Q:
    """Return a filter for rows that have not expired."""
    return Q(expires_at__gt=clock.now())
