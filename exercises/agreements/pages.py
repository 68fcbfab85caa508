"""The pages of the couple's agreements, and of the copies kept from couples that have ended."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from couples import sent_once
from couples.counseling import consent, scopes
from couples.page_decorators import FORM, READ, SignedIn, page
from couples.pairing.partner_page import OfCouple, partner_page
from exercises.agreements import listing
from exercises.core.text import Refused
from exercises.live import commands
from exercises.live import start as starting
from exercises.live.access import AccessDenied, Caller
from exercises.live.posted import read_command, refusal
from exercises.live.store import ledgers

EXERCISE: Final = "limit-request-or-agreement"
"""The exercise in which an entry is looked at again."""
LOOK_AGAIN: Final = "look_again"


@partner_page(FORM)
def agreements(request: OfCouple) -> HttpResponse:
    """The couple's agreements. A POST changes one of them, or opens a session to look at it again."""
    couple = request.couple
    if request.method == "POST":
        return (
            _look_again(request) if request.POST.get("command") == LOOK_AGAIN else _change(request, couple.pk)
        )
    seen = {
        "letters": listing.of_couple(couple, Caller(request.user.pk)),
        "readers": consent.readers(couple.pk, scopes.AGREEMENTS),
    }
    return render(request, "exercises/ledger.html", seen)


@page(READ)
def earlier_agreements(request: SignedIn) -> HttpResponse:
    """The agreements this person keeps of couples that have ended, to read only."""
    return render(request, "exercises/earlier.html", {"couples": listing.of_former_couples(request.user)})


def _look_again(request: OfCouple) -> HttpResponse:
    """Open a session with the words of this entry on a sheet. Without such an entry, the sheets are empty."""
    asked: dict[str, Any] = {"entry": request.POST.get("entry", ""), "session_id": sent_once.id_of(request)}
    try:
        return redirect("session", starting.start_session(request.couple, request.user.pk, EXERCISE, **asked))
    except Refused as refused:
        messages.info(request, refusal(refused)[0])
        return redirect("agreements")


def _change(request: SignedIn, couple: UUID) -> HttpResponse:
    stream = ledgers.of_couple(couple)
    if stream is None:
        raise Http404
    try:
        commands.submit(stream.pk, Caller(request.user.pk), read_command(request.POST))
    except AccessDenied:  # the couple ended in the meantime
        return redirect("welcome")
    except Refused as refused:
        messages.info(request, refusal(refused)[0])
        return redirect("agreements")
    return redirect(f"{reverse('agreements')}#entry-{request.POST['entry']}")  # which the ledger knows
