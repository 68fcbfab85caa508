"""The time zone a person chose for this sign-in. It is kept in the session, and never asked of the network."""

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
    """UTC first, then every place by name."""
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
