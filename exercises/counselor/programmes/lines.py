"""The programmes of one couple as the counselor's pages list them. With progress: what is done, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from couples.counseling import scopes
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.page_decorators import SignedIn
from exercises.counselor.assignments import stored, words
from exercises.counselor.assignments.words import Said
from exercises.counselor.couple_page import record
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.programmes import contents, running
from exercises.counselor.programmes.delivery import When
from exercises.counselor.programmes.forms import in_words
from exercises.counselor.programmes.models import Programme, ProgrammeItem
from exercises.live.store import versions
from exercises.translate import in_language


def of_running(linked: LinkedCouple, with_progress: bool) -> list[dict[str, Any]]:
    """Return each programme that runs in a line. With progress, also how many are done: record that she saw it."""
    found = list(running.of_link(linked.counseling).filter(ended_at__isnull=True))
    items = _items(found)
    done = (
        stored.done_of([pk for several in items.values() for pk in several]) if with_progress else frozenset()
    )
    return [
        {**line, "of": len(items[line["id"]]), "done": len(items[line["id"]] & done)}
        for line in _titled(linked.counseling, found)
    ]


def of_ended(linked: LinkedCouple) -> list[dict[str, Any]]:
    """Return each programme that has ended."""
    return _titled(linked.counseling, list(running.of_link(linked.counseling).filter(ended_at__isnull=False)))


def of_one(request: SignedIn, linked: LinkedCouple, one: Programme, with_progress: bool) -> dict[str, Any]:
    """Return the title and the items of a programme."""
    items = list(running.items_of(one))
    given = [each.assignment for each in items]
    done = stored.done(given) if with_progress else frozenset()
    said = words.of(given)
    if with_progress and given:
        record(request, linked, scopes.PROGRESS.value)
    found = [
        {
            "id": each.pk,
            "number": number,
            "title": in_language(versions.body_of(each.definition_id)["title"]),
            "when": in_words(When(item.when), item.days),
            "due": each.due_on,
            "topic": said.get(each.pk, Said()).topic,
            "note": said.get(each.pk, Said()).note,
            "is_skipped": each.withdrawn_at is not None,
            "done": each.pk in done,
        }
        for number, (item, each) in enumerate(zip(items, given, strict=True), 1)
        if versions.holds(each.definition_id)
    ]
    return {"title": _titled(linked.counseling, [one])[0]["title"], "lines": found}


def _titled(link: Counseling, several: Sequence[Programme]) -> list[dict[str, Any]]:
    key = data_keys.data_key(link.counselor_id) if several else None
    return [
        {
            "id": one.pk,
            "title": contents.title_of(key, one),
            "started": one.started_at,
            "ended": one.ended_at,
        }
        for one in several
    ]


def _items(several: Sequence[Programme]) -> dict[UUID, set[UUID]]:
    """Return the ids of what is in each, without what is skipped."""
    found: dict[UUID, set[UUID]] = {one.pk: set() for one in several}
    rows = ProgrammeItem.objects.filter(Q(programme__in=several), assignment__withdrawn_at__isnull=True)
    for programme, assignment in rows.values_list("programme", "assignment"):
        found[programme].add(assignment)
    return found
