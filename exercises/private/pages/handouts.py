"""The page of what a counselor gave to one person alone: look, put away and take out, tell her, and take that back.

All of it happens at one address, the same for everybody: a browser that remembers where it was knows no more by it.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from couples import sent_once
from couples.lock.guards import Opened
from couples.page_decorators import REFUSED
from exercises.core.fields import Field, Hidden, Text
from exercises.core.text import say
from exercises.private import pending, store
from exercises.private.forms import PrivateForm, Raw, fill_in, open_form
from exercises.private.gate import private_form
from exercises.private.handouts import received, shown, told
from exercises.private.handouts.shown import Shown
from exercises.private.pending import ABOUT

TEMPLATE: Final = "private/handouts.html"
ACTS: Final = {"put_away": received.put_away, "take_out": received.take_out, "remove": received.remove}
"""With one handout each, by the name of their button."""


@private_form(lambda **_address: _fields())
def handouts(request: Opened) -> HttpResponse:
    """Show what is there, and what was told (GET); put away, take out, tell, or take that back (POST).

    No message says that something was told: it could come on another page.
    """
    if request.method != "POST":
        return _page(request)
    return _tell(request, request.POST[ABOUT]) if ABOUT in request.POST else _act(request)


def _page(request: Opened) -> HttpResponse:
    """Show the page. What was sent in while it was locked stands in its form, or by itself if that is there no more."""
    found, sent = shown.handouts(request.open_store), pending.at(request.open_store, request.path)
    one = _to_tell(found, sent.fields.get(ABOUT)) if sent else None
    if one:
        return open_form(request, TEMPLATE, _form(found, one), **_seen(request, found, one))
    return render(request, TEMPLATE, _seen(request, found) | {"sent_in": sent})


def _tell(request: Opened, handout: str) -> HttpResponse:
    """Tell its counselor that it is done, with words or without.

    If nothing can be told of it (any more), the page shows the words again; without any, raises Http404.
    """
    sent = sent_once.id_of(request)
    if any(one.id == sent.hex for one in told.read(request.open_store)):
        return redirect("private_handouts")
    found = shown.handouts(request.open_store)
    one = _to_tell(found, handout)
    if one is None:
        if not (words := request.POST.get("words", "").strip()):
            raise Http404
        return render(request, TEMPLATE, _seen(request, found) | {"not_told": words}, status=REFUSED)

    def save(_contents: store.Contents, values: Raw) -> None:
        told.tell(request.open_store, one.handout, values.get("words") or "", sent)

    refused = fill_in(request, TEMPLATE, _form(found, one), save, **_seen(request, found, one))
    return refused or redirect("private_handouts")


def _to_tell(found: list[Shown], handout: Any) -> Shown | None:
    return next((one for one in found if one.can_tell and one.handout.id.hex == handout), None)


def _seen(request: Opened, found: list[Shown], chosen: Shown | None = None) -> dict[str, Any]:
    """Return what the page needs: by exercise, each handout with its empty form, and what is put away.

    `chosen`: whose form the page fills and unfolds.
    """
    exercises: dict[str, list[tuple[Shown, Any]]] = {}
    for one in found:
        form = None if one is chosen else _form(found, one).shown({})
        exercises.setdefault(one.handout.slug, []).append((one, form))
    put_away = shown.put_away(request.open_store)
    return {"cards": exercises.values(), "put_away": put_away, "tellings": shown.tellings(request.open_store)}


def _form(found: list[Shown], one: Shown) -> PrivateForm:
    return PrivateForm(_fields(one.handout.id.hex), name=f"tell-{found.index(one)}")


def _fields(handout: str = "") -> tuple[Field, ...]:
    """Return the fields of telling of this handout."""
    words = Text(
        name="words",
        label=say("Anything you want to add"),
        required=False,
        max_length=told.MAX_WORDS_LENGTH,
    )
    return (words, Hidden(name=ABOUT, label=say("What it is about"), value=handout))


def _act(request: Opened) -> HttpResponse:
    """Each of these may be sent again, and does nothing then."""
    store.make(request.user.pk)
    with transaction.atomic():
        for name, act in ACTS.items():
            if name in request.POST:
                act(request.open_store, _id(request.POST[name]))
        if "take_back" in request.POST:
            told.take_back(request.open_store, _id(request.POST["take_back"]).hex)
    return redirect("private_handouts")


def _id(given: Any) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise Http404 from None
