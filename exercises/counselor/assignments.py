"""Exercises that a counselor gives to a linked couple: given, withdrawn, taken up, or put aside by one of the two.

Nobody is reminded of one. That somebody does not want one is theirs alone: it changes their own home and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing.models import Couple
from exercises import catalog
from exercises.core.refusals import CHANGED_MEANWHILE
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.counselor.models import Assignment, AssignmentDeclined
from exercises.live import start as starting
from exercises.live.models import Stream
from exercises.translate import in_language

MAX_OPEN_ASSIGNMENTS: Final = 30
"""So many may be given to one couple and not withdrawn. Done or not doesn't count: it would be told by it."""

SOMEWHERE: Final = (Stream.Status.ROOM, Stream.Status.ASIDE)


@dataclass(frozen=True)
class Given:
    """What a counselor may give."""

    slug: str
    due_on: date | None
    note: str


def assign(counselor: User, couple: Couple, given: Given) -> Assignment:
    """Give it to the couple. Raises Refused, also where the link has ended meanwhile."""
    definition = catalog.named(given.slug)
    key = data_keys.data_key(counselor.pk)
    with transaction.atomic():
        link = consent.counseling(counselor, couple)
        if link is None or definition is None or key is None:
            raise Refused("not_yours", CHANGED_MEANWHILE)
        if given_to(link).count() >= MAX_OPEN_ASSIGNMENTS:
            raise Refused("invalid", _("You have given many already. Withdraw one first, done or not."))
        made = Assignment(
            id=uuid4(), counseling=link, definition=starting.version_of(definition), due_on=given.due_on
        )
        made.sealed = data_keys.seal(key, given.note.encode(), _context(made))
        made.save(force_insert=True)
    return made


def withdraw(counselor: User, couple: Couple, assignment: UUID) -> None:
    """Take it back. A session that took it up goes on; whoever withdraws twice changes nothing."""
    mine = Assignment.objects.filter(
        pk=assignment, counseling__counselor=counselor, counseling__couple=couple, withdrawn_at__isnull=True
    )
    mine.update(withdrawn_at=timezone.now())


def given_to(link: Counseling) -> QuerySet[Assignment]:
    """All that this counselor gave in this counseling and did not withdraw, the newest first."""
    found = Assignment.objects.filter(counseling=link, withdrawn_at__isnull=True)
    return found.select_related("definition", "counseling__counselor").order_by("-created_at", "pk")


def done(assignments: Sequence[Assignment]) -> frozenset[UUID]:
    """Those of which a session reached the end of its last step. One that was ended before does not count."""
    ended = Stream.objects.filter(assignment__in=assignments, played_through=True)
    return frozenset(ended.values_list("assignment__pk", flat=True))


def for_home(couple: Couple, user: User) -> list[dict[str, Any]]:
    """The cards on the home of this one of the two."""
    waiting = _waiting(couple).exclude(declined__person=user)
    return [_card(assignment) for assignment in waiting]


def take_up(couple: Couple, user: User, assignment: UUID) -> UUID:
    """A session of it, opened by this one of the two. Raises Refused; LookupError where the couple has none such."""
    with transaction.atomic():
        one = _of_couple(couple, assignment)
        return starting.start_version(couple, user.pk, one.definition, taken_up=one.pk)


def decline(couple: Couple, user: User, assignment: UUID) -> None:
    """Off this person's home. Raises as `take_up` does."""
    AssignmentDeclined.objects.get_or_create(assignment=_of_couple(couple, assignment), person=user)


def note(assignment: Assignment) -> str:
    """The counselor's words; none once her key is destroyed."""
    key = data_keys.data_key(assignment.counseling.counselor_id)
    return (
        "" if key is None else data_keys.unseal(key, bytes(assignment.sealed), _context(assignment)).decode()
    )


def exported(user: User) -> dict[str, Any]:
    """What was assigned to couples of this person or, by a counselor, to others. No note, and nobody’s answer."""
    of_a_couple = Q(counseling__couple__memberships__user=user)
    given = Assignment.objects.filter(of_a_couple | Q(counseling__counselor=user)).select_related(
        "definition"
    )
    lines = [
        {
            "exercise": in_language(one.definition.body["title"]),
            "due_on": one.due_on,
            "created_at": one.created_at,
        }
        for one in given.order_by("created_at").distinct()
    ]
    return {"assignments": lines}


def _waiting(couple: Couple) -> QuerySet[Assignment]:
    """What is open for the couple: nobody withdrew it, the counseling goes on, no session has taken it up."""
    taken_up = Stream.objects.filter(Q(played_through=True) | Q(status__in=SOMEWHERE), couple=couple)
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
        .select_related("definition", "counseling__counselor")
        .order_by("created_at", "pk")
    )


def _of_couple(couple: Couple, assignment: UUID) -> Assignment:
    found = _waiting(couple).filter(pk=assignment).first()
    if found is not None:
        return found
    if Assignment.objects.filter(pk=assignment, counseling__couple=couple).exists():
        raise Refused("moved_on", CHANGED_MEANWHILE)
    raise LookupError


def _card(assignment: Assignment) -> dict[str, Any]:
    body = assignment.definition.body
    texts = {name: in_language(body[name]) for name in ("title", "purpose", "not_for", "provenance")}
    upcoming = assignment.due_on is not None and assignment.due_on >= timezone.localdate()
    return {
        **texts,
        "id": assignment.pk,
        "from": assignment.counseling.counselor.name,
        "note": note(assignment),
        "due": assignment.due_on if upcoming else None,
        "minutes": body["minutes"],
        "steps": [in_language(step["title"]) for step in body["steps"]],
        "evidence_grade": body["evidence"]["grade"],
        "evidence_says": in_language(body["evidence"]["says"]),
    }


def _context(assignment: Assignment) -> bytes:
    return f"assignment|{assignment.pk}|note".encode()
