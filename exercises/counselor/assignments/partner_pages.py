"""What a partner does with an assignment on their home page: start or remove it, and put it back, which is private."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples import sent_once
from couples.lock.guards import Opened
from couples.page_decorators import ACT, SignedIn, page
from couples.pairing.membership import couple_of
from couples.pairing.models import Couple
from exercises.core.text import Refused
from exercises.counselor.assignments import cards, taking
from exercises.private.gate import private
from exercises.translate import Reader


@page(ACT)
def take_up(request: SignedIn, assignment_id: UUID) -> HttpResponse:
    """Start a session of the assignment and show it. 404 if the couple has no such assignment."""
    try:
        apart, sent = request.POST.get("way") == "apart", sent_once.id_of(request)
        taken = taking.take_up(_couple(request), request.user, assignment_id, sent, apart)
        return redirect("session", taken)
    except LookupError:
        raise Http404 from None
    except Refused as refused:
        return _home(request, Reader.for_anybody().text(refused.message))


@page(ACT)
def not_this(request: SignedIn, assignment_id: UUID) -> HttpResponse:
    """Remove the assignment from this partner's own home page. Nobody else can tell."""
    try:
        taking.decline(_couple(request), request.user, assignment_id)
    except LookupError:
        raise Http404 from None
    except Refused as refused:
        return _home(request, Reader.for_anybody().text(refused.message))
    return _home(
        request,
        _("It’s no longer on your page. Nobody is told. Your private pages keep it, if you want it back."),
    )


@private
def off_home(request: Opened) -> HttpResponse:
    """Show what this partner took off their home page (GET), or put it back (POST)."""
    if request.method == "POST":
        try:
            taking.put_back(request.user, UUID(request.POST.get("put_back", "")))
        except ValueError:
            raise Http404 from None
        return _home(request, _("It is on your page again, unless it is over. Nobody is told."))
    couple = couple_of(request.user)
    found = cards.off_home(couple, request.user) if couple else []
    return render(request, "private/off_home.html", {"cards": found})


def _home(request: SignedIn, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    return redirect("home")


def _couple(request: SignedIn) -> Couple:
    couple = couple_of(request.user)
    if couple is None:
        raise Http404
    return couple
