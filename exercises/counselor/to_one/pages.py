"""A counselor's pages for one of two partners: choose which, give an exercise, see her list and what she was told."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from couples import sent_once
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, counselor_page
from couples.refused import Refused
from exercises.catalog.about import about
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.to_one import giving, lists
from exercises.counselor.to_one.forms import GiveToOne
from exercises.private.handouts import shown, told

VOICES: Final = "ab"
"""The two, as they stand in an address, in the order of their names."""


@counselor_page(READ)
@of_couple
def which(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Ask for which of the two. Nothing shows whether there is anything for either."""
    voices = list(zip(VOICES, linked.names, strict=True))
    return render(request, "counselor/to_one/which.html", {**in_every_page(linked), "voices": voices})


@counselor_page(READ)
@of_couple
def to_person(request: SignedIn, linked: LinkedCouple, allowed: Allowed, voice: str) -> HttpResponse:
    """Show what she gave this one alone, and what they told her, of one moment."""
    person = _person(linked, voice)
    giving.prepare(request.user, giving.people_of(linked))
    with transaction.atomic():
        given = lists.read(linked.counseling).to(person)
        tellings = [
            (shown.title_of(one.slug), date.fromisoformat(one.on), one.words)
            for one in told.to(linked.counseling.pk, person)
        ]
    seen = {**_on_each(linked, voice), "given": given, "tellings": tellings}
    return render(request, "counselor/to_one/person.html", seen)


@counselor_page(FORM)
@of_couple
def give(request: SignedIn, linked: LinkedCouple, allowed: Allowed, voice: str) -> HttpResponse:
    """Show the form (GET), or give an exercise (POST).

    No message says that it was given: it could come on a page that the other sees.
    """
    person = _person(linked, voice)
    form = GiveToOne(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            giving.give(linked, person, form.new, sent_once.id_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("to_person", linked.counseling.pk, voice)
    seen = {**_on_each(linked, voice), "form": form, "exercises": [about(one) for one in shown.exercises()]}
    return render(request, "counselor/to_one/give.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(ACT)
@of_couple
def take_back(
    request: SignedIn, linked: LinkedCouple, allowed: Allowed, voice: str, handout_id: UUID
) -> HttpResponse:
    """Take one of her handouts back. What has been read by then has been read."""
    try:
        giving.take_back(linked, _person(linked, voice), handout_id)
    except Refused as refused:
        messages.info(request, str(refused))
    return redirect("to_person", linked.counseling.pk, voice)


def _person(linked: LinkedCouple, voice: str) -> UUID:
    """Return the one of the two at this address. Raises Http404."""
    people = giving.people_of(linked)
    if voice not in tuple(VOICES) or len(people) != len(VOICES):
        raise Http404
    return people[VOICES.index(voice)]


def _on_each(linked: LinkedCouple, voice: str) -> dict[str, Any]:
    """Return what each page about one of the two has: whose it is, and who must not see it."""
    name, other = linked.names if voice == VOICES[0] else tuple(linked.names)[::-1]
    return {**in_every_page(linked), "voice": voice, "name": name, "other": other}
