"""The pages of what a counselor gave to one person alone: look, put away, tell her, and take that back."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from couples import sent_once
from couples.lock.guards import Opened
from exercises.core.fields import Text
from exercises.core.text import say
from exercises.private import store
from exercises.private.forms import PrivateForm, Raw, fill_in, open_form
from exercises.private.gate import private, private_form
from exercises.private.handouts import received, shown, told

FORM: Final = PrivateForm(
    (
        Text(
            name="words",
            label=say("Anything you want to add"),
            required=False,
            max_length=told.MAX_WORDS_LENGTH,
        ),
    )
)


@private
def handouts(request: Opened) -> HttpResponse:
    """Show what is there, and what was told (GET); put something away, or take something back (POST)."""
    if request.method == "POST":
        return _act(request)
    seen = {"handouts": shown.handouts(request.open_store), "tellings": shown.tellings(request.open_store)}
    return render(request, "private/handouts.html", seen)


@private_form(lambda **_address: FORM.fields)
def tell(request: Opened, handout_id: UUID) -> HttpResponse:
    """Tell its counselor that it is done, with words or without. No message says so: it could come on another page."""
    sent = sent_once.id_of(request)
    one = next((one for one in shown.handouts(request.open_store) if one.handout.id == handout_id), None)
    if request.method == "POST" and _is_told(request, sent):
        return redirect("private_handouts")
    if one is None or not one.can_tell:
        raise Http404
    if request.method != "POST":
        return open_form(request, "private/tell.html", FORM, shown=one)

    def save(_contents: store.Contents, values: Raw) -> None:
        told.tell(request.open_store, one.handout, values.get("words") or "", sent)

    return fill_in(request, "private/tell.html", FORM, save, shown=one) or redirect("private_handouts")


def _is_told(request: Opened, sent: UUID) -> bool:
    return any(one.id == sent.hex for one in told.read(request.open_store))


def _act(request: Opened) -> HttpResponse:
    """Each of both may be sent again, and does nothing then."""
    store.make(request.user.pk)
    with transaction.atomic():
        if "put_away" in request.POST:
            received.put_away(request.open_store, _id(request.POST["put_away"]))
        elif "take_back" in request.POST:
            told.take_back(request.open_store, _id(request.POST["take_back"]).hex)
    return redirect("private_handouts")


def _id(given: Any) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise Http404 from None
