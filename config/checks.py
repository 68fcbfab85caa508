"""Checks of the settings in addition to Django's own. They report and change nothing."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils import timezone

from couples.help import directory


@register(Tags.security)
def demo_stays_here(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Anybody can sign in as an invented person, so the demo must not answer for a host of the network."""
    reachable = [host for host in settings.ALLOWED_HOSTS if not is_local(host)]
    if not settings.DEMO or not reachable:
        return []
    return [
        Error(
            f"DEMO is on, and ALLOWED_HOSTS answers for {', '.join(reachable)}.",
            hint="Turn DEMO off, or leave only localhost, .localhost, 127.0.0.1 and [::1] in ALLOWED_HOSTS.",
            id="counterpoint.E001",
        )
    ]


@register(Tags.security)
def hosts_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The live connection trusts pages of its own host, so hosts must be named."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error("ALLOWED_HOSTS must name its hosts; it may not be '*'.", id="counterpoint.E002")]


@register(Tags.security)
def help_can_be_shown(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The help page is the last page that may be broken, so nothing starts without its places."""
    try:
        region = directory.here()
        directory.elsewhere()
    except directory.Unreadable as wrong:
        hint = "Set HELP_REGION to a file name in couples/help/regions, or HELP_FILE to a file of your own like those."
        return [Error(f"The places on the help page: {wrong}", hint=hint, id="counterpoint.E003")]
    if settings.LOCAL or region.all_fresh(timezone.now().date()):
        return []
    said = "Some places on the help page have not been checked within a year, and the page says so."
    hint = f"Try each entry in {directory.file()} yourself and write the day into `checked`."
    return [Warning(said, hint=hint, id="counterpoint.W001")]


def is_local(host: str) -> bool:
    """Whether only this machine can be meant by `host`, written as in ALLOWED_HOSTS."""
    if host in {"localhost", "testserver"} or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
