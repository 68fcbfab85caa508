"""The assignments in somebody's download: what was given to their couples, or by them, without notes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from couples.accounts.models import User
from exercises.counselor import screening
from exercises.counselor.assignments.models import Assignment
from exercises.live.store import versions
from exercises.translate import in_language


def exported(user: User) -> dict[str, Any]:
    """Return the export sections: what was assigned to this person's couples, or by this counselor, without notes; and
    with whom she recorded that she spoke alone, for herself."""
    of_a_couple = Q(counseling__couple__memberships__user=user)
    given = Assignment.objects.filter(of_a_couple | Q(counseling__counselor=user))
    lines = [
        {
            "exercise": in_language(versions.body_of(one.definition_id)["title"]),
            "due_on": one.due_on,
            "created_at": one.created_at,
        }
        for one in given.order_by("created_at").distinct()
        if versions.holds(one.definition_id)
    ]
    return {"assignments": lines, "spoken_alone": screening.exported(user)}
