"""The cards of a couple’s assignments on the home page of each partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from couples.accounts.models import User
from couples.pairing.models import Couple
from exercises.counselor.assignments import stored, words
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.assignments.words import Said
from exercises.counselor.marks import marking
from exercises.counselor.programmes import due_now
from exercises.counselor.programmes.due_now import Status
from exercises.live.store import versions
from exercises.translate import Reader, in_language


def for_home(couple: Couple, user: User) -> list[dict[str, Any]]:
    """Return the cards for this partner's home page: of counselors about whom, with their links, everything holds.

    Of a programme there is one: the next that is given, or the one to come, with the day for which it waits.
    """
    open_now = list(stored.open_for(couple).exclude(declined__person=user))
    status_of = _statuses(couple, open_now)
    chosen = due_now.next_of_each((one.pk for one in open_now), status_of)
    open_now = [one for one in open_now if not _is_item(one) or one.pk in chosen]
    written = words.of(words.that_hold([one for one in open_now if versions.holds(one.definition_id)]))
    shown = [one for one in open_now if one.pk in written]
    marked = marking.titles(shown, marking.of(shown), Reader.for_anybody())
    return _once_each(
        _card(one, written[one.pk], status_of.get(one.pk)) | {"marks": marked.get(one.pk, ())}
        for one in shown
    )


def off_home(couple: Couple, user: User) -> list[dict[str, Any]]:
    """Return the cards of what this partner took off their home page, and what could be there still."""
    off = list(stored.open_for(couple).filter(declined__person=user))
    status_of = _statuses(couple, off)
    off = [one for one in off if not _is_item(one) or _has_come(status_of.get(one.pk))]
    written = words.of(words.that_hold([one for one in off if versions.holds(one.definition_id)]))
    return [_card(one, written[one.pk], status_of.get(one.pk)) for one in off if one.pk in written]


def _once_each(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one card for each exercise that is here now; what was given of it after the first stands in that."""
    cards: dict[object, dict[str, Any]] = {}
    for one in found:
        first = cards.setdefault(one["slug"] if one["comes_on"] is None else one["id"], one | {"besides": []})
        if first["id"] != one["id"]:
            first["besides"].append(one)
    return list(cards.values())


def _statuses(couple: Couple, several: Sequence[Assignment]) -> dict[UUID, Status]:
    return due_now.statuses(couple) if any(_is_item(one) for one in several) else {}


def _has_come(status: Status | None) -> bool:
    return status is not None and status.can_be_taken_up


def _is_item(one: Assignment) -> bool:
    return hasattr(one, "item")


def _card(assignment: Assignment, said: Said, status: Status | None) -> dict[str, Any]:
    body = versions.body_of(assignment.definition_id)
    texts = {name: in_language(body[name]) for name in ("title", "purpose", "not_for", "provenance")}
    upcoming = assignment.due_on is not None and assignment.due_on >= timezone.localdate()
    return {
        **texts,
        "id": assignment.pk,
        "status": status,
        "comes_on": status.comes_on if status else None,
        "slug": body["slug"],
        "from": assignment.counseling.counselor.name,
        "note": said.note,
        "topic": said.topic,
        "due": assignment.due_on if upcoming else None,
        "minutes": body["minutes"],
        "is_apart": body.get("way") == "apart",
        "steps": [in_language(step["title"]) for step in body["steps"]],
        "evidence_grade": body["evidence"]["grade"],
        "evidence_says": in_language(body["evidence"]["says"]),
    }
