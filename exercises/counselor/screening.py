"""That a counselor has spoken with each partner alone about safety; before, she gives them no exercise that needs her.

It is recorded for every couple alike, sealed under her key, and shown to nobody else. The source of the rule: couples
work on old injuries or on closeness only after each was asked alone (Stith et al. 2011; theory, part E).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from couples.accounts.models import User
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from couples.pairing.models import Membership
from exercises.counselor.models import Screening


def days(link: Counseling) -> dict[UUID, date | None]:
    """Return the day on which she spoke alone with each of the two, by their id; None if it is not recorded."""
    people = Membership.objects.filter(couple=link.couple_id, left_at__isnull=True).order_by("voice")
    found: dict[UUID, date | None] = dict.fromkeys(people.values_list("user_id", flat=True))
    rows = list(Screening.objects.filter(counseling=link, person__in=found))
    key = data_keys.data_key(link.counselor_id) if rows else None
    for row in rows:
        if said := unseal_or_note(key, row.sealed, _context(row)):
            found[row.person_id] = date.fromisoformat(said.decode())
    return found


def is_complete(link: Counseling) -> bool:
    """Whether both partners were spoken with alone."""
    recorded = days(link)
    return len(recorded) == 2 and all(recorded.values())


def record(link: Counseling, spoken: Mapping[UUID, date]) -> None:
    """Store these days, each for the partner with this id. A later day takes the place of an earlier one.

    Call it in a transaction that has locked the link, with people who are its couple.
    """
    key = data_keys.data_key(link.counselor_id)
    if key is None:
        return
    for person, day in spoken.items():
        row = Screening.objects.filter(counseling=link, person=person).first() or Screening(
            counseling=link, person_id=person
        )
        row.sealed = data_keys.seal(key, day.isoformat().encode(), _context(row))
        row.save()


def exported(counselor: User) -> list[dict[str, object]]:
    """Return her own records, for her export and nobody else's."""
    found = []
    for link in Counseling.objects.filter(screenings__isnull=False, counselor=counselor).distinct():
        names = dict(User.objects.filter(pk__in=(recorded := days(link))).values_list("pk", "name"))
        found += [{"with": names[person], "on": day} for person, day in recorded.items() if day]
    return found


def _context(row: Screening) -> bytes:
    return f"screening|{row.counseling_id}|{row.person_id}".encode()
