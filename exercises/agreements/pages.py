"""The pages of the couple's agreements, and of the copies kept from couples that have ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from couples.counseling import consent, scopes
from couples.page_decorators import FORM, READ, SignedIn, page
from couples.pairing.partner_page import OfCouple, partner_page
from exercises.agreements import listing
from exercises.core.text import Refused
from exercises.live import commands
from exercises.live.access import Caller
from exercises.live.posted import read_command, refusal
from exercises.live.store import ledgers


@partner_page(FORM)
def agreements(request: OfCouple) -> HttpResponse:
    """The couple's agreements. A POST renews or ends one of them."""
    couple = request.couple
    if request.method == "POST":
        return _change(request, couple.pk)
    seen = {
        "letters": listing.of_couple(couple, Caller(request.user.pk)),
        "readers": consent.readers(couple.pk, scopes.AGREEMENTS),
    }
    return render(request, "exercises/ledger.html", seen)


@page(READ)
def earlier_agreements(request: SignedIn) -> HttpResponse:
    """The agreements this person keeps of couples that have ended, to read only."""
    return render(request, "exercises/earlier.html", {"couples": listing.of_former_couples(request.user)})


def _change(request: SignedIn, couple: UUID) -> HttpResponse:
    stream = ledgers.of_couple(couple)
    if stream is None:
        raise Http404
    try:
        commands.submit(stream.pk, Caller(request.user.pk), read_command(request.POST))
    except Refused as refused:
        messages.info(request, refusal(refused)[0])
    return redirect("agreements")
