"""One entry of a section of the shelf: found, added, changed, taken away. Changes only within `shelf.changing`."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from exercises.private import store
from exercises.private.forms import Raw

Entry = dict[str, Any]


def find(contents: store.Contents, section: str, entry_id: str) -> Entry:
    """The entry, or 404: also where it was deleted just now in another tab."""
    for entry in contents[section]:
        if entry["id"] == entry_id:
            return dict(entry)
    raise Http404


def add(contents: store.Contents, section: str, values: Raw) -> str:
    """Its new id. The day is part of it, as people look for things by day; no time of day."""
    entry = {"id": store.new_id(), "on": timezone.localdate().isoformat(), **values}
    contents[section].append(entry)
    return str(entry["id"])


def change(contents: store.Contents, section: str, entry_id: str, values: Raw) -> None:
    """The values take the place of the old ones; id and day stay."""
    old = find(contents, section, entry_id)
    new = {"id": old["id"], "on": old["on"], **values}
    contents[section] = [new if entry["id"] == entry_id else entry for entry in contents[section]]


def delete(person: Any, section: str, entry_id: str) -> None:
    with store.changing(person) as contents:
        contents[section] = [entry for entry in contents[section] if entry["id"] != entry_id]
