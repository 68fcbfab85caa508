"""Pages of the inviter: the link, its QR code, the digits, and confirming the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from couples import qr_code, sent_once
from couples.page_decorators import ACT, FORM, REFUSED, SignedIn, page
from couples.pairing import acceptance, digits, invitations, membership
from couples.pairing.models import Invitation
from couples.refused import Refused


@page(FORM)
def invite(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        try:
            invitations.invite(request.user, sent_once.id_of(request))
        except Refused as refusal:
            return _own_invitation(request, str(refusal))
        return redirect("invite")
    return _own_invitation(request)


@page(ACT)
def cancel_invitation(request: SignedIn) -> HttpResponse:
    if invitation := invitations.open_invitation(request.user):
        acceptance.cancel(invitation)
    return redirect("invite")


@page(ACT)
def ask_for_digits(request: SignedIn) -> HttpResponse:
    try:
        digits.ask(request.user)
    except Refused as refusal:
        return _own_invitation(request, str(refusal))
    return redirect(f"{reverse('invite')}#digits")


@page(ACT)
def confirm(request: SignedIn) -> HttpResponse:
    """Confirm the person who accepted, or cancel the invitation."""
    if request.POST.get("answer") == "no":
        return cancel_invitation(request)
    if membership.couple_of(request.user):
        return redirect("home")  # the button was pressed twice
    try:
        acceptance.confirm(request.user, _person(request))
    except Refused as refusal:
        return _own_invitation(request, str(refusal))
    messages.success(request, _("You are now a couple here. Nothing from before was shared."))
    return redirect("home")


def _own_invitation(request: SignedIn, refusal: str = "") -> HttpResponse:
    if request.user.is_counselor or membership.couple_of(request.user):
        return redirect("home")
    open_one = invitations.open_invitation(request.user)
    seen = {"invitation": open_one, "refusal": refusal}
    if open_one and not open_one.accepted_at:
        seen |= _ways_in(request, open_one)
    return render(request, "couples/invite.html", seen, status=REFUSED if refusal else 200)


def _ways_in(request: HttpRequest, invitation: Invitation) -> dict[str, str]:
    """Return the link, its QR code, and the digits until they expire."""
    ways = {"link": "", "digits": digits.of(invitation)}
    if invitations.is_link_known(invitation):
        ways["link"] = request.build_absolute_uri(
            reverse("invitation", args=[invitations.token_of(invitation)])
        )
        ways["picture"] = qr_code.picture_of(ways["link"])
    return ways


def _person(request: HttpRequest) -> UUID:
    """Return the posted id of the person the inviter was shown; the nil UUID, which matches nobody, if invalid."""
    try:
        return UUID(request.POST.get("person", ""))
    except ValueError:
        return UUID(int=0)
