"""A counselor assigns an exercise to a linked couple, withdraws it, or archives it. There are no reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from couples import sent_once
from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing.membership import tell_homes
from couples.pairing.models import Couple
from couples.ratelimits.counter import Limit
from exercises import catalog
from exercises.core.refusals import CHANGED_SINCE_OPENED
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.counselor import screening
from exercises.counselor.assignments import words
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.assignments.stored import given_to
from exercises.counselor.assignments.words import Said
from exercises.live.store import versions

MAX_ASSIGNMENTS: Final = 30
COUNTED_FOR: Final = timedelta(days=90)
"""How many one counselor can give a couple within this time. Done ones count, or the limit would show that one was
done; older ones don't, so that work for years needs nothing to be withdrawn."""
ASSIGNMENTS_AN_HOUR: Final = Limit("assignments given", 10, timedelta(hours=1))
"""By one counselor to one couple, withdrawn or not: both have each on their home page."""


SPEAK_FIRST: Final = _(
    "This exercise is not given before you have spoken with each of the two alone about safety."
)


@dataclass(frozen=True)
class NewAssignment:
    """What a counselor fills in to assign an exercise. `spoken`: with which partner she spoke alone, and when."""

    slug: str
    due_on: date | None
    note: str
    spoken: Mapping[UUID, date] = field(default_factory=dict)
    topic: str = ""


def assign(counselor: User, couple: Couple, given: NewAssignment, sent: UUID | None = None) -> Assignment:
    """Assign it to the couple and return it. Raises Refused, also if the link has ended.

    `sent`: the id of the form that was sent. Where it has assigned something before, that is returned.
    """
    definition = catalog.named(given.slug)
    key = data_keys.data_key(counselor.pk)
    with transaction.atomic():
        link = consent.counseling(counselor, couple)
        if link is None or definition is None or key is None:
            raise Refused("not_yours", CHANGED_SINCE_OPENED)
        Counseling.objects.select_for_update(no_key=True).get(pk=link.pk)
        if sent and (made_before := given_to(link).filter(pk=sent).first()):
            return made_before
        screening.record(link, given.spoken)
        if definition.with_counselor and not screening.is_complete(link):
            raise Refused("invalid", SPEAK_FIRST)
        _check_how_many(link)
        made = Assignment(id=sent_once.unused(Assignment, sent), counseling=link, due_on=given.due_on)
        made.definition = versions.of(definition)
        words.write(key, Said(given.note, given.topic), made)
        made.save(force_insert=True)
    tell_homes(couple.pk)
    return made


def _check_how_many(link: Counseling) -> None:
    lately = given_to(link).filter(item__isnull=True, created_at__gt=timezone.now() - COUNTED_FOR)
    if lately.count() >= MAX_ASSIGNMENTS:
        raise Refused(
            "invalid",
            _(
                "You can assign {count} exercises to a couple in {days} days, and that is how many you have. "
                "Withdraw one to make room, done or not.",
                count=MAX_ASSIGNMENTS,
                days=COUNTED_FOR.days,
            ),
        )
    if not ASSIGNMENTS_AN_HOUR.take(f"{link.counselor_id} {link.couple_id}"):
        raise Refused("too_fast", _("You have assigned many exercises just now. Please wait a while."))


def withdraw(counselor: User, couple: Couple, assignment: UUID) -> None:
    """Withdraw an assignment of this counselor; in a programme, skip it. A session that took it up continues.
    Idempotent."""
    _mine(counselor, couple, assignment).update(withdrawn_at=timezone.now())
    tell_homes(couple.pk)


def archive(counselor: User, couple: Couple, assignment: UUID) -> None:
    """Put an assignment of this counselor into her archive, unless it is in a programme. Idempotent.

    For the couple nothing changes.
    """
    mine = _mine(counselor, couple, assignment).filter(archived_at__isnull=True, item__isnull=True)
    mine.update(archived_at=timezone.now())


def take_out(counselor: User, couple: Couple, assignment: UUID) -> None:
    """Take an assignment of this counselor out of her archive again. Idempotent. For the couple nothing changes."""
    _mine(counselor, couple, assignment).update(archived_at=None)


def _mine(counselor: User, couple: Couple, assignment: UUID) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        pk=assignment, counseling__counselor=counselor, counseling__couple=couple, withdrawn_at__isnull=True
    )
