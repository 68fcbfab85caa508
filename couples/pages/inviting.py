"""Inviting a partner, and what the invited person sees. Who belongs to whom, `pairing` decides."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from couples import pairing
from couples.forms import Answer
from couples.models import Invitation

from . import REFUSED, SignedIn, page


@page
@login_required
@never_cache
def invite(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        try:
            pairing.invite(request.user)
        except pairing.Refused as refusal:
            return _own_invitation(request, str(refusal))
        return redirect("invite")
    return _own_invitation(request)


@require_POST
@login_required
def take_back(request: SignedIn) -> HttpResponse:
    if invitation := pairing.open_invitation(request.user):
        pairing.cancel(invitation)
    return redirect("invite")


@page
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody who was sent a link sees. Looking at it changes nothing."""
    found = pairing.find(token)
    if found is None:
        return _nothing_open(request, token)
    if request.method != "POST":
        return _invitation(request, found)
    form = Answer(request.POST)
    if not form.is_valid():
        return _invitation(request, found, status=REFUSED)
    if form.cleaned_data["answer"] == Answer.DECLINE:
        return _decline(request, found)
    return _accept(request, found)


@require_safe
def declined(request: HttpRequest) -> HttpResponse:
    return render(request, "couples/declined.html")


def _own_invitation(request: SignedIn, refusal: str = "") -> HttpResponse:
    if pairing.couple_of(request.user):
        return redirect("home")
    open_one = pairing.open_invitation(request.user)
    link = ""
    if open_one and pairing.is_link_known(open_one):
        path = reverse("invitation", args=[pairing.token_of(open_one)])
        link = request.build_absolute_uri(path)
    seen = {"invitation": open_one, "link": link, "refusal": refusal}
    return render(request, "couples/invite.html", seen, status=REFUSED if refusal else 200)


def _invitation(
    request: HttpRequest, found: Invitation, refusal: str = "", status: int = 200
) -> HttpResponse:
    user = request.user
    seen = {
        "inviter": found.inviter,
        "until": found.expires_at,
        "is_own": user == found.inviter,
        "has_partner": user.is_authenticated and pairing.couple_of(user) is not None,
        "refusal": refusal,
        "next": urlencode({"next": request.path}),
    }
    return render(request, "couples/invitation.html", seen, status=status)


def _nothing_open(request: HttpRequest, token: str) -> HttpResponse:
    user = request.user
    if user.is_authenticated and pairing.was_accepted_by(token, user):
        return redirect("home")
    return render(request, "couples/invitation_over.html", status=404)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")
    try:
        pairing.accept(found, request.user)
    except pairing.Refused as refusal:
        return _invitation(request, found, str(refusal), status=REFUSED)
    return redirect("home")


def _decline(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.user != found.inviter:
        pairing.decline(found)
    return redirect("declined")
