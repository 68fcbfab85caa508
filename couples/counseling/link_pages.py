"""A counselor's pages of her own links: making one, giving it to a couple, renewing and canceling it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from couples import qr_code, sent_once
from couples.counseling import labels, links, links_over
from couples.counseling.forms import NewLink
from couples.counseling.models import Counseling
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, counselor_page, page
from couples.pairing import membership
from couples.refused import Refused


@counselor_page(FORM)
def invite_couple(request: SignedIn) -> HttpResponse:
    """Show the counselor's links, each with its label (GET), or make a new one (POST)."""
    form = NewLink(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = links.invite(request.user, sent_once.id_of(request), form.cleaned_data["label"])
            return redirect("couple_link", made.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    seen = {"form": form, "has_profile": hasattr(request.user, "counselor"), **_own_links(request)}
    return render(request, "couples/invite_couple.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(READ)
def couple_link(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Show one of her links: what she gives to the couple, or that it has run out."""
    link = _own(request, link_id)
    if link.ended_at:
        messages.info(request, _("This link has been used or canceled."))
        return redirect("invite_couple")
    seen = {"link": link, "label": labels.of(request.user, [link])[link.pk], "address": "", "is_over": True}
    if any(one.pk == link.pk for one in links.open_links(request.user)):
        seen |= {"is_over": False, **_ways_in(request, link)}
    return render(request, "couples/couple_link.html", seen)


@counselor_page(ACT)
def renew_link(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Make a new link with the label of one that has run out."""
    old = next((one for one in links_over.run_out(request.user) if one.pk == link_id), None)
    if old is None:
        return redirect("couple_link", _own(request, link_id).pk)
    try:
        return redirect("couple_link", links_over.renew(request.user, old, sent_once.id_of(request)).pk)
    except Refused as refused:
        messages.info(request, str(refused))
        return redirect("invite_couple")


@page(ACT)
def take_link_back(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Cancel one of the counselor's own links that nobody has accepted together, open or run out."""
    hers = [*links.open_links(request.user), *links_over.run_out(request.user)]
    link = next((one for one in hers if one.pk == link_id), None)
    if link is None:
        raise Http404
    links.end(link)
    return redirect("invite_couple")


def _own(request: SignedIn, link_id: UUID) -> Counseling:
    link = links_over.own(request.user, link_id)
    if link is None:
        raise Http404
    return link


def _own_links(request: SignedIn) -> dict[str, list[dict[str, Any]]]:
    """Return her links by their state, the latest first, each with her label, and the names of who is linked."""
    counselor = request.user
    several = {
        "open": links.open_links(counselor)[::-1],
        "linked": links_over.linked_lately(counselor),
        "over": links_over.run_out(counselor),
    }
    called = labels.of(counselor, [link for found in several.values() for link in found])
    couples = {link.pk: link.couple_id for link in several["linked"] if link.couple_id}
    names = membership.names_of(couples.values())
    return {
        state: [
            {"link": link, "label": called[link.pk], "names": names.get(couples.get(link.pk, link.pk))}
            for link in found
        ]
        for state, found in several.items()
    }


def _ways_in(request: SignedIn, link: Counseling) -> dict[str, str]:
    """Return the address to give to both and a picture of it; empty strings where it is not known any more."""
    if not links.is_link_known(link):
        return {"address": "", "picture": ""}
    path = reverse("counseling_invitation", args=[links.token_of(link)])
    address = request.build_absolute_uri(path)
    return {"address": address, "picture": qr_code.picture_of(address)}
