"""What a partner does with an assignment on their home page: start or remove it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from couples import sent_once
from couples.page_decorators import ACT, SignedIn, page
from couples.pairing.membership import couple_of
from couples.pairing.models import Couple
from exercises.core.text import Refused
from exercises.counselor.assignments import taking
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
    return _home(request, _("It’s no longer on your page. Nobody is told."))


def _home(request: SignedIn, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    return redirect("home")


def _couple(request: SignedIn) -> Couple:
    couple = couple_of(request.user)
    if couple is None:
        raise Http404
    return couple
