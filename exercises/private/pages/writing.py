"""The pages of the exercises for one: write, read again, change, delete. No streaks, no praise."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from couples.lock.guards import Opened
from exercises import catalog
from exercises.catalog.about import about
from exercises.core.fields import Field, Text
from exercises.core.text import Written
from exercises.private import bringing, entries, store
from exercises.private.forms import PrivateForm, Raw, fill_in, open_form
from exercises.private.gate import private_form

FIRST_WORDS: Final = 12
"""Of what was written before, in the list of it."""


@private_form(lambda address: form_of(_find(address)).fields)
def writing(request: Opened, address: str) -> HttpResponse:
    """Show the exercise, its form, and what was written before."""
    definition = _find(address)
    form = form_of(definition)
    contents = store.read(request.open_store)
    kept = [_listed(entry, definition) for entry in contents["sheets"] if entry["slug"] == definition.slug]
    seen = {"about": about(definition), "kept": kept[::-1]}
    if request.method != "POST":
        return open_form(request, "private/writing.html", form, **seen)

    saved: list[str] = []

    def save(contents: store.Contents, values: Raw) -> None:
        sheet = {"slug": definition.slug, "answers": dict(values)}
        saved.append(entries.add(contents, "sheets", sheet, entries.id_of(request)))

    refused = fill_in(request, "private/writing.html", form, save, **seen)
    if refused is None:
        messages.success(request, _("Saved. Only you can see it."))
    return refused or redirect("private_written", saved[-1])


@private_form(lambda entry_id: _fields_of_all())
def written(request: Opened, entry_id: str) -> HttpResponse:
    """Show something written before; change or delete it."""
    entry = entries.find(store.read(request.open_store), "sheets", entry_id)
    definition = _of(entry["slug"])
    if request.method == "POST" and "delete" in request.POST:
        entries.delete(request.open_store, "sheets", entry_id)
        return redirect("private_writing", definition.address)
    form = form_of(definition)
    seen = {
        "about": about(definition),
        "address": definition.address,
        "day": date.fromisoformat(entry["on"]),
        "remarks": bringing.remarks(entry["slug"], entry["answers"]),
    }
    if request.method != "POST":
        return open_form(request, "private/written.html", form, entry["answers"], **seen)

    def save(contents: store.Contents, values: Raw) -> None:
        kept = {"slug": entry["slug"], "answers": dict(values)}
        entries.change(contents, "sheets", entry_id, kept)

    refused = fill_in(request, "private/written.html", form, save, **seen)
    if refused is None:
        messages.success(request, _("Saved. Only you can see it."))
    return refused or redirect("private_written", entry_id)


def _find(address: str) -> catalog.Writing:
    for definition in catalog.writings():
        if definition.address == address:
            return definition
    raise Http404


def _of(slug: str) -> catalog.Writing:
    for definition in catalog.writings():
        if definition.slug == slug:
            return definition
    raise Http404


def _fields_of_all() -> tuple[Field, ...]:
    """Return the fields of all writings: which one an entry belongs to is not known while locked."""
    return tuple(field for definition in catalog.writings() for field in form_of(definition).fields)


def form_of(definition: catalog.Writing) -> PrivateForm:
    fields = tuple(
        Text(
            name=question.name,
            label=Written(question.label),
            hint=Written(question.hint) if question.hint else None,
            required=False,
            max_length=question.max_length,
        )
        for question in definition.questions
    )
    return PrivateForm(fields, some=True)


def _listed(entry: Raw, definition: catalog.Writing) -> dict[str, object]:
    """Return a line of the list: id, day and the first words."""
    answers = entry["answers"]
    first = next((answers[one.name] for one in definition.questions if answers.get(one.name)), "")
    return {
        "id": entry["id"],
        "day": date.fromisoformat(entry["on"]),
        "first": Truncator(first).words(FIRST_WORDS),
    }
