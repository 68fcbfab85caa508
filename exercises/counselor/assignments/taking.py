"""What a partner does with an assignment: take it up, or put it away and back, which nobody else can tell."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from couples.accounts.models import User
from couples.pairing.models import Couple
from exercises.core.refusals import CHANGED_SINCE_OPENED
from exercises.core.text import Refused
from exercises.counselor.assignments import stored, words
from exercises.counselor.assignments.models import Assignment, AssignmentDeclined
from exercises.counselor.assignments.words import Said
from exercises.counselor.marks import marking
from exercises.counselor.programmes import due_now
from exercises.live import start as starting
from exercises.live import topics


def take_up(
    couple: Couple, user: User, assignment: UUID, session_id: UUID | None = None, apart: bool = False
) -> UUID:
    """Start a session of it, `apart` or live, and return its id. Raises Refused, and LookupError for an unknown id.

    `session_id`: of the form that was sent.
    """
    try:
        with transaction.atomic():
            Couple.objects.select_for_update(no_key=True).get(
                pk=couple.pk
            )  # before it is asked whether it is open
            one = _of_couple(couple, assignment)
            kept = marking.taken_along(one)
            asked = starting.Asked(one.pk, kept, apart=apart, session_id=session_id)
            session = starting.start_version(couple, user.pk, one.definition, asked)
            topic = words.of([one]).get(one.pk, Said()).topic
            topics.keep(session, couple.pk, one.counseling.counselor_id, topic)
            return session
    except Refused:
        if session_id and starting.is_going_on(couple, session_id):
            return session_id
        raise


def decline(couple: Couple, user: User, assignment: UUID) -> None:
    """Remove it from this person's home page. Raises as `take_up` does."""
    AssignmentDeclined.objects.get_or_create(assignment=_of_couple(couple, assignment), person=user)


def put_back(user: User, assignment: UUID) -> None:
    """Put what this person removed on their home page again, if it is still there to be taken up. Idempotent."""
    AssignmentDeclined.objects.filter(assignment=assignment, person=user).delete()


def _of_couple(couple: Couple, assignment: UUID) -> Assignment:
    """Return the open assignment. Raises Refused if it was open before, and LookupError if it is not this couple's."""
    found = stored.open_for(couple).filter(pk=assignment).first()
    if found is not None and (not hasattr(found, "item") or _has_come(couple, assignment)):
        return found
    if Assignment.objects.filter(pk=assignment, counseling__couple=couple).exists():
        raise Refused("moved_on", CHANGED_SINCE_OPENED)
    raise LookupError


def _has_come(couple: Couple, item: UUID) -> bool:
    status = due_now.statuses(couple).get(item)
    return status is not None and status.can_be_taken_up
