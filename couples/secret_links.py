"""The secrets of links that are given to one person or couple. Only hashes are stored; it mails and opens nothing.

A derived secret can be shown again to whoever made the link, although it is stored nowhere; a drawn one cannot.
"""

import base64
import hashlib
import secrets
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from couples.keys import data_keys

TOKEN_BYTES: Final = 16
DRAWN_BYTES: Final = 24


def derive_token(purpose: str, row: UUID) -> str:
    """The secret (128 bits) of the link of this row, derived anew from the master key each time."""
    tag = data_keys.mac(purpose, row.bytes)
    return base64.urlsafe_b64encode(tag[:TOKEN_BYTES]).rstrip(b"=").decode()


def draw() -> str:
    """A new secret (192 bits) that nobody can make again."""
    return secrets.token_urlsafe(DRAWN_BYTES)


def hash_of(token: str) -> str:
    """What is stored of a secret: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def with_token(token: str) -> Q:
    """The row, one or none, that the link with this secret means, whatever became of it."""
    return Q(token_hash=hash_of(token))


def unexpired() -> Q:
    """The rows whose time has not run out."""
    return Q(expires_at__gt=timezone.now())
