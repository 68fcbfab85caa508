"""The pages of the couple's agreements, and of what one keeps of couples that have ended. It decides nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from couples import consent
from couples.models import Scope
from couples.pages import SignedIn
from couples.pairing import couple_of
from exercises import live
from exercises.access import Caller
from exercises.agreements import listing, store
from exercises.core.words import Refused
from exercises.posted import read_command, refusal


@login_required
def agreements(request: SignedIn) -> HttpResponse:
    """What the couple settled; a POST renews or ends one of it."""
    couple = couple_of(request.user)
    if couple is None:
        return redirect("welcome")
    if request.method == "POST":
        return _change(request, couple.pk)
    seen = {
        "letters": listing.of_couple(couple, Caller(request.user.pk)),
        "readers": consent.readers(couple.pk, Scope.AGREEMENTS),
    }
    return render(request, "exercises/ledger.html", seen)


@login_required
@require_safe
@never_cache
def earlier_agreements(request: SignedIn) -> HttpResponse:
    """What this person keeps of couples that have ended; to read, and nothing else."""
    return render(request, "exercises/earlier.html", {"couples": listing.of_former_couples(request.user)})


def _change(request: SignedIn, couple: UUID) -> HttpResponse:
    stream = store.of_couple(couple)
    if stream is None:
        raise Http404
    try:
        live.submit(stream.pk, Caller(request.user.pk), read_command(request.POST))
    except Refused as refused:
        messages.info(request, refusal(refused)[0])
    return redirect("ledger")
