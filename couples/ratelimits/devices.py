"""The mark of a device, by which somebody's own browser is told from others: random bytes in a cookie.

The mark says nothing about anybody. Each browser in which a page of accounts was opened has one, drawn once and never
renewed, so that it does not even show when somebody last signed in; signing out and Exit leave it. Who signed in on a
device is kept here alone, as a hash of the mark together with the person, and so several people can be known on one.
"""

import base64
import binascii
import secrets
from contextvars import ContextVar
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from couples.keys import data_keys
from couples.middleware import Middleware

MARK_BYTES: Final = 16
MARK_LIFETIME: Final = timedelta(days=400)
"""As long as browsers keep a cookie at most."""
MAX_KNOWN_DEVICES: Final = 10
"""How many devices of one person are known at once. Each has tries of its own, at a PIN too; none takes another's."""
NEW_DEVICE_LIFETIME: Final = timedelta(days=35)
"""For how long a device is known after the first sign-in on it: longer than a sign-in lasts."""
KNOWN_DEVICE_LIFETIME: Final = timedelta(days=180)
"""For how long it is known after each further one."""
OF_ACCOUNTS: Final = "/account/"
PURPOSE: Final = "device mark"

served_first: ContextVar[bool] = ContextVar("served_first", default=False)
"""Whether the tries of this request come from a known device of the person whom they are about."""


class DeviceMark(Middleware):
    """Gives a browser its mark with the first page of accounts."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        served_first.set(False)
        response = self.get_response(request)
        if request.path.startswith(OF_ACCOUNTS):
            _mark_of(request)
        if drawn := getattr(request, "drawn_mark", None):
            _give(response, drawn)
        return response


def is_known(request: HttpRequest, person: str) -> bool:
    """Return whether this person has signed in on this device, as `remember` keeps it."""
    device = device_of(request, person)
    known = device is not None and device in cache.get_many(_slots(person)).values()
    served_first.set(known)
    return known


def remember(request: HttpRequest, person: str) -> None:
    """Keep that this person has signed in on this device, if there is room. No known device is forgotten for it."""
    device = sha256(_mark_of(request) + person.encode()).hexdigest()
    taken = cache.get_many(_slots(person))
    for slot in _slots(person):
        if taken.get(slot) == device:
            cache.touch(slot, KNOWN_DEVICE_LIFETIME.total_seconds())
            return
    for slot in _slots(person):
        if slot not in taken and cache.add(slot, device, NEW_DEVICE_LIFETIME.total_seconds()):
            return


def device_of(request: HttpRequest, person: str) -> str | None:
    """Return a name for this device that cannot be linked with another person's; None for one without a mark."""
    mark = getattr(request, "drawn_mark", None) or _read(request)
    return sha256(mark + person.encode()).hexdigest() if mark else None


def _mark_of(request: HttpRequest) -> bytes:
    """Return the mark of this device, and draw one for a device that has none."""
    mark = getattr(request, "drawn_mark", None) or _read(request)
    if mark is None:
        mark = request.drawn_mark = secrets.token_bytes(MARK_BYTES)  # type: ignore[attr-defined]
    return bytes(mark)


def _read(request: HttpRequest) -> bytes | None:
    """Return the mark in the cookie. One that was not drawn here counts as none."""
    try:
        value = base64.urlsafe_b64decode(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
    except (binascii.Error, ValueError):
        return None
    mark, tag = value[:MARK_BYTES], value[MARK_BYTES:]
    return mark if data_keys.is_mac(tag, PURPOSE, mark) else None


def _give(response: HttpResponse, mark: bytes) -> None:
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        base64.urlsafe_b64encode(mark + data_keys.mac(PURPOSE, mark)).decode(),
        max_age=MARK_LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _slots(person: str) -> list[str]:
    return [f"known device {number} {person}" for number in range(MAX_KNOWN_DEVICES)]
