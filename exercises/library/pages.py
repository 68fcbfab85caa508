"""The list of exercises for a counselor, and the page of one of them, from which she assigns it to a couple of hers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from couples.page_decorators import READ, SignedIn, counselor_page
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.about import about
from exercises.counselor import linked_couples
from exercises.counselor.couple_page import in_every_page
from exercises.favorites import kept
from exercises.home import finding
from exercises.library import listing, readable
from exercises.translate import in_language

COUPLE = "for"
"""The parameter with the id of the link with the couple to which she wants to assign something."""


@counselor_page(READ)
def exercises(request: SignedIn) -> HttpResponse:
    """Show what fits of every exercise; with a couple in the address, each with the way to assign it to them."""
    looked_for = finding.wanted(request.GET)
    seen = {
        **_couple(request),
        "wanted": looked_for,
        "is_list": not looked_for.is_all,
        "lines": [] if looked_for.is_all else listing.fitting(looked_for),
        "grouped": listing.groups() if looked_for.is_all else [],
        "favorites": listing.favorites(request.user.pk) if looked_for.is_all else [],
        "minutes": finding.MINUTES,
    }
    return render(request, "counselor/exercises.html", seen)


@counselor_page(READ)
def exercise(request: SignedIn, slug: str) -> HttpResponse:
    """Show one exercise for two: all that is said about it, and what she could read of it."""
    definition = found(slug)
    for_one = _couple(request)
    seen = {
        **for_one,
        "exercise": about(definition),
        "definition": definition,
        "fits": in_language(definition.fits) if definition.fits else "",
        "steps": readable.steps_of(definition),
        "is_favorite": slug in kept.of(request.user.pk),
        "couples": [] if for_one else linked_couples.all_of(request.user),
    }
    return render(request, "counselor/exercise.html", seen)


@counselor_page(READ)
def assign_exercise(request: SignedIn, slug: str) -> HttpResponse:
    """Lead to the form in which this exercise is chosen, for the couple that she has picked."""
    found(slug)
    of = _couple(request)
    if not of:
        return redirect("counselor_exercise", slug)
    address = reverse("assign", args=[of["linked"].counseling.pk])
    return redirect(f"{address}?exercise={slug}")


def found(slug: str) -> CoupleDefinition:
    """Return the exercise for two with this slug. Raises Http404."""
    definition = catalog.named(slug)
    if definition is None:
        raise Http404
    return definition


def _couple(request: SignedIn) -> dict[str, Any]:
    """Return the couple in the address, with what closes the page when the link ends; nothing if there is none.

    Raises Http404 for a couple that is not hers.
    """
    given = request.GET.get(COUPLE, "")
    if not given:
        return {}
    try:
        linked = linked_couples.of(request.user, UUID(given))
    except ValueError:
        raise Http404 from None
    if linked is None:
        raise Http404
    return in_every_page(linked)
