"""Counts one try of a visitor: in the growing wait of all who count as the same, and at the rates that bound it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from allauth.account import app_settings
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import parse_rates
from django.http import HttpRequest

from couples.security_log import Kind, note

from . import marks
from .pseudonyms import address_of
from .waits import NONE, GrowingWait, Waiting

TICKET: Final = "ticket of who waits"
"""The field of a session with what `Waiting.ticket` is."""

NOTED: Final = {
    "password": Kind.LIMIT_FOR_VISITOR,
    "code": Kind.LIMIT_FOR_VISITOR,
    "recovery sign-in": Kind.LIMIT_FOR_VISITOR,
    "mail": Kind.LIMIT_FOR_MAILS,
    "failed_address": Kind.LIMIT_FOR_ADDRESS,
    "code_address": Kind.LIMIT_FOR_ADDRESS,
    "recovery_address": Kind.LIMIT_FOR_ADDRESS,
    "failed_everywhere": Kind.LIMIT_FOR_ACCOUNT,
    "code_everywhere": Kind.LIMIT_FOR_ACCOUNT,
    "recovery_sign_ins": Kind.LIMIT_FOR_ACCOUNT,
    "mail_address": Kind.LIMIT_FOR_MAILS,
    "mail_everywhere": Kind.LIMIT_FOR_MAILS,
}
"""What the security log says when a limit refuses. Those of the lock are missing: nobody may see that one was tried."""


@dataclass(frozen=True)
class Visitor:
    """`who` is counted: a device, if `is_known`, otherwise a network address; and for `person` alone."""

    who: str
    person: str
    is_known: bool

    @property
    def key(self) -> str:
        return f"{self.who} {self.person}"


def count(
    request: HttpRequest,
    counted: GrowingWait,
    visitor: Visitor,
    bounds: Mapping[str, str | None],
    more: str = "",
) -> timedelta:
    """Count a try, or return how long to wait. Whoever waits gets a ticket in this browser's session.

    `bounds`: the rates of those who are not known, each with its key. `more`: what else tells counts apart.
    """
    waiting = Waiting(
        address_of(request), request.session.get(TICKET, ""), keeps=marks.read(request) is not None
    )
    who = f"{visitor.key}{more}"
    limit, wait = _looked_at(request, counted, who, waiting, {} if visitor.is_known else bounds)
    if waiting.ticket != request.session.get(TICKET, ""):
        request.session[TICKET] = waiting.ticket
    if wait and limit in NOTED:
        note(NOTED[limit])
    return wait


def _looked_at(
    request: HttpRequest, counted: GrowingWait, who: str, waiting: Waiting, bounds: Mapping[str, str | None]
) -> tuple[str, timedelta]:
    """Count a try. Returns what refuses it, and how long to wait. `bounds`: the rates, each with its key.

    One without a key counts the address. If that is used up, nothing makes a row for each name that is thought of.
    """
    waited_for = {action for action, key in bounds.items() if key is None and not _has_room(request, action)}
    for action in waited_for:
        if wait := counted.begin(f"{action} {waiting.origin}", waiting, _window(action)):
            return action, wait
    if wait := counted.begin(who, waiting):
        return counted.name, wait
    for action, key in bounds.items():
        if ratelimit.consume(request, action=action, key=key) or action in waited_for:
            continue
        if key != who:
            return action, _window(action)
        if not waiting.has_waited:
            return action, counted.begin(who, waiting, _window(action))
    return counted.name, NONE


def _has_room(request: HttpRequest, action: str) -> bool:
    return bool(ratelimit.consume(request, action=action, dry_run=True))


def _window(action: str) -> timedelta:
    """Return for how long a try counts at this rate."""
    return timedelta(seconds=max(rate.duration for rate in parse_rates(app_settings.RATE_LIMITS[action])))
