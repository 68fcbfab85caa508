"""The page of an exercise before it is started: what it is for, how it goes, who sees what, and when not to use it."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render

from couples.page_decorators import READ
from couples.pairing.membership import partner_of
from couples.pairing.partner_page import OfCouple, partner_page
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.about import about
from exercises.home import sessions
from exercises.live.models import Stream
from exercises.translate import in_language

WRITTEN_APART: Final = ("private_reflection", "perception")
"""The step kinds in which each of the two fills in a form of their own."""


@partner_page(READ)
def exercise(request: OfCouple, slug: str) -> HttpResponse:
    """Show an exercise that a couple may start on their own; 404 for any other."""
    definition = catalog.named(slug)
    if definition is None or definition.with_counselor:
        raise Http404
    room = sessions.of_couple(request.couple).filter(status=Stream.Status.ROOM).first()
    context = {
        "exercise": about(definition),
        "steps": [in_language(step.title) for step in definition.exercise().steps],
        "starts_apart": starts_apart(definition),
        "couple_partner": partner_of(request.user),
        "open_session": sessions.line(room) if room else None,
    }
    return render(request, "exercises/exercise.html", context)


def starts_apart(definition: CoupleDefinition) -> bool:
    """Return whether each of the two can do the first part on a day of their own: both write, apart, after arriving."""
    second = definition.exercise().steps[1]
    return second.kind.name in WRITTEN_APART and getattr(second.settings, "who", "both") == "both"
