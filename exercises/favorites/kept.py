"""Keep, drop and read the favorites of one person. Which exercises somebody keeps can say what weighs on them, so the
list is sealed under their key, in a value of one length, without times or counts.
"""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from couples.keys import data_keys
from couples.lock.locks import OpenStore
from exercises import catalog
from exercises.favorites.models import Favorites
from exercises.translate import in_language

MOST: Final = 60
"""Favorites of one person; with one more, the one that was kept first is dropped."""
SIZE: Final = 4096
"""Bytes before sealing: room for so many of the longest slugs."""


def of(person: UUID) -> list[str]:
    """Return the slugs of this person's favorites that are in the catalogue, the latest first."""
    row = Favorites.objects.filter(person=person).first()
    known = {one.slug for one in catalog.couple_definitions()}
    return [slug for slug in reversed(_opened(person, row) if row else []) if slug in known]


def keep(person: UUID, slug: str, is_wanted: bool) -> None:
    """Make this exercise a favorite of theirs, or take it out; how often that is asked for makes no difference."""
    if data_keys.data_key(person) is None:
        return
    with transaction.atomic():
        Favorites.objects.get_or_create(person_id=person, defaults={"sealed": _sealed(person, [])})
        row = Favorites.objects.select_for_update().get(person=person)
        others = [each for each in _opened(person, row) if each != slug]
        row.sealed = _sealed(person, ([*others, slug] if is_wanted else others)[-MOST:])
        row.save(update_fields=["sealed"])


def exported(open_store: OpenStore) -> dict[str, Any]:
    """Return the titles of the favorites, for their owner only."""
    known = {one.slug: in_language(one.title) for one in catalog.couple_definitions()}
    return {"favorites": [known[slug] for slug in of(open_store.person)]}


def _sealed(person: UUID, slugs: list[str]) -> bytes:
    key = data_keys.data_key(person)
    assert key is not None
    return data_keys.seal(key, json.dumps(slugs).encode().ljust(SIZE), _context(person))


def _opened(person: UUID, row: Favorites) -> list[str]:
    """Return the slugs, in the order in which they were kept; none of what was not sealed here for this person."""
    key = data_keys.data_key(person)
    try:
        opened = data_keys.unseal(key, bytes(row.sealed), _context(person)) if key else b"[]"
    except data_keys.CannotOpen:
        return []
    slugs: list[str] = json.loads(opened)
    return slugs


def _context(person: UUID) -> bytes:
    return f"favorites|{person}".encode()
