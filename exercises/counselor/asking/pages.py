"""The page on which a counselor asks for a scope, and what a partner does with that on their own home page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import sent_once
from couples.amounts import length_text
from couples.counseling import scopes
from couples.page_decorators import ACT, FORM, REFUSED, SignedIn, counselor_page
from couples.pairing.partner_page import OfCouple, partner_page
from exercises.core.text import Refused
from exercises.counselor.asking import asked, cards
from exercises.counselor.asking.asked import Asked
from exercises.counselor.asking.forms import AskFor
from exercises.counselor.caseload import entries
from exercises.counselor.caseload.words import short
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple
from exercises.counselor.linked_couples import LinkedCouple
from exercises.translate import Reader


@counselor_page(FORM)
@of_couple
def ask(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show the form, or what she has asked for (GET); ask (POST)."""
    there = asked.of_link(linked.counseling)
    now = timezone.now()
    resting = [
        one for one in there if not one.is_open and one.rests_until >= now and one.scope not in allowed
    ]
    unasked = {*allowed, *(one.scope for one in resting)}
    if request.method == "POST":
        form = AskFor(unasked, request.POST)
        if form.is_valid():
            wanted = scopes.find(form.cleaned_data["scope"])
            assert wanted is not None
            try:
                asked.ask(linked.counseling, wanted, form.cleaned_data["before"], sent_once.id_of(request))
            except Refused as refused:
                form.add_error(None, Reader.for_anybody().text(refused.message))
            else:
                messages.info(request, _("Both can read it on their home pages now."))
                return redirect("ask_for_scope", linked.counseling.pk)
    else:
        form = AskFor(unasked, initial={"before": _next_meeting(request, linked)})
    seen = {**in_every_page(linked, *allowed), "form": form, **_of(there, resting), **_bounds()}
    return render(request, "counselor/asking/ask.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(ACT)
@of_couple
def withdraw(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Take back what she asked for."""
    asked.withdraw(linked.counseling)
    messages.info(request, _("It is gone from both home pages."))
    return redirect("ask_for_scope", linked.counseling.pk)


@partner_page(ACT)
def put_away(request: OfCouple, asked_id: UUID) -> HttpResponse:
    """Take it off this partner's own home page. Nobody else can tell."""
    try:
        cards.put_away(request.couple, request.user, asked_id)
    except LookupError:
        raise Http404 from None
    messages.info(request, _("It’s no longer on your page. Nobody is told."))
    return redirect("home")


def _of(there: list[Asked], resting: list[Asked]) -> dict[str, Any]:
    """Return what she asked for and stands on their pages, and what she can’t ask for again yet, in a word or two."""
    found = next((one for one in there if one.is_open), None)
    rests = [(short(one.scope), one.rests_until) for one in resting]
    return {"open": found, "what": short(found.scope) if found else "", "resting": rests}


def _next_meeting(request: SignedIn, linked: LinkedCouple) -> date | None:
    """Return the day on which she meets them next, if it can be named."""
    moment = entries.read(request.user, linked.counseling).meets_at
    day = timezone.localdate(moment) if moment else None
    today = timezone.localdate()
    return day if day and today < day <= today + asked.LIFETIME else None


def _bounds() -> dict[str, Any]:
    return {"lifetime": length_text(asked.LIFETIME), "again_after": length_text(asked.AGAIN_AFTER)}
