"""The page of an exercise before it is started: what it is for, how it goes, who sees what, and when not to use it."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render

from couples.amounts import length_text
from couples.page_decorators import READ
from couples.pairing.membership import partner_of
from couples.pairing.models import Couple
from couples.pairing.partner_page import OfCouple, partner_page
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.about import about
from exercises.catalog.following import following
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.rest import longest
from exercises.favorites import kept
from exercises.home import sessions
from exercises.live.models import Stream
from exercises.live.store import earlier
from exercises.translate import in_language


@partner_page(READ)
def exercise(request: OfCouple, slug: str) -> HttpResponse:
    """Show an exercise that a couple may start on their own; 404 for any other."""
    definition = catalog.named(slug)
    if definition is None or definition.with_counselor:
        raise Http404
    here = sessions.of_couple(request.couple).filter(definition__slug=definition.slug)
    rooms = sessions.lines_of(sessions.of_couple(request.couple).filter(status=Stream.Status.ROOM))
    apart = sessions.lines_of(here.filter(status=Stream.Status.APART))
    context = {
        "way": definition.way,
        "apart_now": apart[0] if apart else None,
        "open_here": here.filter(status=Stream.Status.ROOM).exists(),
        "exercise": about(definition),
        "steps": [in_language(step.title) for step in definition.exercise().steps],
        "starts_apart": starts_apart(definition),
        "couple_partner": partner_of(request.user),
        "open_session": rooms[0] if rooms else None,
        "again_from": _again_from(request.couple, definition),
        "rests_for": rests_for(definition),
        "is_favorite": slug in kept.of(request.user.pk),
        "fits": in_language(definition.fits) if definition.fits else "",
        "follows": [about(one) for one in following(definition.slug)],
    }
    return render(request, "exercises/exercise.html", context)


def _again_from(couple: Couple, definition: CoupleDefinition) -> date | None:
    """Return the day from which the couple can start it again; None if they can today."""
    rest = longest(definition.exercise().steps)
    return earlier.next_day(earlier.last_opening(couple, definition.slug), rest) if rest.days else None


def rests_for(definition: CoupleDefinition) -> str:
    """Return how long it rests once it has opened, in words; an empty string if it does not."""
    days = longest(definition.exercise().steps).days
    return length_text(timedelta(days=days)) if days else ""


def starts_apart(definition: CoupleDefinition) -> bool:
    """Return whether each of the two can do the first part alone: both then have something closed to write."""
    step = definition.exercise().steps[1]
    here = Here(step.id, step.settings, {"speaker": Partner.A, "together": "writing"})
    offered = (step.kind.offers(here, step.kind.start(here), by) for by in Partner)
    return all(any(offer.private for offer in offers) for offers in offered)
