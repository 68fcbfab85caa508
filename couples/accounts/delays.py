"""Changes of the address and the ways to sign in that wait before they count, because they rest on the password alone.

Somebody who knows the password could otherwise take an account over at once. A change that waits is a sealed row here
and nothing of allauth's: it is asked for nowhere and opens nothing. `due` makes it count.
"""

import json
import time
from datetime import UTC, timedelta
from typing import Any, Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples import security_log
from couples.accounts.models import DelayedChange, User
from couples.facts.changing import changing
from couples.keys import data_keys

from . import factors

DELAY: Final = timedelta(hours=72)
TOLD_EVERY: Final = timedelta(days=1)
"""So seldom is somebody told by mail, however many changes there are: nobody can fill the other's mailbox by it."""
MAX_DELAYED: Final = 5
"""How many changes of one person wait at once. A further one takes the place of the oldest."""
FIRST_FACTOR: Final = "first factor at once"
"""The field of a session in which the first factor counts at once; it holds the id of its person, and since when."""
FIRST_FACTOR_WITHIN: Final = timedelta(hours=1)
"""For so long it does, not for the whole life of that sign-in: a device that stays signed in may be in other hands."""
Kind = DelayedChange.Kind
NAMES: Final[dict[str, str | Promise]] = {
    Kind.ADDRESS: _("A new e-mail address"),
    Kind.APP: _("An authenticator app"),
    Kind.PASSKEY: _("A passkey"),
    Kind.RECOVERY_CODES: _("New recovery codes"),
    Kind.REMOVAL: _("Removing a passkey or an authenticator app"),
}
SEVERAL: Final = (Kind.PASSKEY, Kind.REMOVAL)
"""The kinds of which more than one may wait."""


def allow_first_factor(request: HttpRequest) -> None:
    """Let the first factor of this person count at once in this sign-in: there is nothing to take over yet."""
    request.session[FIRST_FACTOR] = {"person": str(request.user.pk), "since": time.time()}


def must_wait(request: HttpRequest, kind: Kind) -> bool:
    """Return whether such a change has to wait: unless a factor was used lately, or it is the first, just after the
    account was made. One that was used when this sign-in began does not tell who holds the device now."""
    user = request.user
    assert isinstance(user, User)
    if factors.was_used_lately(request):
        return False
    may_be_first = kind is not Kind.ADDRESS and _is_first_factor_due(request, user)
    return not (may_be_first and not factors.has_second_factor(user))


def _is_first_factor_due(request: HttpRequest, user: User) -> bool:
    allowed = request.session.get(FIRST_FACTOR)
    if not isinstance(allowed, dict) or allowed["person"] != str(user.pk):
        return False
    return bool(0 <= time.time() - allowed["since"] < FIRST_FACTOR_WITHIN.total_seconds())


def put_off(user: User, kind: Kind, content: dict[str, Any]) -> DelayedChange:
    """Store a change that will count after DELAY, and tell the present address. One of each kind but SEVERAL."""
    change = DelayedChange(user=user, kind=kind, counts_from=timezone.now() + DELAY)
    change.sealed = sealed(change, content)
    with changing(user):
        if kind not in SEVERAL:
            forget(user, kind)
        kept = of(user)[-MAX_DELAYED + 1 :]
        DelayedChange.objects.filter(user=user).exclude(pk__in=[one.pk for one in kept]).delete()
        change.save()
    security_log.note(security_log.Kind.CHANGE_DELAYED)
    _tell(user)
    return change


def tell_untold() -> int:
    """Tell everybody of what waits and was not told yet, because they had a mail that day. Returns how many mails."""
    waiting = DelayedChange.objects.select_related("user")
    return sum(_tell(user) for user in {one.user for one in waiting if not cache.get(_told_of(one))})


def _tell(user: User) -> bool:
    """Send the one mail of the day about all that waits, if there was none yet.

    It says nothing of what it is, so that it may be read by others.
    """
    waiting = of(user)
    if not waiting or not cache.add(f"mail about changes that wait {user.pk}", 1, TOLD_EVERY.total_seconds()):
        return False
    for change in waiting:
        cache.set(_told_of(change), 1, 2 * DELAY.total_seconds())
    first = {"user": user, "day": day(waiting[0])}
    get_adapter().send_mail("account/email/change_delayed", user.email, first)
    return True


def _told_of(change: DelayedChange) -> str:
    return f"told of a change that waits {change.pk}"


def sealed(change: DelayedChange, content: dict[str, Any]) -> bytes:
    """Return the content sealed for this change: its person, its kind, and the moment from which it counts."""
    key = data_keys.data_key(change.user_id)
    assert key is not None
    return data_keys.seal(key, json.dumps(content).encode(), _context(change))


def opened(change: DelayedChange) -> dict[str, Any] | None:
    """Return the content; None for a row that somebody else wrote or moved, or whose key was destroyed."""
    key = data_keys.data_key(change.user_id)
    try:
        return json.loads(data_keys.unseal(key, bytes(change.sealed), _context(change))) if key else None
    except data_keys.CannotOpen:
        return None


def _context(change: DelayedChange) -> bytes:
    moment = change.counts_from.astimezone(UTC).isoformat()
    return f"delayed change|{change.user_id}|{change.pk}|{change.kind}|{moment}".encode()


def of(user: User) -> list[DelayedChange]:
    """Return the changes of this person that wait, the oldest first."""
    return list(DelayedChange.objects.filter(user=user).order_by("counts_from", "pk"))


def shown(user: User) -> list[dict[str, Any]]:
    """Return what a page says of them. Not the content: whoever knows the password might look, too."""
    return [{"id": one.pk, "name": NAMES[one.kind], "day": day(one)} for one in of(user)]


def day(change: DelayedChange) -> str:
    return date_format(change.counts_from, "l, j F Y")


def cancel(user: User, change_id: UUID) -> bool:
    """Delete a change that waits. Returns whether there was one."""
    own = DelayedChange.objects.filter(pk=change_id, user=user)
    return own.exists() and bool(own.delete()[0])


def forget(user: User, kind: Kind) -> None:
    """Delete what waits of this kind, because a later change takes its place."""
    DelayedChange.objects.filter(user=user, kind=kind).delete()
