"""Changes of the address and the ways to sign in that wait before they count, because they rest on the password alone.

Somebody who knows the password could otherwise take an account over at once. A change that waits is a sealed row here
and nothing of allauth's: it is asked for nowhere and opens nothing. `due` makes it count. No later change takes its
place; one that was cancelled stays as a row without its content, so that the account page can say so.
"""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from couples import security_log
from couples.accounts.models import DelayedChange, User
from couples.facts.changing import changing
from couples.keys import data_keys
from couples.refused import Refused

from . import delays_told, factors, sign_ins
from .delays_sealed import Content, opened_with, sealed
from .delays_told import DELAY as DELAY

MOST: Final = 5
"""How many changes of one of the kinds in SEVERAL wait at once; of the others, one."""
FIRST_FACTOR: Final = "first factor at once"
"""The field of a session in which the first factor counts at once; it holds the id of its person, and since when."""
FIRST_FACTOR_WITHIN: Final = timedelta(hours=1)
"""For so long it does, not for the whole life of that sign-in: a device that stays signed in may be in other hands."""
SET_UP_IN, CANCELLED = "set_up_in", "cancelled"
"""In the sealed content: in which sign-in, and of what was cancelled how often."""
Kind = DelayedChange.Kind
SEVERAL: Final = (Kind.PASSKEY, Kind.REMOVAL)
"""The kinds of which more than one may wait."""


def allow_first_factor(request: HttpRequest) -> None:
    """Let the first factor of this person count at once in this sign-in: there is nothing to take over yet."""
    request.session[FIRST_FACTOR] = {"person": str(request.user.pk), "since": time.time()}


def must_wait(request: HttpRequest, kind: Kind) -> bool:
    """Return whether such a change has to wait: unless a factor was used lately, or it is the first, just after the
    account was made. One that was used when this sign-in began does not tell who holds the device now. Raises
    DoesNotHold."""
    user = request.user
    assert isinstance(user, User)
    used = factors.used_lately(request)
    may_be_first = kind is not Kind.ADDRESS and _is_first_factor_due(request, user)
    if not (used or may_be_first):
        return True
    own = factors.held_by(user)
    if not own.isdisjoint(used):
        return False
    return not may_be_first or any(one.type in factors.FACTORS for one in own)


def _is_first_factor_due(request: HttpRequest, user: User) -> bool:
    allowed = request.session.get(FIRST_FACTOR)
    if not isinstance(allowed, dict) or allowed["person"] != str(user.pk):
        return False
    return bool(0 <= time.time() - allowed["since"] < FIRST_FACTOR_WITHIN.total_seconds())


def why_not(user: User, kind: Kind) -> str:
    """Return the sentence about why no such change can wait now; empty if one can."""
    waiting = sum(one.kind == kind for one in of(user))
    if waiting < (MOST if kind in SEVERAL else 1):
        return ""
    if kind in SEVERAL:
        return _("As many of these as possible wait already. Cancel one under “Your account” first.")
    return _(
        "Another one was set up and waits already. If you don’t want it, cancel it under “Your account” first."
    )


def put_off(
    user: User, kind: Kind, content: Content, session: Mapping[str, Any] | None = None
) -> DelayedChange:
    """Store a change that will count after DELAY, and tell the present address.

    `session`: of the sign-in in which it is made. The same change that waits already is returned as it is: a button
    pressed twice means one thing. Raises Refused if there is no place: nothing that waits gives way to another, which
    could look the same.
    """
    change = DelayedChange(user=user, kind=kind, counts_from=timezone.now() + DELAY)
    change.sealed = sealed(change, content | {SET_UP_IN: sign_ins.mac_of(session or {}, user)})
    with changing(user):
        if same := _same(user, kind, content):
            return same
        if why := why_not(user, kind):
            raise Refused(why)
        change.save()
        delays_told.tell(user, [*of(user)])
    security_log.note(security_log.Kind.CHANGE_DELAYED)
    return change


def _same(user: User, kind: Kind, content: Content) -> DelayedChange | None:
    """Return the change that waits and would do just this, or None. In which sign-in it was set up makes no other."""
    anywhere = {SET_UP_IN: ""}
    for row, waiting in stored(user):
        if row.kind == kind and SET_UP_IN in waiting and waiting | anywhere == content | anywhere:
            return row
    return None


def stored(user: User) -> list[tuple[DelayedChange, Content]]:
    """Return what waits and what was cancelled, the oldest first, each with its content: empty if it does not open."""
    rows = list(DelayedChange.objects.filter(user=user).order_by("counts_from", "pk"))
    key = data_keys.data_key(user.pk) if rows else None
    return [(row, opened_with(key, row) or {}) for row in rows]


def of(user: User) -> list[DelayedChange]:
    """Return the changes of this person that wait, the oldest first."""
    return [row for row, content in stored(user) if CANCELLED not in content]


def tell_untold() -> int:
    """Tell everybody of what waits and was not told yet. Returns how many mails that were."""
    people = User.objects.filter(delayedchange__isnull=False, erased_at__isnull=True).distinct()
    return sum(delays_told.tell(user, of(user)) for user in people)


def may_still_be_told(person: str, *changes: str) -> bool:
    """Return whether one of these changes waits still. Erasure deletes them."""
    return any(str(one.pk) in changes for one in of(User(pk=UUID(person))))


def day(change: DelayedChange) -> str:
    return date_format(delays_told.counts_from(change), "l, j F Y")


def cancel(user: User, change_id: UUID, session: Mapping[str, Any] | None = None) -> bool:
    """Cancel a change that waits, and keep for DELAY that it was. Returns whether there was one."""
    with changing(user):
        found = next((one for one in of(user) if one.pk == change_id), None)
        if found is not None:
            _keep_cancelled(found, session or {})
    return found is not None


def give_way(user: User, kind: Kind, session: Mapping[str, Any]) -> None:
    """Cancel what waits of this kind, because a factor was used and another one counts at once."""
    for one in of(user):
        if one.kind == kind:
            cancel(user, one.pk, session)


def _keep_cancelled(change: DelayedChange, session: Mapping[str, Any]) -> None:
    """Put what is kept of a cancellation in the place of the change. One row for each kind counts them."""
    earlier = [
        (row, content)
        for row, content in stored(change.user)
        if row.kind == change.kind and CANCELLED in content
    ]
    delays_told.forget(change.pk)
    number = 1 + sum(content[CANCELLED] for _row, content in earlier)
    DelayedChange.objects.filter(pk__in=[row.pk for row, _content in earlier]).delete()
    change.counts_from = timezone.now() + DELAY
    change.sealed = sealed(change, {CANCELLED: number, SET_UP_IN: sign_ins.mac_of(session, change.user)})
    change.save()
