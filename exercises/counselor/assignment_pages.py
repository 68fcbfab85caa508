"""What each of the two does with an assignment on the own home: take it up, or not this one. No page of its own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from couples.page_decorators import ACT, SignedIn, page
from couples.pairing.membership import couple_of
from couples.pairing.models import Couple
from exercises.core.text import Refused
from exercises.counselor import assignments
from exercises.translate import Reader


@page(ACT)
def take_up(request: SignedIn, assignment_id: UUID) -> HttpResponse:
    try:
        return redirect("session", assignments.take_up(_couple(request), request.user, assignment_id))
    except LookupError:
        raise Http404 from None
    except Refused as refused:
        return _home(request, Reader.for_anybody().text(refused.message))


@page(ACT)
def not_this(request: SignedIn, assignment_id: UUID) -> HttpResponse:
    try:
        assignments.decline(_couple(request), request.user, assignment_id)
    except LookupError:
        raise Http404 from None
    except Refused as refused:
        return _home(request, Reader.for_anybody().text(refused.message))
    return _home(request, _("It is off your page. Nobody is told."))


def _home(request: SignedIn, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    return redirect("home")


def _couple(request: SignedIn) -> Couple:
    couple = couple_of(request.user)
    if couple is None:
        raise Http404
    return couple
