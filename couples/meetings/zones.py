"""The time zone a person chose, kept in their session; until then that of their browser, from a cookie.

It is never derived from the network address.
"""

from datetime import datetime
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from django.http import HttpRequest

DEFAULT_ZONE: Final = "UTC"
SESSION_FIELD: Final = "zone"
COOKIE: Final = "zone"
REGIONS: Final = (
    *("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/"),
    *("Europe/", "Indian/", "Pacific/"),
)


@cache
def choices() -> tuple[tuple[str, str], ...]:
    """Return UTC, then all regional zones by name."""
    names = sorted(name for name in available_timezones() if name.startswith(REGIONS))
    return tuple((name, shown(name)) for name in (DEFAULT_ZONE, *names))


def of(request: HttpRequest) -> str:
    """Return the zone that was chosen, otherwise that of the browser, otherwise UTC."""
    given = (request.session.get(SESSION_FIELD), request.COOKIES.get(COOKIE))
    return next((str(zone) for zone in given if zone in dict(choices())), DEFAULT_ZONE)


def is_known(request: HttpRequest) -> bool:
    """Return whether a zone was chosen, or the browser has told its own."""
    return SESSION_FIELD in request.session or COOKIE in request.COOKIES


def choose(request: HttpRequest, zone: str) -> None:
    request.session[SESSION_FIELD] = zone


def comes_twice(moment: datetime) -> bool:
    """Return whether the clocks of this moment's zone show its time a second time, because they go back that night."""
    first, second = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def shown(zone: str) -> str:
    return zone.replace("_", " ")
