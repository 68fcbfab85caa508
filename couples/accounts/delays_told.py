"""Tells by mail of changes that wait, and remembers in the database `keys` when a mail about each has really left.

From then on the 72 hours are counted: a mailbox that refuses the mail, or is filled, lets nothing count unseen.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from couples.accounts.models import DelayedChange, User
from couples.keys import latest

DELAY: Final = timedelta(hours=72)
"""For so long a cancellation is named, too."""
UNTOLD_DELAY: Final = timedelta(days=30)
"""After so long a change counts that no mail could tell of: it was tried every day, and the account page said so."""
UNTOLD_SHOWN_AFTER: Final = timedelta(minutes=15)
TOLD_EVERY: Final = timedelta(days=1)
"""So seldom is somebody told by mail, however many changes there are: nobody can fill the other's mailbox by it."""
TOLD: Final = "told of change"
"""Under this purpose, `keys` holds when a mail about a change left first."""
ABOUT: Final = "changes that wait"


def tell(user: User, waiting: Iterable[DelayedChange]) -> bool:
    """Store the one mail of the day about all that waits, if there was none yet and something is untold.

    It says nothing of what it is, so that it may be read by others. It is stored in one transaction with the mark that
    there was one.
    """
    changes, told = list(waiting), latest.values(TOLD)
    if all(one.pk in told for one in changes):
        return False
    with transaction.atomic():
        if not cache.add(f"mail about changes that wait {user.pk}", 1, TOLD_EVERY.total_seconds()):
            return False
        about = (ABOUT, str(user.pk), *(str(one.pk) for one in changes))
        first = min(_counts_from(one, told) for one in changes)
        context = {"user": user, "day": date_format(first, "l, j F Y")}
        message = get_adapter().render_mail("account/email/change_delayed", user.email, context)
        message.connection = get_connection(about=about)
        message.send()
    return True


def has_left(_person: str, *changes: str) -> None:
    """Remember that a mail about these changes has left now, if none has before."""
    now = int(timezone.now().timestamp()).to_bytes(8, "big")
    for one in DelayedChange.objects.filter(pk__in=changes):
        latest.replace(TOLD, one.pk, None, now)


def forget(change: UUID) -> None:
    latest.forget(TOLD, change)


def forget_all_of(person: UUID) -> None:
    """Forget it of all changes of a person, before their rows are deleted."""
    for change in DelayedChange.objects.filter(user=person).values_list("pk", flat=True):
        forget(change)


def told_at(changes: Iterable[DelayedChange]) -> dict[UUID, datetime]:
    """Return of those changes that were told when."""
    told = latest.values(TOLD)
    return {one.pk: _moment(told[one.pk]) for one in changes if one.pk in told}


def is_late(change: DelayedChange) -> bool:
    """Return whether the mail about this change should have left by now, and has not."""
    since = change.counts_from - DELAY + UNTOLD_SHOWN_AFTER
    return since <= timezone.now() and not told_at([change])


def counts_from(change: DelayedChange) -> datetime:
    """Return from when on it counts, if a mail about it has left or does now."""
    return _counts_from(change, latest.values(TOLD))


def may_count(change: DelayedChange) -> bool:
    """Return whether the time to cancel it is over."""
    return _counts_from(change, latest.values(TOLD)) <= timezone.now()


def _counts_from(change: DelayedChange, told: Mapping[UUID, bytes]) -> datetime:
    since = _moment(told[change.pk]) if change.pk in told else timezone.now()
    untold = change.counts_from - DELAY + UNTOLD_DELAY
    return max(change.counts_from, min(since + DELAY, untold))


def _moment(value: bytes) -> datetime:
    return datetime.fromtimestamp(int.from_bytes(value, "big"), UTC)
