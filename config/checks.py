"""Checks of the settings in addition to Django's own. They report and change nothing."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils import timezone

from couples import clock
from couples.help import directory, privacy_notice
from couples.management.site import is_local
from couples.privacy.unused import MIN_UNUSED_MONTHS

from .edge import proxies
from .environment import env
from .postgresql import encoding


@register(Tags.security)
def demo_stays_here(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report a demo or DEBUG that answers for a network host: invented people sign in, and cookies are not Secure."""
    reachable = [host for host in settings.ALLOWED_HOSTS if not is_local(host)]
    on = [name for name in ("DEMO", "DEBUG") if getattr(settings, name) and reachable]
    hint = "leave only localhost, .localhost, 127.0.0.1 and [::1] in ALLOWED_HOSTS."
    return [
        Error(
            f"{name} is on, and ALLOWED_HOSTS answers for {', '.join(reachable)}.",
            hint=f"Turn {name} off, or {hint}",
            id="counterpoint.E001",
        )
        for name in on
    ]


@register(Tags.security)
def hosts_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report missing ALLOWED_HOSTS: the live connection trusts pages of its own host, and without one nobody comes."""
    if "*" in settings.ALLOWED_HOSTS:
        said = "ALLOWED_HOSTS must name its hosts; it may not be '*'."
    elif not settings.ALLOWED_HOSTS and not settings.LOCAL:
        said = "ALLOWED_HOSTS is empty: it must name the hosts that you serve."
    else:
        return []
    return [Error(said, id="counterpoint.E002")]


@register(Tags.security)
def keys_are_apart(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report that the keys lie in the main database: a backup of it would hold what opens it."""
    main, keys = (
        [str(settings.DATABASES[alias].get(part, "")) for part in ("NAME", "HOST", "PORT")]
        for alias in ("default", "keys")
    )
    if main != keys:
        return []
    said = "KEYS_DATABASE_URL and DATABASE_URL name one database."
    hint = "Make a second one for the keys: a backup of the main database may not hold what opens it."
    return [Error(said, hint=hint, id="counterpoint.E010")]


@register(Tags.security, deploy=True)
def processes_hear_each_other(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report that only one process can serve: several tell each other of changes through Redis."""
    if settings.LOCAL or settings.REDIS_URL:
        return []
    said = "REDIS_URL is not set. That is right for one process; several would show what is new only seconds later."
    return [Warning(said, hint="Set REDIS_URL, or serve with one process.", id="counterpoint.W004")]


@register(Tags.security)
def proxies_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report proxies that are not trusted although the operator means to, and a name that is no longer read."""
    found: list[CheckMessage] = []
    if wrong := proxies.unreadable(settings.TRUSTED_PROXIES):
        said = f"TRUSTED_PROXIES holds what is no address, no network, or too large a network: {', '.join(wrong)}."
        hint = "Write the addresses from which your proxies connect, such as 127.0.0.1 or 10.0.3.0/24."
        found.append(Error(said, hint=hint, id="counterpoint.E007"))
    if env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0):
        said = "ALLAUTH_TRUSTED_PROXY_COUNT is no longer read."
        hint = "Write TRUSTED_PROXIES=127.0.0.1 instead: the address from which your proxy connects to this process."
        found.append(Error(said, hint=hint, id="counterpoint.E008"))
    return found


@register(Tags.security)
def connections_are_encrypted(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report a site for others whose connections are encrypted nowhere: pages would redirect to themselves for ever."""
    for_others = any(not is_local(host) for host in settings.ALLOWED_HOSTS)
    here = env.str("UVICORN_SSL_CERTFILE", default="") or settings.TRUSTED_PROXIES
    if settings.LOCAL or not for_others or (settings.SECURE_SSL_REDIRECT and here):
        return []
    said = "HTTPS ends neither at this process nor at a proxy that is trusted."
    hint = (
        "Set TRUSTED_PROXIES to the address of the proxy that speaks HTTPS, or UVICORN_SSL_KEYFILE and "
        "UVICORN_SSL_CERTFILE; and do not set HTTPS=0."
    )
    return [Error(said, hint=hint, id="counterpoint.E009")]


@register(Tags.security)
def help_can_be_shown(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report help services that cannot be read: the site must not start with a broken help page."""
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


@register(Tags.security)
def privacy_can_be_shown(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report a privacy file that cannot be read: the site must not start with a broken page."""
    try:
        privacy_notice.here()
    except privacy_notice.Unreadable as wrong:
        hint = "Complete every entry, as couples/help/privacy_example.yaml says, or unset PRIVACY_FILE."
        return [Error(f"The privacy page: {wrong}", hint=hint, id="counterpoint.E004")]
    return []


@register(Tags.security, deploy=True)
def privacy_is_completed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report a privacy page that says nothing of who runs this server, before strangers rely on it."""
    if settings.LOCAL or settings.PRIVACY_FILE:
        return []
    said = "The privacy page says that you have not completed it: who you are, where the data is, people's rights."
    hint = "Copy couples/help/privacy_example.yaml, complete it, and point PRIVACY_FILE to it."
    return [Error(said, hint=hint, id="counterpoint.E005")]


@register(Tags.security, deploy=True)
def mail_is_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report that nobody has said where mails go: without them nobody can sign up."""
    if settings.LOCAL or env.str("EMAIL_URL", default=""):
        return []
    said = "EMAIL_URL is not set, so mails go to a mail server on this machine."
    hint = "Set EMAIL_URL, and try it with `manage.py send_test_mail ADDRESS`."
    return [Warning(said, hint=hint, id="counterpoint.W003")]


@register(Tags.security)
def unused_accounts_have_time(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report a time after which unused accounts are erased that is too short for people who pause."""
    if settings.UNUSED_ACCOUNT_MONTHS == 0 or settings.UNUSED_ACCOUNT_MONTHS >= MIN_UNUSED_MONTHS:
        return []
    said = f"UNUSED_ACCOUNT_MONTHS must be 0, which erases nobody, or at least {MIN_UNUSED_MONTHS}."
    return [Error(said, id="counterpoint.E006")]


@register(Tags.database)
def every_letter_is_taken(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Report a database that takes only some letters. Runs with `migrate` and `check --database`."""
    return [Error(said, id="counterpoint.E011")] if databases and (said := encoding.refused()) else []


@register(Tags.database)
def clock_is_right(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Report a clock of this machine that differs from the database's. Runs with `migrate` and `check --database`."""
    if "default" not in (databases or ()) or abs(ahead := clock.ahead()) <= clock.MOST_APART:
        return []
    said = f"The clock of this machine is {ahead.total_seconds():.0f} seconds ahead of the database's."
    return [Warning(said, hint="Let both follow the same time server (NTP).", id="counterpoint.W002")]
