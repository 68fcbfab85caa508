"""Pages on which a counselor and a couple are linked, and on which any of the three ends the link."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from couples import qr_code, sent_once
from couples.accounts.models import User
from couples.counseling import labels, links, readings, scopes
from couples.counseling.forms import Decision, NewLink
from couples.counseling.models import Counseling
from couples.page_decorators import (
    ACT,
    FORM,
    READ,
    REFUSED,
    SignedIn,
    counselor_page,
    open_page,
    page,
    public_page,
)
from couples.pairing import membership as couple_membership
from couples.refused import Refused


@counselor_page(FORM)
def invite_couple(request: SignedIn) -> HttpResponse:
    """Show the counselor's open links (GET), or make a new one (POST)."""
    form = NewLink(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            links.invite(request.user, sent_once.id_of(request), form.cleaned_data["label"])
            return redirect("invite_couple")
        except Refused as refused:
            form.add_error(None, str(refused))
    seen = {
        "links": _open_links(request),
        "has_profile": hasattr(request.user, "counselor"),
        "form": form,
    }
    return render(request, "couples/invite_couple.html", seen, status=REFUSED if form.errors else 200)


@page(ACT)
def take_link_back(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Cancel one of the counselor's own open links."""
    link = next((one for one in links.open_links(request.user) if one.pk == link_id), None)
    if link is None:
        raise Http404
    links.end(link)
    return redirect("invite_couple")


@open_page(FORM)
def counseling_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation (GET), signed in or not; or accept or decline it (POST)."""
    user = request.user if isinstance(request.user, User) else None
    found = links.find(token)
    if found is None:
        return render(request, "couples/counseling_over.html", status=404)
    if request.method != "POST":
        return _preview(request, found)
    form = Decision(request.POST)
    if not form.is_valid():
        return _preview(request, found, form)
    if form.cleaned_data["answer"] == Decision.DECLINE:
        return redirect("counseling_declined")
    if user is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    try:
        links.accept(found, user, form.cleaned_data["version"])
    except Refused as refused:
        return _preview(request, found, form, str(refused))
    return redirect("counselors")


@public_page(READ)
def declined(request: HttpRequest) -> HttpResponse:
    return render(request, "couples/counseling_declined.html")


@page(ACT)
def take_acceptance_back(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Withdraw one's own acceptance before both have accepted."""
    for link in links.accepted_by(request.user):
        if link.pk == link_id:
            links.withdraw_acceptance(link, request.user)
            return redirect("counselors")
    raise Http404


@page(FORM)
def end_counseling(request: SignedIn, link_id: UUID) -> HttpResponse:
    """End a link: either partner or the counselor can, alone and at once."""
    link = links.linked(link_id, request.user)
    if request.method == "POST" and (ending := link or links.ended(link_id, request.user)):
        if link is not None:
            links.end(link)
        readings.let_leave()
        return redirect("home" if request.user == ending.counselor else "counselors")
    if link is None:
        raise Http404
    names = _names([link]).get(link.pk)
    if names is None:
        raise Http404
    seen = {"link": link, "names": names, "is_counselor": request.user == link.counselor}
    return render(request, "couples/end_counseling.html", seen)


def _names(found: list[Counseling]) -> dict[UUID, tuple[str, str]]:
    """Return the names of both partners by the link; without a couple that has ended since the link was read."""
    names = couple_membership.names_of(link.couple_id for link in found if link.couple_id)
    return {link.pk: names[link.couple_id] for link in found if link.couple_id in names}


def _open_links(request: SignedIn) -> list[dict[str, Any]]:
    """Return her open links, the latest first, each with her label, its address and a picture of that."""
    still_open = links.open_links(request.user)[::-1]
    called = labels.of(request.user, still_open)
    addresses = {link.pk: _address(request, link) for link in still_open}
    return [
        {
            "link": link,
            "label": called[link.pk],
            "address": addresses[link.pk],
            "picture": qr_code.picture_of(addresses[link.pk]) if addresses[link.pk] else "",
        }
        for link in still_open
    ]


def _address(request: HttpRequest, link: Counseling) -> str:
    """Return the address to give to both, or an empty string where it is not known any more."""
    if not links.is_link_known(link):
        return ""
    path = reverse("counseling_invitation", args=[links.token_of(link)])
    return request.build_absolute_uri(path)


def _preview(
    request: HttpRequest, link: Counseling, form: Decision | None = None, refusal: str = ""
) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    counselor = link.counselor
    seen = {
        "link": link,
        "counselor": counselor,
        "profile": counselor.counselor,
        "scopes": scopes.SCOPES,
        "form": form,
        "refusal": refusal,
        "is_own": user == counselor,
        "can_accept": bool(user and couple_membership.couple_of(user)),
        "next": urlencode({"next": request.path}),
    }
    return render(request, "couples/counseling_invitation.html", seen, status=REFUSED if form else 200)
