"""Put exercises into a programme of one couple: each becomes an assignment, in the version of now, with its rule.

What is added while it runs comes last. It is answered alike, whatever the two have done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import sent_once
from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing.membership import tell_homes
from couples.pairing.models import Couple
from couples.ratelimits.counter import Limit
from couples.refused import Refused
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.counselor import screening
from exercises.counselor.assignments import words
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.assignments.words import Said
from exercises.counselor.programmes.contents import Written
from exercises.counselor.programmes.models import Programme, ProgrammeItem
from exercises.counselor.programmes.templates import MAX_ITEMS
from exercises.live.store import versions

ADDED_AN_HOUR: Final = Limit("added to programmes", 20, timedelta(hours=1))
"""By one counselor for one couple: both may have each on their home pages at once."""


def add(counselor: User, couple: Couple, programme: UUID, one: Written, spoken: Mapping[UUID, date]) -> None:
    """Add this at the end. Raises Refused, also if the programme or the link has ended.

    The id of what is written is that of the form: sent twice, it is added once.
    """
    key, definition = data_keys.data_key(counselor.pk), catalog.named(one.slug)
    with transaction.atomic():
        link = consent.counseling(counselor, couple)
        if link is None or key is None or definition is None:
            raise Refused(_("Something here has changed. Please open the page again."))
        Counseling.objects.select_for_update(no_key=True).get(pk=link.pk)
        into = _running(link, programme)
        if into.items.filter(pk=one.id).exists():
            return
        check_screening(link, spoken, [definition])
        put(key, into, _last_position(into) + 1, one, definition, sent=one.id)
    tell_homes(couple.pk)


def check_screening(
    link: Counseling, spoken: Mapping[UUID, date], definitions: Sequence[CoupleDefinition]
) -> None:
    """Record with whom she spoke, and refuse what needs that where one of the two is missing."""
    screening.record(link, spoken)
    if any(one.with_counselor for one in definitions) and not screening.is_complete(link):
        raise Refused(
            _("What is in it is not given before you have spoken with each of the two alone about safety.")
        )


def put(
    key: bytes,
    programme: Programme,
    position: int,
    one: Written,
    definition: CoupleDefinition,
    sent: UUID | None = None,
) -> None:
    """Make an assignment of it, in this position. `key`: the counselor's data key. `sent`: the id of a form."""
    made = Assignment(id=sent_once.unused(Assignment, sent), counseling=programme.counseling)
    made.created_at = timezone.now()
    made.definition = versions.of(definition)
    words.write(key, Said(one.note, one.topic), made)
    made.save(force_insert=True)
    ProgrammeItem.objects.create(
        assignment=made, programme=programme, position=position, when=one.when, days=one.days
    )


def _running(link: Counseling, programme: UUID) -> Programme:
    rows = Programme.objects.filter(counseling=link, pk=programme, ended_at__isnull=True)
    found = rows.select_for_update(no_key=True).first()
    if found is None:
        raise Refused(_("This programme has ended. Nothing is added to it any more."))
    found.counseling = link
    return found


def _last_position(programme: Programme) -> int:
    """Return the position of its last item. Raises Refused if there is no room for one more, or many came just now."""
    if programme.items.count() >= MAX_ITEMS:
        raise Refused(
            _("A programme has %(most)d exercises at most, with those that you skipped.")
            % {"most": MAX_ITEMS}
        )
    link = programme.counseling
    if not ADDED_AN_HOUR.take(f"{link.counselor_id} {link.couple_id}"):
        raise Refused(_("You have added many exercises just now. Please wait a while."))
    found: int = programme.items.aggregate(last=Max("position"))["last"]
    return found
