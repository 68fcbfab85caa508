"""The home page of a partner: what is next, what the two have agreed, exercises to start, and earlier sessions.

It collects what the other rooms offer for it; none of them imports it.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

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
from exercises.counselor import assignments
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.live.models import Stream
from exercises.live.store import several
from exercises.private import store
from exercises.translate import Reader, in_language

MAX_SESSIONS_SHOWN: Final = 40


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
    partner = couple.memberships.exclude(user=request.user).latest("joined_at").user  # who may have left
    context = _sessions(couple, request.user.pk) | {"couple_partner": partner}
    context["exercises"] = [about(one) for one in catalog.couple_definitions() if not one.with_counselor]
    context["counselor_cards"] = cards.for_partner(couple, request.user)
    context["assignments"] = assignments.for_home(couple, request.user)
    context["letters"] = listing.of_couple(couple, Caller(request.user.pk))
    context |= appointments.for_home(couple, request.user)
    return render(request, "exercises/home.html", context)


@partner_page(ACT)
def start(request: OfCouple) -> HttpResponse:
    """Start a session of the chosen exercise and redirect to it."""
    try:
        return redirect(
            "session", starting.start_session(request.couple, request.user.pk, request.POST.get("slug", ""))
        )
    except Refused as refused:
        messages.info(request, Reader.for_anybody().text(refused.message))
        return redirect("home")


def _sessions(couple: Couple, user: UUID) -> dict[str, Any]:
    """Return the couple's latest sessions, as this partner may see them."""
    sessions = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION).select_related("definition")
    latest = list(sessions.order_by("-started_at")[:MAX_SESSIONS_SHOWN])
    entered = _entered([stream for stream in latest if stream.status != Stream.Status.OVER], user)
    by_status: dict[str, list[dict[str, Any]]] = {"room": [], "aside": [], "over": []}
    for stream in latest:
        by_status[stream.status].append(_line(stream) | entered.get(stream.pk, {}))
    return {
        "open_session": next(iter(by_status["room"]), None),
        "set_aside": by_status["aside"],
        "finished": by_status["over"][:12],
    }


def _line(stream: Stream) -> dict[str, Any]:
    assert stream.definition is not None
    return {
        "title": in_language(stream.definition.body["title"]),
        "path": reverse("session", args=[stream.pk]),
        "date": stream.started_at,
    }


def _entered(unfinished: list[Stream], user: UUID) -> dict[UUID, dict[str, bool]]:
    """Return of each of these sessions whether this partner has entered it."""
    granted = several.of_partner([stream.pk for stream in unfinished], Caller(user))
    states = several.states(granted.values())
    return {pk: {"entered": states[pk].entered.of(mine.partner)} for pk, mine in granted.items()}
