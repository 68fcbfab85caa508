"""A counselor's programmes in her own download: with what only she can see, after a fresh proof, if she asks for it."""

from __future__ import annotations

from typing import Any

from couples.accounts.models import User
from couples.keys import data_keys
from couples.lock.locks import OpenStore
from exercises.counselor.assignments import words
from exercises.counselor.assignments.words import Said
from exercises.counselor.programmes import contents, running, templates
from exercises.counselor.programmes.models import Programme
from exercises.live.store import versions
from exercises.translate import in_language


def exported(open_store: OpenStore) -> dict[str, Any]:
    """Return what she has written down, and what she has started, with its words."""
    person = open_store.person
    counselor = User.objects.get(pk=person)
    key = data_keys.data_key(person)
    started = Programme.objects.filter(counseling__counselor=person).select_related("counseling")
    return {
        "programmes": [
            {"title": one.title, "items": [_written(each) for each in one.items]}
            for one in templates.all_of(counselor)
        ],
        "programmes_started": [
            {
                "title": contents.title_of(key, one),
                "started_at": one.started_at,
                "ended_at": one.ended_at,
                "items": _items(one),
            }
            for one in started.order_by("started_at", "pk")
        ],
    }


def _written(one: contents.Written) -> dict[str, Any]:
    return {
        "exercise": one.slug,
        "when": one.when.value,
        "days": one.days,
        "topic": one.topic,
        "note": one.note,
    }


def _items(programme: Programme) -> list[dict[str, Any]]:
    items = list(running.items_of(programme))
    said = words.of([each.assignment for each in items])
    return [
        {
            "exercise": in_language(versions.body_of(one.definition_id)["title"]),
            "when": item.when,
            "days": item.days,
            "due_on": one.due_on,
            "skipped_at": one.withdrawn_at,
            "topic": said.get(one.pk, Said()).topic,
            "note": said.get(one.pk, Said()).note,
        }
        for item in items
        for one in [item.assignment]
        if versions.holds(one.definition_id)
    ]
