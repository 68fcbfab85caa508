"""A partner's pages about their counselors: links, their own consents, and the access log."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from couples.accounts.models import User
from couples.counseling import access_log, cards, consent, links, readings, scopes
from couples.counseling.forms import Choice, Several
from couples.counseling.models import Counseling
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, page
from couples.pairing.partner_page import OfCouple, partner_page
from couples.refused import Refused


@partner_page(READ)
def counselors(request: OfCouple) -> HttpResponse:
    linked = links.of_couple(request.couple)
    now = [link for link in linked if link.ended_at is None]
    seen = {
        "accepted": links.accepted_by(request.user),
        "linked": _linked(now, request.user),
        "cards": [card for card in cards.for_partner(request.couple, request.user) if card.ended_on],
    }
    return render(request, "couples/counselors.html", seen)


@page(FORM)
def choose_several(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Show every scope that this person does not allow yet, in full (GET), or allow those that are ticked (POST)."""
    link = _own_link(request, link_id)
    form = Several(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            consent.give(link, request.user, *form.cleaned_data["scopes"])
        except Refused:
            raise Http404 from None
        return redirect(f"{reverse('counselors')}#{link.pk}")
    own = consent.own(link, request.user)
    seen = {
        "link": link,
        "counselor": link.counselor,
        "scopes": [one for one in scopes.SCOPES if one not in own],
        "allowed": [one for one in scopes.SCOPES if one in own],
        "form": form,
    }
    return render(request, "couples/choose_several.html", seen, status=REFUSED if form.errors else 200)


@page(ACT)
def choose(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Allow or withdraw one scope. 404 for an unknown scope, or a link that is not this partner's."""
    link = _own_link(request, link_id)
    form = Choice(request.POST)
    if not form.is_valid():
        raise Http404
    scope = scopes.find(form.cleaned_data["scope"])
    if scope is None:
        raise Http404
    if form.cleaned_data["answer"] == Choice.NOT:
        consent.withdraw(link, request.user, scope)
        readings.let_leave()
    else:
        try:
            consent.give(link, request.user, scope)
        except Refused:
            raise Http404 from None
    return redirect(f"{reverse('counselors')}#{scope.value}-{link.pk}")


@page(ACT)
def take_acceptance_back(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Withdraw one's own acceptance before both have accepted."""
    for link in links.accepted_by(request.user):
        if link.pk == link_id:
            links.withdraw_acceptance(link, request.user)
            return redirect("counselors")
    raise Http404


@page(ACT)
def rule_read(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Accept the changed rule on confidences, in the version that this person has read."""
    link = _own_link(request, link_id)
    version = request.POST.get("version", "")
    with suppress(Refused):  # it changed again since: the page shows the current rule
        links.accept(link, request.user, int(version) if version.isdecimal() else 0)
    return redirect("counselors")


@partner_page(READ)
def access_records(request: OfCouple) -> HttpResponse:
    return render(request, "couples/access_records.html", {"lines": list(access_log.lines(request.couple))})


def _own_link(request: SignedIn, link_id: UUID) -> Counseling:
    """Return the current link with this id if this person is one of its two partners. Raises Http404."""
    link = links.linked(link_id, request.user)
    if link is None or link.counselor == request.user:
        raise Http404
    return link


def _linked(several: list[Counseling], person: User) -> list[dict[str, Any]]:
    own, shared = consent.own_of(several, person), consent.shared_of(several)
    leaves = consent.own_of(several, person, leaving=True)
    read = links.read_versions(several, person)
    return [
        {
            "link": link,
            "counselor": link.counselor,
            "profile": link.counselor.counselor,
            "rule_changed": read.get(link.pk) != link.counselor.counselor.confidences_version,
            "some_left": len(own[link.pk]) < len(scopes.SCOPES),
            "scopes": [
                {
                    "scope": one,
                    "allowed": one in own[link.pk],
                    "shared": one in shared[link.pk],
                    "stays_here": one.leaves_from and one in own[link.pk] - leaves[link.pk],
                }
                for one in scopes.SCOPES
            ],
        }
        for link in several
    ]
