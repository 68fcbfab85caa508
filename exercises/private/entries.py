"""Find, add, change and delete entries in a section of the private store. Changes need `store.changing`."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from couples import sent_once
from couples.lock.locks import OpenStore
from exercises.private import store
from exercises.private.forms import Raw

Entry = dict[str, Any]


def find(contents: store.Contents, section: str, entry_id: str) -> Entry:
    """Return the entry. Raises Http404 if there is none, or it was deleted in another window."""
    for entry in contents[section]:
        if entry["id"] == entry_id:
            return dict(entry)
    raise Http404


def add(contents: store.Contents, section: str, values: Raw, entry_id: str = "") -> str:
    """Add an entry with the present day, without the time, unless it is there. Returns its id, a new one if not given.

    `entry_id`: of the form that was sent, so that sending it again adds nothing.
    """
    entry = {"id": entry_id or store.new_id(), "on": timezone.localdate().isoformat(), **values}
    if not has(contents, section, entry["id"]):
        contents[section].append(entry)
    return str(entry["id"])


def has(contents: store.Contents, section: str, entry_id: str) -> bool:
    return any(entry["id"] == entry_id for entry in contents[section])


def id_of(request: HttpRequest) -> str:
    """Return the id of the entry that this posted form adds, however often it is sent."""
    return sent_once.id_of(request).hex[: store.ID_DIGITS]


def change(contents: store.Contents, section: str, entry_id: str, values: Raw) -> None:
    """Replace the values of the entry; its id and day stay. Raises Http404."""
    old = find(contents, section, entry_id)
    new = {"id": old["id"], "on": old["on"], **values}
    contents[section] = [new if entry["id"] == entry_id else entry for entry in contents[section]]


def delete(open_store: OpenStore, section: str, entry_id: str) -> None:
    with store.changing(open_store) as contents:
        contents[section] = [entry for entry in contents[section] if entry["id"] != entry_id]
