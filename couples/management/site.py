"""Where people reach Counterpoint: a command knows it from the settings, or is told."""

from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.core.management.base import CommandError

HERE: Final = "http://localhost:8000"
"""Where a server of this machine alone answers."""
UNKNOWN: Final = (
    "Nothing was done: ALLOWED_HOSTS names no host from which the link could be made. "
    "Say where people reach Counterpoint: --site https://counterpoint.example"
)
NO_SITE: Final = "Nothing was done: --site begins with https://, such as --site https://counterpoint.example"


def address(given: str | None) -> str:
    """Return the address of the site, without a slash at its end. Raises CommandError if nobody has said it."""
    if given and not given.startswith(("https://", "http://")):
        raise CommandError(NO_SITE)
    origins = (origin for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin)
    named = (f"https://{host}" for host in settings.ALLOWED_HOSTS if _is_name(host))
    found = given or next(origins, None) or next(named, None)
    if found is None and not all(map(is_local, settings.ALLOWED_HOSTS)):
        raise CommandError(UNKNOWN)
    return (found or HERE).rstrip("/")


def is_local(host: str) -> bool:
    """Return whether `host`, written as in ALLOWED_HOSTS, can only mean this machine."""
    if host in {"localhost", "testserver"} or host.endswith(".localhost"):
        return True
    return _is_number(host) and ip_address(host.strip("[]")).is_loopback


def _is_name(host: str) -> bool:
    """Return whether this is the name of one host that others may reach."""
    is_pattern = host == "*" or host.startswith(".")
    return not (is_pattern or is_local(host) or _is_number(host))


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
