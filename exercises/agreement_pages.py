"""The pages of the couple's ledger, and of what one keeps of couples that have parted. It decides nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from couples import consent
from couples.models import Scope, User
from couples.pages import SignedIn
from couples.pairing import couple_of
from exercises import ledger_page, live
from exercises.access import Caller
from exercises.core.words import Refused
from exercises.posted import read_command, refusal


@login_required
def ledger(request: SignedIn) -> HttpResponse:
    user = request.user
    couple = couple_of(user)
    if couple is None:
        return redirect("welcome")
    if request.method == "POST":
        return _change_ledger(request, ledger_page.stream_of(couple), user)
    seen = {
        "entries": ledger_page.entries(couple, Caller(user.pk)),
        "readers": consent.readers(couple.pk, Scope.AGREEMENTS),
    }
    return render(request, "exercises/ledger.html", seen)


@login_required
@require_safe
@never_cache
def earlier_agreements(request: SignedIn) -> HttpResponse:
    """What this person keeps of couples that have parted; to read, and nothing else."""
    return render(request, "exercises/earlier.html", {"couples": ledger_page.earlier(request.user)})


def _change_ledger(request: SignedIn, stream: UUID | None, user: User) -> HttpResponse:
    if stream is None:
        raise Http404
    try:
        live.submit(stream, Caller(user.pk), read_command(request.POST))
    except Refused as refused:
        messages.info(request, refusal(refused)[0])
    return redirect("ledger")
