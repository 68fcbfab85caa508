"""A counselor changes what she says with an assignment: its note, its topic, the day to aim for.

It is always accepted, for a refusal would tell her that the two have begun. A session that has begun keeps the topic
with which it began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing.membership import tell_homes
from couples.pairing.models import Couple
from couples.ratelimits.counter import Limit
from exercises.core.refusals import CHANGED_SINCE_OPENED
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.counselor.assignments import words
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.assignments.stored import given_to
from exercises.counselor.assignments.words import Said

CHANGES_AN_HOUR: Final = Limit("assignments changed", 30, timedelta(hours=1))
"""By one counselor for one couple: both read the new words on their home pages."""


@dataclass(frozen=True)
class Change:
    due_on: date | None
    said: Said


def found(link: Counseling, assignment: UUID) -> Assignment:
    """Return this assignment of the link. Raises LookupError if there is none, or it was withdrawn."""
    one = given_to(link).filter(pk=assignment).first()
    if one is None:
        raise LookupError
    return one


def change(counselor: User, couple: Couple, assignment: UUID, new: Change) -> None:
    """Put this in place of what it said. Raises Refused, also if it was withdrawn or the link ended. The same twice is
    once."""
    key = data_keys.data_key(counselor.pk)
    with transaction.atomic():
        link = consent.counseling(counselor, couple)
        held = Assignment.objects.select_for_update(no_key=True).filter(
            pk=assignment, counseling=link, withdrawn_at__isnull=True
        )
        one = held.first() if link else None
        if one is None or key is None:
            raise Refused("not_yours", CHANGED_SINCE_OPENED)
        if new == Change(one.due_on, words.of([one]).get(one.pk, Said())):
            return
        if not CHANGES_AN_HOUR.take(f"{counselor.pk} {couple.pk}"):
            raise Refused("too_fast", _("You have changed many things just now. Please wait a while."))
        words.write(key, new.said, one)
        one.due_on = new.due_on
        one.save(update_fields=["sealed", "sealed_topic", "due_on"])
    tell_homes(couple.pk)
