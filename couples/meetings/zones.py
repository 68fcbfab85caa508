"""The time zone a person chose, kept in their session. It is never derived from the network address."""

from functools import cache
from typing import Final
from zoneinfo import available_timezones

from django.http import HttpRequest

DEFAULT_ZONE: Final = "UTC"
SESSION_FIELD: Final = "zone"
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
    chosen = str(request.session.get(SESSION_FIELD, DEFAULT_ZONE))
    return chosen if chosen in dict(choices()) else DEFAULT_ZONE


def is_chosen(request: HttpRequest) -> bool:
    return SESSION_FIELD in request.session


def choose(request: HttpRequest, zone: str) -> None:
    request.session[SESSION_FIELD] = zone


def shown(zone: str) -> str:
    return zone.replace("_", " ")
