"""The preview of an exercise, and its worksheet. Both only read the catalogue: they store and start nothing."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from couples.page_decorators import READ, SignedIn, page
from couples.pairing.membership import couple_of
from exercises import catalog
from exercises.catalog import CoupleDefinition, Definition
from exercises.catalog.about import about
from exercises.catalog.solo import SoloDefinition
from exercises.favorites import kept
from exercises.preview import paper as worksheet
from exercises.preview import screens, solo
from exercises.preview.filling import NAMES


@page(READ)
def preview(request: SignedIn, slug: str) -> HttpResponse:
    """Show every screen of an exercise. One for one person has its neutral address in place of the slug."""
    definition = find(request, slug)
    context = {"exercise": about(definition), "address": slug, "can_start": _can_start(request, definition)}
    if isinstance(definition, CoupleDefinition):
        context |= {"is_favorite": slug in kept.of(request.user.pk), "is_free": not definition.with_counselor}
        context |= {
            "parts": screens.parts_of(definition.exercise()),
            "many": len(definition.steps),
            "names": NAMES,
            "is_favorite": slug in kept.of(request.user.pk),
            "is_free": not definition.with_counselor,
        }
        return render(request, "exercises/preview.html", context)
    assert isinstance(definition, catalog.Writing | catalog.CheckIn)
    context |= {"forms": solo.forms_of(definition), "own_page": solo.own_page(definition)}
    return render(request, "exercises/preview_for_one.html", context)


@page(READ)
def paper(request: SignedIn, slug: str) -> HttpResponse:
    """Show the worksheet of an exercise, to be printed."""
    definition = find(request, slug)
    context = {"exercise": about(definition), "back": reverse("preview", args=[slug])}
    if isinstance(definition, CoupleDefinition):
        if _can_start(request, definition):
            context["back"] = reverse("exercise", args=[slug])
        return render(request, "exercises/paper.html", context | {"steps": worksheet.worksheet(definition)})
    assert isinstance(definition, catalog.Writing | catalog.CheckIn)
    steps = worksheet.worksheet_for_one(definition)
    return render(request, "exercises/paper.html", context | {"steps": steps, "for_one": True})


def _can_start(request: SignedIn, definition: Definition) -> bool:
    is_free = isinstance(definition, CoupleDefinition) and not definition.with_counselor
    return is_free and couple_of(request.user) is not None


def find(request: SignedIn, slug: str) -> Definition:
    """Return the exercise at this address; one that needs a counselor is there for counselors alone. Raises Http404."""
    for definition in catalog.all_definitions():
        if isinstance(definition, SoloDefinition):
            if definition.address == slug:
                return definition
        elif definition.slug == slug and (request.user.is_counselor or not definition.with_counselor):
            return definition
    raise Http404
