"""What a counselor gave to one of two, in her own download: with what only she can see, after a fresh proof."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from couples.accounts.models import User
from couples.lock.locks import OpenStore
from exercises.counselor.to_one import lists
from exercises.counselor.to_one.lists import Given


def exported(open_store: OpenStore) -> dict[str, Any]:
    """Return all of it, in the order in which it was given."""
    given = [one for contents in lists.all_of(open_store.person) for one in contents.given]
    names = dict(User.objects.filter(pk__in={UUID(one.person) for one in given}).values_list("pk", "name"))
    return {"given_to_one": [_line(one, names.get(UUID(one.person), "")) for one in given]}


def _line(one: Given, name: str) -> dict[str, Any]:
    return {"to": name, "exercise": one.title, "on": one.on, "note": one.note}
