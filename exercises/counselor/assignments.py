"""Assignments: exercises that a counselor gives to a linked couple. They can be withdrawn, taken up or declined.

There are no reminders. Declining changes only the home page of the person who declines; nobody else can tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from couples import hooks, sent_once
from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing.models import Couple
from couples.ratelimits.counter import Limit
from exercises import catalog
from exercises.core.refusals import CHANGED_SINCE_OPENED
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.counselor import assignment_notes, screening
from exercises.counselor.marks import marking
from exercises.counselor.models import Assignment, AssignmentDeclined
from exercises.live import start as starting
from exercises.live.models import Stream
from exercises.live.store import versions
from exercises.translate import Reader, in_language

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
        made.sealed = assignment_notes.sealed(key, given.note, made)
        made.save(force_insert=True)
    _tell_homes(couple)
    return made


def _check_how_many(link: Counseling) -> None:
    lately = given_to(link).filter(created_at__gt=timezone.now() - COUNTED_FOR)
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
    """Withdraw an assignment of this counselor. A session that took it up continues. Idempotent."""
    mine = Assignment.objects.filter(
        pk=assignment, counseling__counselor=counselor, counseling__couple=couple, withdrawn_at__isnull=True
    )
    mine.update(withdrawn_at=timezone.now())
    _tell_homes(couple)


def _tell_homes(couple: Couple) -> None:
    hooks.tell(hooks.home_changed, couple.memberships.filter(left_at=None).values_list("user", flat=True))


def given_to(link: Counseling) -> QuerySet[Assignment]:
    """Return the assignments of this link that are not withdrawn, newest first."""
    found = Assignment.objects.filter(counseling=link, withdrawn_at__isnull=True)
    return found.select_related("counseling__counselor", "marks").order_by("-created_at", "pk")


def done(assignments: Sequence[Assignment]) -> frozenset[UUID]:
    """Return the ids of those that a session completed to the end of its last step."""
    ended = Stream.objects.filter(assignment__in=assignments, played_through=True)
    return frozenset(ended.values_list("assignment__pk", flat=True))


def take_up(
    couple: Couple, user: User, assignment: UUID, session_id: UUID | None = None, apart: bool = False
) -> UUID:
    """Start a session of it, `apart` or live, and return its id. Raises Refused, and LookupError for an unknown id.

    `session_id`: of the form that was sent.
    """
    try:
        with transaction.atomic():
            one = _of_couple(couple, assignment)
            kept = marking.taken_along(one)
            asked = starting.Asked(one.pk, kept, apart=apart, session_id=session_id)
            return starting.start_version(couple, user.pk, one.definition, asked)
    except Refused:
        if session_id and starting.is_going_on(couple, session_id):
            return session_id
        raise


def decline(couple: Couple, user: User, assignment: UUID) -> None:
    """Remove it from this person's home page. Raises as `take_up` does."""
    AssignmentDeclined.objects.get_or_create(assignment=_of_couple(couple, assignment), person=user)


def exported(user: User) -> dict[str, Any]:
    """Return the export sections: what was assigned to this person's couples, or by this counselor, without notes,
    but with what is marked; and with whom she recorded that she spoke alone, for herself."""
    of_a_couple = Q(counseling__couple__memberships__user=user)
    given = Assignment.objects.filter(of_a_couple | Q(counseling__counselor=user)).select_related(
        "counseling", "marks"
    )
    held = [one for one in given.order_by("created_at").distinct() if versions.holds(one.definition_id)]
    marked = marking.titles(held, marking.of(held), Reader.for_anybody())
    lines = [
        {
            "exercise": in_language(versions.body_of(one.definition_id)["title"]),
            "due_on": one.due_on,
            "created_at": one.created_at,
            "marked": list(marked.get(one.pk, ())),
        }
        for one in held
    ]
    return {"assignments": lines, "spoken_alone": screening.exported(user)}


def open_for(couple: Couple) -> QuerySet[Assignment]:
    """Return what can be taken up: not withdrawn, the link in force, and no session of it unfinished or completed."""
    taken_up = Stream.objects.filter(Q(played_through=True) | ~Q(status=Stream.Status.OVER), couple=couple)
    return (
        Assignment.objects.filter(
            counseling__couple=couple,
            counseling__linked_at__isnull=False,
            counseling__ended_at__isnull=True,
            counseling__counselor__is_active=True,
            counseling__counselor__is_counselor=True,
            withdrawn_at__isnull=True,
        )
        .exclude(pk__in=taken_up.filter(assignment__isnull=False).values("assignment"))
        .select_related("counseling__counselor", "marks")
        .order_by("created_at", "pk")
    )


def _of_couple(couple: Couple, assignment: UUID) -> Assignment:
    """Return the open assignment. Raises Refused if it was open before, and LookupError if it is not this couple's."""
    found = open_for(couple).filter(pk=assignment).first()
    if found is not None:
        return found
    if Assignment.objects.filter(pk=assignment, counseling__couple=couple).exists():
        raise Refused("moved_on", CHANGED_SINCE_OPENED)
    raise LookupError
