"""Erasing accounts that nobody uses, after two neutral mails. Off unless the operator sets UNUSED_ACCOUNT_MONTHS.

Signing in is use, and so is a sign-in that still holds. Somebody whose partner here uses theirs is left alone, because
an erasure would end the couple for both; operators, and accounts that an operator switched off, are never erased.
On which day somebody signed in last, and when they were told for the second time, is in the database `keys`, and who
the partner is has to hold: who writes to the main database has nobody told, or erased, before the time.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts import sign_ins
from couples.accounts.models import User
from couples.accounts.sign_ins import EPOCH, LAST_SIGN_IN, TOLD_UNUSED
from couples.amounts import length_text
from couples.facts import holding
from couples.keys import latest
from couples.mail_queue import queue
from couples.pairing.models import Membership
from couples.privacy import erasure
from couples.privacy.models import UnusedNotice
from couples.security_log import Kind, note

ABOUT: Final = "an unused account"
MIN_UNUSED_MONTHS: Final = 12
"""Two people may well pause for half a year."""
MONTH: Final = timedelta(days=365.25 / 12)
FIRST_MAIL: Final = timedelta(days=30)
SECOND_MAIL: Final = timedelta(days=7)
"""How long before the erasure the two mails are sent."""
TRIED_FOR: Final = timedelta(days=365)
"""For so long the queue tries to send one, and nobody is erased while mails are held up there."""


def forget_used() -> int:
    """Forget the mails to everybody who has used the account since, or all if nothing is erased. Idempotent."""
    unused = _unused(FIRST_MAIL) if settings.UNUSED_ACCOUNT_MONTHS else User.objects.none()
    return UnusedNotice.objects.exclude(person__in=unused).delete()[0]


def send_first() -> int:
    """Tell each person for the first time. Returns how many were told."""
    told = UnusedNotice.objects.filter(person=OuterRef("pk"))
    return sum(map(_send_first, _certainly(FIRST_MAIL, _unused(FIRST_MAIL).exclude(Exists(told)))))


def send_second() -> int:
    """Tell each person for the second time, not before the first mail is old enough. Returns how many were told."""
    since = timezone.now() - (FIRST_MAIL - SECOND_MAIL)
    due = UnusedNotice.objects.filter(second_at__isnull=True, first_at__lte=since)
    people = _unused(SECOND_MAIL).filter(pk__in=due.values("person"))
    return sum(map(_send_second, _certainly(SECOND_MAIL, people)))


def erase_due() -> int:
    """Erase everybody whose time has come, not before both mails are old enough, nor while mails do not leave.

    Returns how many.
    """
    if queue.is_held_up():
        return 0
    due = UnusedNotice.objects.filter(second_at__lte=timezone.now() - SECOND_MAIL)
    told = latest.values(TOLD_UNUSED)
    people = _certainly(timedelta(), _unused(timedelta()).filter(pk__in=due.values("person")))
    return sum(_erase(person) for person in people if _was_told(told.get(person.pk)))


def may_leave(person: str) -> bool:
    """Return whether this mail, which waits in the queue, is still true: nobody has used the account since."""
    return UnusedNotice.objects.filter(person__in=_unused(FIRST_MAIL).filter(pk=UUID(person))).exists()


def has_left(person: str) -> None:
    """Count the week from now on, if a mail to somebody who was told twice leaves only now."""
    if told := latest.value(TOLD_UNUSED, UUID(person)):
        latest.replace(TOLD_UNUSED, UUID(person), told, _seconds_now())


def _unused(before_the_end: timedelta) -> QuerySet[User]:
    """Return a query for everybody whose account will have been unused for the whole time by then; or for nobody."""
    if not settings.UNUSED_ACCOUNT_MONTHS:
        return User.objects.none()
    return _not_used_since(_since(before_the_end))


def _since(before_the_end: timedelta) -> datetime:
    return timezone.now() - settings.UNUSED_ACCOUNT_MONTHS * MONTH + before_the_end


def _not_used_since(moment: datetime) -> QuerySet[User]:
    people = User.objects.annotate(used_at=Coalesce("last_login", "created_at"))
    with_somebody_active = Membership.objects.filter(
        left_at__isnull=True,
        user__in=people.filter(used_at__gte=moment).values("pk"),
        couple__memberships__user=OuterRef("pk"),
        couple__memberships__left_at__isnull=True,
    )
    mine = people.filter(is_active=True, is_staff=False, is_superuser=False, erased_at__isnull=True)
    return mine.filter(used_at__lt=moment).exclude(Exists(with_somebody_active)).order_by("pk")


def _certainly(before_the_end: timedelta, people: Iterable[User]) -> Iterator[User]:
    """Yield those of these people who are signed in nowhere, and are unused by what holds and by what `keys` says."""
    found = [person for person in people if not sign_ins.living(person)]
    if not found:
        return
    last, since = latest.values(LAST_SIGN_IN), _since(before_the_end)
    for person in found:
        who = _with_partner(person)
        if who and all(_is_older(last, one, since) for one in who):
            yield person


def _with_partner(person: User) -> list[UUID]:
    """Return the person and their partner here, if they have one; nobody, if that does not hold or is not there."""
    try:
        memberships = holding.held(person.pk).rows(Membership)
    except holding.DoesNotHold:
        return []
    couples = [row["couple_id"] for row in memberships if row["left_at"] is None]
    rows = Membership.objects.filter(couple__in=couples, left_at__isnull=True).exclude(user=person)
    partners = list(rows.values_list("user", flat=True))
    return [person.pk, *partners] if len(partners) == len(couples) else []


def _is_older(last: Mapping[UUID, bytes], person: UUID, moment: datetime) -> bool:
    """Whether this person signed in last before this moment. Who is not known there counts from now on."""
    if person not in last:
        sign_ins.note_last(person, timezone.now())
        return False
    return EPOCH + timedelta(days=int.from_bytes(last[person], "big")) < moment


def keep_last() -> None:
    """Keep in `keys` when each signed in last, by what is there. Once, when what was stored before is signed."""
    known = latest.values(LAST_SIGN_IN)
    for person in User.objects.filter(erased_at__isnull=True):
        if person.pk not in known:
            sign_ins.note_last(person.pk, person.last_login or person.created_at)


def _send_first(person: User) -> bool:
    with transaction.atomic():
        now = timezone.now()
        _row, is_mine = UnusedNotice.objects.get_or_create(person=person, defaults={"first_at": now})
        if is_mine:
            _mail(person, FIRST_MAIL)
    return is_mine  # otherwise another process has claimed it


def _send_second(person: User) -> bool:
    with transaction.atomic():
        claimed = UnusedNotice.objects.filter(person=person, second_at__isnull=True)
        if not claimed.update(second_at=timezone.now()):
            return False
        _mail(person, SECOND_MAIL)
    latest.put(TOLD_UNUSED, person.pk, _seconds_now())
    return True


def _seconds_now() -> bytes:
    return int(timezone.now().timestamp()).to_bytes(8, "big")


def _erase(person: User) -> bool:
    """Erase this person, unless they have signed in since they were read, or another process erases them."""
    if not erasure.begin(person.pk, Q(last_login=person.last_login, erased_at__isnull=True)):
        return False
    erasure.erase(person)
    note(Kind.UNUSED_ACCOUNT_ERASED)
    return True


def _was_told(at: bytes | None) -> bool:
    """Return whether the second mail was sent so long ago, by what `keys` says, and nobody has signed in since."""
    week = SECOND_MAIL.total_seconds()
    return at is not None and timezone.now().timestamp() - int.from_bytes(at, "big") >= week


def _mail(person: User, left: timedelta) -> None:
    queue = get_connection(lifetime=TRIED_FOR, about=(ABOUT, str(person.pk)))
    send_mail(_("For you"), _text(left), None, [person.email], connection=queue)


def _text(left: timedelta) -> str:
    return _(
        "You have an account that nobody has used for a long time. In %(length)s it will be erased, with everything in "
        "it.\n\nIf you want to keep it, sign in once before then. Otherwise you don’t have to do anything.\n"
    ) % {"length": length_text(left)}
