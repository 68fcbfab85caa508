"""The time zone a person chose for this sign-in. It is kept in the session, and never asked of the network."""

from functools import cache
from typing import Final
from zoneinfo import available_timezones

from django.http import HttpRequest

USUAL: Final = "UTC"
KEY: Final = "zone"
REGIONS: Final = (
    *("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/"),
    *("Europe/", "Indian/", "Pacific/"),
)


@cache
def choices() -> tuple[tuple[str, str], ...]:
    """UTC first, then every place by name."""
    places = sorted(name for name in available_timezones() if name.startswith(REGIONS))
    return tuple((name, shown(name)) for name in (USUAL, *places))


def of(request: HttpRequest) -> str:
    chosen = str(request.session.get(KEY, USUAL))
    return chosen if chosen in dict(choices()) else USUAL


def is_chosen(request: HttpRequest) -> bool:
    return KEY in request.session


def choose(request: HttpRequest, zone: str) -> None:
    request.session[KEY] = zone


def shown(zone: str) -> str:
    return zone.replace("_", " ")
