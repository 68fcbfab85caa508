"""A partner's page on their counselors: what they allow, what holds, and who read what. Each sees their own."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from couples import accesses, consent, counseling, pairing
from couples.counseling import cards, scopes
from couples.counseling.forms import Choice
from couples.models import Counseling, Scope, User
from couples.refused import Refused

from . import SignedIn


@require_safe
@login_required
@never_cache
def counselors(request: SignedIn) -> HttpResponse:
    couple = pairing.couple_of(request.user)
    if couple is None:
        return redirect("home")
    linked = counseling.of_couple(couple)
    now = [link for link in linked if link.ended_at is None]
    seen = {
        "waiting": counseling.waiting_for(request.user),
        "linked": [_linked(link, request.user) for link in now],
        "cards": [card for card in cards.for_partner(couple, request.user) if card.ended_on],
    }
    return render(request, "couples/counselors.html", seen)


@require_POST
@login_required
def choose(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Allow one thing, or don't: one press each."""
    link = _own_link(request, link_id)
    form = Choice(request.POST)
    if not form.is_valid():
        raise Http404
    scope = Scope(form.cleaned_data["scope"])
    if form.cleaned_data["answer"] == Choice.NOT:
        consent.withdraw(link, request.user, scope)
    else:
        try:
            consent.give(link, request.user, scope)
        except Refused:
            raise Http404 from None
    return redirect(f"{reverse('counselors')}#{scope}-{link.pk}")


@require_POST
@login_required
def rule_read(request: SignedIn, link_id: UUID) -> HttpResponse:
    """The rule on confidences changed, and this person goes on with the new one."""
    link = _own_link(request, link_id)
    version = request.POST.get("version", "")
    with suppress(Refused):  # it changed once more: the page shows what it says now
        counseling.accept(link, request.user, int(version) if version.isdecimal() else 0)
    return redirect("counselors")


@require_safe
@login_required
@never_cache
def access_records(request: SignedIn) -> HttpResponse:
    couple = pairing.couple_of(request.user)
    if couple is None:
        return redirect("home")
    return render(request, "couples/access_records.html", {"lines": list(accesses.lines(couple))})


def _own_link(request: SignedIn, link_id: UUID) -> Counseling:
    """The live link with this id, for one of the two partners in it."""
    link = counseling.linked(link_id, request.user)
    if link is None or link.counselor == request.user:
        raise Http404
    return link


def _linked(link: Counseling, person: User) -> dict[str, Any]:
    own, shared = consent.own(link, person), consent.shared(link)
    return {
        "link": link,
        "counselor": link.counselor,
        "profile": link.counselor.counselor,
        "rule_changed": counseling.read_version(link, person) != link.counselor.counselor.confidences_version,
        "scopes": [(one, Scope(one.value) in own, Scope(one.value) in shared) for one in scopes.explained()],
    }
