"""The key of open private pages as a session keeps it: wrapped for who has the session's cookie.

That cookie is in no row. A session without one keeps as many random bytes.
"""

import base64
import os
from typing import Final

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.http import HttpRequest

from couples.keys import boxes, data_keys

WRAPPED_BYTES: Final = data_keys.KEY_BYTES + 8


def filler() -> str:
    return base64.b64encode(os.urandom(WRAPPED_BYTES)).decode()


def wrapped(request: HttpRequest, key: bytes) -> str:
    return base64.b64encode(aes_key_wrap(_of_cookie(request), key)).decode()


def unwrapped(request: HttpRequest, kept: str) -> bytes | None:
    """Return the key that was wrapped for this cookie, or None: it is another, or there was none."""
    try:
        return aes_key_unwrap(_of_cookie(request), base64.b64decode(kept))
    except (InvalidUnwrap, ValueError):
        return None


def of_server() -> bytes:
    """Return the key under which the state of the lock is sealed in each session."""
    return data_keys.mac("lock", b"session")


def _of_cookie(request: HttpRequest) -> bytes:
    cookie = request.session.session_key
    if not cookie:  # not yet stored, and so without a cookie
        return os.urandom(data_keys.KEY_BYTES)
    return boxes.derived(cookie.encode(), f"open private pages|{request.user.pk}", salt=of_server())
