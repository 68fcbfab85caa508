"""The support map: write down, change, delete, and see at a glance. Private, and never shared from here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from couples.page_decorators import SignedIn
from exercises.alone import circle, entries, shelf
from exercises.alone.doors import private_form
from exercises.alone.sheets import Raw, fill_in, open_form


@private_form(lambda: circle.SHEET.fields)
def people(request: SignedIn) -> HttpResponse:
    """The whole map, and a form for one more."""
    kept = shelf.read(request.user.pk)["map"]
    seen = {"kept": [circle.in_words(entry) for entry in kept], "overview": circle.overview(kept)}
    if request.method != "POST":
        return open_form(request, "alone/people.html", circle.SHEET, **seen)

    def save(contents: shelf.Contents, values: Raw) -> None:
        entries.add(contents, "map", values)

    return fill_in(request, "alone/people.html", circle.SHEET, save, **seen) or redirect("alone_people")


@private_form(lambda entry_id: circle.SHEET.fields)
def person(request: SignedIn, entry_id: str) -> HttpResponse:
    """Change one of the map, or take it off."""
    if request.method == "POST" and "delete" in request.POST:
        entries.delete(request.user.pk, "map", entry_id)
        return redirect("alone_people")
    entry: dict[str, Any] = entries.find(shelf.read(request.user.pk), "map", entry_id)
    if request.method != "POST":
        return open_form(request, "alone/person.html", circle.SHEET, entry)

    def save(contents: shelf.Contents, values: Raw) -> None:
        entries.change(contents, "map", entry_id, values)

    return fill_in(request, "alone/person.html", circle.SHEET, save) or redirect("alone_people")
