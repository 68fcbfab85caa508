"""The home page, and the form on it that begins a session."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from couples import lock, meetings
from couples.counseling import cards
from couples.models import User
from couples.pages import SignedIn
from couples.pages.front import front
from couples.pairing import couple_of
from exercises import overview, starting
from exercises.alone import shelf
from exercises.core.words import Refused
from exercises.counsel import assignments
from exercises.wording import Reader


def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return front(request)
    lock.prepare(request)
    shelf.make(request.user.pk)
    couple = couple_of(request.user)
    if couple is None:
        return redirect("counsel" if request.user.is_counselor else "welcome")
    partner = couple.memberships.exclude(user=request.user).latest("joined_at").user  # who may have left
    context = overview.of_couple(couple, request.user) | {"couple_partner": partner}
    context["counselor_cards"] = cards.for_partner(couple, request.user)
    context["assignments"] = assignments.for_home(couple, request.user)
    context |= meetings.for_home(couple, request.user)
    return render(request, "exercises/home.html", context)


@login_required
@require_POST
def start(request: SignedIn) -> HttpResponse:
    couple = couple_of(request.user)
    if couple is None:
        return redirect("welcome")
    try:
        return redirect("session", starting.start(couple, request.user.pk, request.POST.get("slug", "")))
    except Refused as refused:
        messages.info(request, Reader.for_anybody().text(refused.message))
        return redirect("home")
