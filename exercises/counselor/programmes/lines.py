"""The programmes of one couple as the counselor's pages list them. With progress: what is done, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q

from couples.counseling import scopes
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.page_decorators import SignedIn
from exercises.counselor.assignments import lines as given_lines
from exercises.counselor.assignments import stored
from exercises.counselor.couple_page import Allowed
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.programmes import contents, due_now, running
from exercises.counselor.programmes.delivery import When
from exercises.counselor.programmes.forms import in_words
from exercises.counselor.programmes.models import Programme, ProgrammeItem


def of_running(linked: LinkedCouple, with_progress: bool) -> list[dict[str, Any]]:
    """Return each programme that runs in a line. With progress, also how many are done: record that she saw it."""
    found = _running(linked)
    items = _items(found)
    done = (
        stored.done_of([pk for several in items.values() for pk in several]) if with_progress else frozenset()
    )
    return [
        {**line, "of": len(items[line["id"]]), "done": len(items[line["id"]] & done)}
        for line in _titled(linked.counseling, found)
    ]


def titles_of_running(linked: LinkedCouple) -> list[dict[str, Any]]:
    """Return each programme that runs, as far as she knows it from what she did herself."""
    return _titled(linked.counseling, _running(linked))


def of_ended(linked: LinkedCouple) -> list[dict[str, Any]]:
    """Return each programme that has ended."""
    return _titled(linked.counseling, list(running.of_link(linked.counseling).filter(ended_at__isnull=False)))


def of_one(request: SignedIn, linked: LinkedCouple, one: Programme, allowed: Allowed) -> dict[str, Any]:
    """Return the title and the items of a programme, each as an assignment is listed, and record what that shows."""
    items = list(running.items_of(one))
    given = given_lines.of(request, linked, [each.assignment for each in items], allowed)
    listed = {line["id"]: line for line in given}
    stands = _stands(
        linked.counseling, items, [pk for pk, line in listed.items() if not line["done"]], allowed
    )
    found = [
        {**_line(listed[each.pk], number, each), "stands": stands.get(each.pk, "")}
        for number, each in enumerate(items, 1)
        if each.pk in listed
    ]
    return {"title": title(linked.counseling, one), "lines": found}


def title(link: Counseling, one: Programme) -> str:
    """Return the title of this programme of the link; empty if it can't be read."""
    return contents.title_of(data_keys.data_key(link.counselor_id), one)


def _running(linked: LinkedCouple) -> list[Programme]:
    return list(running.of_link(linked.counseling).filter(ended_at__isnull=True))


def _stands(
    link: Counseling, items: Sequence[ProgrammeItem], undone: Sequence[UUID], allowed: Allowed
) -> dict[UUID, str]:
    """Return which of these is with the two ("now"), or to come ("next"), as far as `progress` tells it."""
    if scopes.PROGRESS not in allowed or not items:
        return {}
    status_of = due_now.as_far_as_done_tells(link)
    return {
        one: "now" if status_of[one].is_given else "next" for one in due_now.next_of_each(undone, status_of)
    }


def _line(listed: dict[str, Any], number: int, item: ProgrammeItem) -> dict[str, Any]:
    is_skipped = item.assignment.withdrawn_at is not None
    more = {"marks": replace(listed["marks"], can_be=False)} if is_skipped else {}
    when = in_words(When(item.when), item.days, is_first=number == 1)
    return {**listed, **more, "number": number, "when": when, "is_skipped": is_skipped}


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
