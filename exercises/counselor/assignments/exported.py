"""The assignments in somebody's download: without words in every one, with a counselor's own in what is private."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from couples.accounts.models import User
from couples.lock.locks import OpenStore
from couples.pairing.models import Couple
from exercises.counselor import screening
from exercises.counselor.assignments import words
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.assignments.words import Said
from exercises.counselor.marks import marking
from exercises.counselor.programmes import due_now
from exercises.live.store import versions
from exercises.translate import Reader, in_language


def exported(user: User) -> dict[str, Any]:
    """Return the export sections: what was assigned to this person's couples, or by this counselor, without notes,
    but with what is marked; and with whom she recorded that she spoke alone, for herself."""
    of_a_couple = Q(counseling__couple__memberships__user=user)
    given = Assignment.objects.filter(of_a_couple | Q(counseling__counselor=user)).distinct()
    found = given.select_related("counseling", "marks", "item").order_by("created_at")
    came = [due_now.that_came(each) for each in Couple.objects.filter(memberships__user=user)]
    held = [one for one in found if versions.holds(one.definition_id) and _has_come(one, user, came)]
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


def _has_come(one: Assignment, user: User, came: list[set[UUID]]) -> bool:
    """Of a programme, the two have what came to them. The counselor has it all."""
    return (
        not hasattr(one, "item")
        or one.counseling.counselor_id == user.pk
        or any(one.pk in each for each in came)
    )


def exported_privately(open_store: OpenStore) -> dict[str, Any]:
    """Return what this person said as a counselor with each assignment, of those that say something."""
    given = Assignment.objects.filter(counseling__counselor=open_store.person).select_related("counseling")
    several = list(given.order_by("created_at", "pk"))
    said = words.of(several)
    found = [
        {"created_at": one.created_at, "topic": said[one.pk].topic, "note": said[one.pk].note}
        for one in several
        if said.get(one.pk, Said()) != Said()
    ]
    return {"said_with_assignments": found}
