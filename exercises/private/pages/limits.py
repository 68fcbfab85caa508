"""The pages of own limits in draft: write, change, delete. They are never shared from here."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect

from couples.lock.guards import Opened
from exercises.core.fields import Text
from exercises.core.text import say
from exercises.private import bringing, entries, store
from exercises.private.forms import PrivateForm, Raw, fill_in, open_form
from exercises.private.gate import private_form

FORM: Final = PrivateForm(
    (
        Text(
            name="limit",
            label=say("My limit, in my words"),
            hint=say("For example: “I don’t go on talking when I am shouted at.”"),
            max_length=400,
        ),
        Text(
            name="then",
            label=say("What I do to keep it"),
            hint=say("For example: “I leave the room and come back after half an hour.”"),
            required=False,
            max_length=400,
        ),
    )
)


@private_form(lambda: FORM.fields)
def limits(request: Opened) -> HttpResponse:
    """Show all limits and a form for one more."""
    entered = store.read(request.open_store)["limits"][::-1]
    kept = [entry | {"remarks": bringing.remarks(bringing.LIMITS, entry)} for entry in entered]
    if request.method != "POST":
        return open_form(request, "private/limits.html", FORM, kept=kept)

    def save(contents: store.Contents, values: Raw) -> None:
        entries.add(contents, "limits", values, entries.id_of(request))

    return fill_in(request, "private/limits.html", FORM, save, kept=kept) or redirect("private_limits")


@private_form(lambda entry_id: FORM.fields)
def limit(request: Opened, entry_id: str) -> HttpResponse:
    """Change one, or delete it."""
    if request.method == "POST" and "delete" in request.POST:
        entries.delete(request.open_store, "limits", entry_id)
        return redirect("private_limits")
    entry = entries.find(store.read(request.open_store), "limits", entry_id)
    if request.method != "POST":
        return open_form(request, "private/limit.html", FORM, entry)

    def save(contents: store.Contents, values: Raw) -> None:
        entries.change(contents, "limits", entry_id, values)

    return fill_in(request, "private/limit.html", FORM, save) or redirect("private_limits")
