"""The pages of the support map: overview, add, change, delete. It is never shared."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from couples.lock.guards import Opened
from exercises.private import entries, store, support_map
from exercises.private.forms import Raw, fill_in, open_form
from exercises.private.gate import private_form


@private_form(lambda: support_map.FORM.fields)
def support_map_page(request: Opened) -> HttpResponse:
    """Show the map and a form for one more entry."""
    kept = store.read(request.open_store)["map"]
    seen = {"kept": [support_map.in_words(entry) for entry in kept], "overview": support_map.overview(kept)}
    if request.method != "POST":
        return open_form(request, "private/support_map.html", support_map.FORM, **seen)

    def save(contents: store.Contents, values: Raw) -> None:
        entries.add(contents, "map", values, entries.id_of(request))

    return fill_in(request, "private/support_map.html", support_map.FORM, save, **seen) or redirect(
        "private_support_map"
    )


@private_form(lambda entry_id: support_map.FORM.fields)
def support_map_entry(request: Opened, entry_id: str) -> HttpResponse:
    """Change an entry of the map, or delete it."""
    if request.method == "POST" and "delete" in request.POST:
        entries.delete(request.open_store, "map", entry_id)
        return redirect("private_support_map")
    entry: dict[str, Any] = entries.find(store.read(request.open_store), "map", entry_id)
    if request.method != "POST":
        return open_form(request, "private/support_map_entry.html", support_map.FORM, entry)

    def save(contents: store.Contents, values: Raw) -> None:
        entries.change(contents, "map", entry_id, values)

    return fill_in(request, "private/support_map_entry.html", support_map.FORM, save) or redirect(
        "private_support_map"
    )
