"""Which devices of a person are known: those whose browser has a mark that was drawn when they signed in there.

Who signed in on a device is kept here alone, as a keyed hash of the mark together with the person, in one of a few
slots. A sign-in puts another mark into the same slot, so that whoever copied the cookie is known by it no longer; a new
password empties the slots of all other devices. Tries are counted for the slot, which a new mark keeps.
"""

from contextvars import ContextVar
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from couples.middleware import Middleware

from .marks import Marks, marks_of, read

MAX_KNOWN_DEVICES: Final = 10
"""How many devices of one person are known at once. Each has tries of its own, at a PIN too; none takes another's."""
NEW_DEVICE_LIFETIME: Final = timedelta(days=35)
"""For how long a device is known after the first sign-in on it: longer than a sign-in lasts."""
KNOWN_DEVICE_LIFETIME: Final = timedelta(days=180)
"""For how long it is known after each further one."""
FORMER_DEVICE_LIFETIME: Final = timedelta(days=14)
"""For how long it is kept that a device was known whose slot was emptied."""
OF_ACCOUNTS: Final = "/account/"
KNOWN_DEVICE: Final = "couples.ratelimits.devices"

served_first: ContextVar[bool] = ContextVar("served_first", default=False)
"""Whether the tries of this request come from a known device of the person whom they are about."""


class DeviceMark(Middleware):
    """Gives a browser its marks with the first page of accounts, and others after a sign-in."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        served_first.set(False)
        response = self.get_response(request)
        if request.path.startswith(OF_ACCOUNTS):
            marks_of(request)
        drawn: Marks | None = getattr(request, "drawn_marks", None)
        if drawn is not None:
            drawn.give(response)
        return response


def slot_of(request: HttpRequest, person: str) -> int | None:
    """Return the slot of this device among those on which this person has signed in, or None if it is not known."""
    slot = _found(request, person, _slots(person))
    served_first.set(slot is not None)
    return slot


def former_slot_of(request: HttpRequest, person: str) -> int | None:
    """Return the slot of a device that was known until that was emptied, not long ago."""
    return _found(request, person, _former(person))


def _found(request: HttpRequest, person: str, slots: list[str]) -> int | None:
    marks = read(request)
    if marks is None:
        return None
    own, taken = {_hashed(mark, person) for mark in marks.several}, cache.get_many(slots)
    return next((number for number, one in enumerate(slots) if taken.get(one) in own), None)


def remember(request: HttpRequest, person: str) -> None:
    """Keep that this person has just signed in on this device, under a new mark. The one from before is known no more.

    A device that was not known gets a slot if one is free. None that is known gives way for it.
    """
    slot = slot_of(request, person)
    taken = cache.get_many(_slots(person))
    own = {_hashed(mark, person): mark for mark in marks_of(request).several}
    before = [own[one] for one in own.keys() & {*taken.values()}]
    hashed = _hashed(marks_of(request).renewed(request, without=before), person)
    if slot is not None:
        cache.set(_slots(person)[slot], hashed, KNOWN_DEVICE_LIFETIME.total_seconds())
        return
    for free in (one for one in _slots(person) if one not in taken):
        if cache.add(free, hashed, NEW_DEVICE_LIFETIME.total_seconds()):
            return


def forget_others(request: HttpRequest, person: str) -> None:
    """Empty the slots of all devices of this person but this one, which gets a new mark.

    The first that were in them are kept apart for a while, so that nobody can replace them by others.
    """
    slot = slot_of(request, person)
    others = {one: former for number, one, former in _numbered(person) if number != slot}
    for one, hashed in cache.get_many(others).items():
        cache.add(others[one], hashed, FORMER_DEVICE_LIFETIME.total_seconds())
    cache.delete_many(others)
    remember(request, person)


def _hashed(mark: bytes, person: str) -> str:
    """Return what is kept of a mark: it cannot be linked with another person's on the same device.

    It needs the server's key, so that who writes to the database makes no device of theirs a known one.
    """
    return salted_hmac(KNOWN_DEVICE, mark + person.encode(), algorithm="sha256").hexdigest()


def _slots(person: str) -> list[str]:
    return [f"known device {number} {person}" for number in range(MAX_KNOWN_DEVICES)]


def _former(person: str) -> list[str]:
    return [f"former device {number} {person}" for number in range(MAX_KNOWN_DEVICES)]


def _numbered(person: str) -> list[tuple[int, str, str]]:
    return [(number, *both) for number, both in enumerate(zip(_slots(person), _former(person), strict=True))]
