"""Give an exercise to one of two partners alone, and take it back. Whatever that person does is never found out here.

The same rows are written for either of the two, and what may be given depends on her own list alone: were it refused
because somebody's pages are full, she would learn that nothing was put away.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts.models import User
from couples.counseling import consent, links
from couples.counseling.models import Counseling
from couples.facts import holding
from couples.keys import data_keys
from couples.pairing.models import Membership
from couples.refused import Refused
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.to_one import lists
from exercises.counselor.to_one.lists import Contents, Given
from exercises.private import pending, store
from exercises.private.handouts import received, shown, slots
from exercises.private.handouts.received import Handout
from exercises.private.handouts.slots import Slot

MOST_GIVEN: Final = 6
"""What she can have given one person by one link, until she takes something back."""
GIVEN_AN_HOUR: Final = 10
"""How often she can give something to one couple within COUNTED_FOR, taken back or not."""
HAS_CHANGED: Final = gettext_lazy("This has changed since you opened it. Please look again.")


@dataclass(frozen=True)
class NewHandout:
    """What she fills in."""

    slug: str
    note: str


def people_of(linked: LinkedCouple) -> list[UUID]:
    """Return the two, in the order of their voices."""
    here = Membership.objects.filter(couple=linked.couple, left_at__isnull=True).order_by("voice")
    return list(here.values_list("user_id", flat=True))


def prepare(counselor: User, people: list[UUID]) -> None:
    """Make the rows that everybody has, before anything is given: then giving adds none."""
    lists.make(counselor)
    for person in people:
        store.make(person)


def give(linked: LinkedCouple, person: UUID, new: NewHandout, sent: UUID) -> None:
    """Give it to this one of the two. Raises Refused. `sent`: the id of the form; sent twice, it is given once."""
    people, link = people_of(linked), linked.counseling
    prepare(link.counselor, people)
    with _writing(linked, people) as open_list:
        if any(one.id == str(sent) for one in open_list.contents.given):
            return
        public = _publics(people).get(person)
        if public is None or shown.of_slug(new.slug) is None:
            raise Refused(str(HAS_CHANGED))
        _count(open_list.contents, person)
        on = timezone.localdate().isoformat()
        open_list.contents.given.append(Given(str(sent), str(person), new.slug, on, new.note))
        made = Handout(sent, link.pk, link.counselor_id, new.slug, on, new.note)
        slot = received.in_slot(person, public, made, open_list.key)

        def change(one: UUID, found: list[Slot]) -> list[Slot]:
            return [*slots.with_room(found, open_list.in_force), slot] if one == person else found

        slots.rewrite(people, change)


def take_back(linked: LinkedCouple, person: UUID, handout: UUID) -> None:
    """Drop it from her list, and from that person's pages if it is there still: she cannot tell. Idempotent."""
    people = people_of(linked)
    prepare(linked.counseling.counselor, people)
    with _writing(linked, people) as open_list:
        given = open_list.contents.given
        taken = [one for one in given if one.id == str(handout) and one.person == str(person)]
        open_list.contents.given = [one for one in given if one not in taken]

        def change(one: UUID, found: list[Slot]) -> list[Slot]:
            return slots.without(found, handout) if taken and one == person else found

        slots.rewrite(people, change)


@dataclass
class _OpenList:
    """Her list, to be changed, her key, and the links of the couple that are in force."""

    contents: Contents
    key: bytes
    in_force: set[UUID]


@contextmanager
def _writing(linked: LinkedCouple, people: list[UUID]) -> Iterator[_OpenList]:
    """Yield her list while nothing can end the link. Raises Refused."""
    link = linked.counseling
    with transaction.atomic():
        holding.lock([link.counselor_id, *people])
        key = data_keys.data_key(link.counselor_id)
        here = Counseling.objects.filter(links.LINKED, couple=link.couple_id)
        in_force = set(here.values_list("pk", flat=True))
        allowed = consent.allowed_now(link.counselor_id, linked.couple.pk)
        if key is None or link.pk not in in_force or allowed is None:
            raise Refused(str(HAS_CHANGED))
        try:
            with lists.changing(link, key) as contents:
                yield _OpenList(contents, key, in_force)
        except lists.TooLong:
            raise Refused(_("This takes more room than there is. Please make it shorter.")) from None


def _publics(people: list[UUID]) -> dict[UUID, bytes | None]:
    """Return the public keys of the pages of both, so that it takes the same for either."""
    return {one: pending.public_of(one) for one in people}


def _count(contents: Contents, person: UUID) -> None:
    if len(contents.to(person)) >= MOST_GIVEN:
        raise Refused(
            _("You have given this person %(count)s exercises. Take one back to make room.")
            % {"count": MOST_GIVEN}
        )
    if len(contents.lately) >= GIVEN_AN_HOUR:
        raise Refused(_("You have given many exercises just now. Please wait a while."))
    contents.lately.append(int(time.time()))
