"""Which assignments there are: those of one link, those that a couple can take up, and those that are done."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from couples.counseling.models import Counseling
from couples.pairing.models import Couple
from exercises.counselor.assignments.models import Assignment
from exercises.live.models import Stream


def given_to(link: Counseling) -> QuerySet[Assignment]:
    """Return the assignments of this link that are not withdrawn, newest first."""
    found = Assignment.objects.filter(counseling=link, withdrawn_at__isnull=True)
    return found.select_related("counseling__counselor", "marks").order_by("-created_at", "pk")


def at_hand(link: Counseling) -> QuerySet[Assignment]:
    """Return those that she gave alone, outside of programmes, and has not put into her archive."""
    return given_to(link).filter(archived_at__isnull=True, item__isnull=True)


def current(link: Counseling) -> QuerySet[Assignment]:
    """Return those, and what is in programmes that run, in the order of each."""
    found = given_to(link).filter(archived_at__isnull=True, item__programme__ended_at__isnull=True)
    return found.select_related("item").order_by("-created_at", "item__position", "pk")


def archived(link: Counseling) -> QuerySet[Assignment]:
    return given_to(link).filter(archived_at__isnull=False)


def done(assignments: Sequence[Assignment]) -> frozenset[UUID]:
    """Return the ids of those that a session completed to the end of its last step."""
    return done_of([one.pk for one in assignments])


def done_of(assignments: Sequence[UUID]) -> frozenset[UUID]:
    """The same for their ids."""
    ended = Stream.objects.filter(assignment__in=assignments, played_through=True)
    return frozenset(ended.values_list("assignment__pk", flat=True))


def open_for(couple: Couple) -> QuerySet[Assignment]:
    """Return what can be taken up: not withdrawn, the link in force, and no session of it unfinished or completed.

    Of what is in a programme, `programmes.due_now` says whether it runs, and whether its turn has come.
    """
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
        .select_related("counseling__counselor", "marks", "item")
        .order_by("created_at", "pk")
    )
