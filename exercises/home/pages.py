"""The home page of a partner: one thing on top, what the two have agreed, and ways to an exercise.

It collects what the other rooms offer for it; none of them imports it.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from couples import clock, sent_once
from couples.accounts.models import User
from couples.counseling import cards
from couples.front_pages import front
from couples.lock import state as lock_state
from couples.meetings import appointments
from couples.page_decorators import ACT, FORM, open_page
from couples.pairing.membership import couple_of
from couples.pairing.models import Couple
from couples.pairing.partner_page import OfCouple, partner_page
from exercises import catalog
from exercises.agreements import listing
from exercises.catalog.about import about
from exercises.core.text import Refused
from exercises.counselor.asking import cards as asking_cards
from exercises.counselor.assignments import cards as assignment_cards
from exercises.home import catalogue, sessions
from exercises.home.now import COULD, Facts, Kind, now
from exercises.home.this_week import offered, this_week
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.private import store
from exercises.reminders import due
from exercises.translate import Reader

Context = dict[str, Any]
MAX_AGREEMENTS: Final = 2
"""How many agreements the home page shows in their words; all of them are one click away."""


@open_page(FORM)
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page to visitors and the home page to partners; redirect other users to theirs."""
    if not isinstance(request.user, User):
        return front(request)
    lock_state.prepare(request)
    store.make(request.user.pk)
    couple = couple_of(request.user)
    if couple is None:
        return redirect("counselor_home" if request.user.is_counselor else "welcome")
    others = couple.memberships.exclude(user=request.user).select_related("user")
    partner = others.latest("joined_at").user  # who may have left
    context = {"couple_partner": partner} | _of_couple(couple, request.user)
    return render(request, "exercises/home.html", context | _on_top(context, couple))


@partner_page(ACT)
def start(request: OfCouple) -> HttpResponse:
    """Start a session of the chosen exercise and redirect to it."""
    try:
        slug, sent = request.POST.get("slug", ""), sent_once.id_of(request)
        apart = request.POST.get("way") == "apart"
        session = starting.start_session(request.couple, request.user.pk, slug, apart=apart, session_id=sent)
        return redirect("session", session)
    except Refused as refused:
        messages.info(request, Reader.for_anybody().text(refused.message))
        return redirect("home")


def _of_couple(couple: Couple, user: User) -> Context:
    """Return everything that the home page shows, before one thing of it is put on top."""
    found = sessions.unfinished(couple, user.pk)
    letters = listing.of_couple(couple, Caller(user.pk))
    return {
        "open_session": found.room,
        "set_aside": found.aside,
        "apart": found.apart,
        "letters": letters,
        "in_words": letters.others_in_force[:MAX_AGREEMENTS],
        **_given(couple, user),
        "groups": catalogue.groups(catalogue.offered_to_all()),
        "counselor_cards": cards.for_partner(couple, user),
        "asked_for": asking_cards.for_home(couple, user),
        **appointments.for_home(couple, user),
    }


def _given(couple: Couple, user: User) -> Context:
    """Return what counselors gave; what waits for its day stands apart, below everything."""
    cards_of = assignment_cards.for_home(couple, user)
    return {
        "assignments": [one for one in cards_of if one["comes_on"] is None],
        "to_come": [one for one in cards_of if one["comes_on"] is not None],
    }


def _on_top(context: Context, couple: Couple) -> Context:
    """Return what stands on top, and the exercise that is suggested: there, or below what stands there."""
    seen = context["meetings"]
    could_start = offered(leaving_out={line.slug for line in context["apart"]})
    facts = Facts(
        at=clock.local(),
        open=context["open_session"] is not None,
        aside=bool(context["set_aside"]),
        review=bool(context["letters"].to_look_at),
        meeting_at=min((one.starts_at for one in seen.agreed), default=None),
        is_asked=seen.open is not None and not seen.mine,
        assigned=bool(context["assignments"]),
        completed=due.completed(couple.pk),
        offered=could_start,
    )
    top = now(facts)
    look_again = due.is_time_to_look_again(facts.completed, facts.at)
    return {
        "now": top.kind,
        "apart_first": top.kind in COULD and any(line.own_part for line in context["apart"]),
        "suggested": _described(top.slug) if top.kind == Kind.LOOK_AGAIN else None,
        "this_week": this_week(could_start, facts.completed, facts.at),
        "has_completed": bool(facts.completed),
        "check_in": _described(due.CHECK_IN) if look_again else None,
    }


def _described(slug: str) -> Context | None:
    """Return the description of an exercise that a couple may start on their own; None for any other."""
    return next((about(one) for one in catalog.startable() if one.slug == slug), None)
