"""Pages on which a counselor and a couple are linked, and on which any of the three ends the link."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from couples import sent_once
from couples.accounts.models import User
from couples.counseling import consent, links, readings, scopes
from couples.counseling.forms import Decision
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
    refusal = ""
    if request.method == "POST":
        try:
            links.invite(request.user, sent_once.id_of(request))
            return redirect("invite_couple")
        except Refused as refused:
            refusal = str(refused)
    still_open = [(link, _address(request, link)) for link in links.open_links(request.user)]
    seen = {
        "links": still_open,
        "has_profile": hasattr(request.user, "counselor"),
        "linked": _linked(links.of_counselor(request.user)),
        "refusal": refusal,
    }
    return render(request, "couples/invite_couple.html", seen, status=REFUSED if refusal else 200)


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


def _linked(found: list[Counseling]) -> list[tuple[Counseling, tuple[str, str], bool]]:
    """Return each link with the names of both partners, and whether she may be in the room of their sessions."""
    names, shared = _names(found), consent.shared_of(found)
    return [(link, names[link.pk], scopes.LIVE in shared[link.pk]) for link in found if link.pk in names]


def _names(found: list[Counseling]) -> dict[UUID, tuple[str, str]]:
    """Return the names of both partners by the link; without a couple that has ended since the link was read."""
    names = couple_membership.names_of(link.couple_id for link in found if link.couple_id)
    return {link.pk: names[link.couple_id] for link in found if link.couple_id in names}


def _address(request: HttpRequest, link: Counseling) -> str:
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
        "in_couple": bool(user and couple_membership.couple_of(user)),
        "next": urlencode({"next": request.path}),
    }
    return render(request, "couples/counseling_invitation.html", seen, status=REFUSED if form else 200)
