"""Pages of an invited person, with or without an account. A GET changes nothing."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.amounts import length_text
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, open_page, page, public_page
from couples.pairing import acceptance, digits, invitations, membership
from couples.pairing.models import Invitation
from couples.ratelimits.pseudonyms import address_of
from couples.refused import Refused

TOO_MANY_REQUESTS = 429


class Answer(forms.Form):
    """The answer to an invitation: one of two buttons."""

    ACCEPT = "accept"
    DECLINE = "decline"

    answer = forms.ChoiceField(choices=[(ACCEPT, gettext_lazy("Accept")), (DECLINE, gettext_lazy("Decline"))])


class Digits(forms.Form):
    """The eight-digit code of an invitation."""

    digits = forms.CharField(
        label=gettext_lazy("The eight-digit code"),
        help_text=gettext_lazy("For example 4821 0937. Spaces don’t matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code", "size": 12}
        ),
    )


@open_page(FORM)
def enter_code(request: HttpRequest) -> HttpResponse:
    """Redirect correct digits to the page that the link opens."""
    form = Digits(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        try:
            if form.is_valid() and (found := digits.enter(form.cleaned_data["digits"], address_of(request))):
                return redirect("invitation", invitations.token_of(found))
            status = REFUSED
            if form.is_valid():
                form.add_error(
                    "digits",
                    _(
                        "That code isn’t valid. Check it for typos, or ask for a new one. A code lasts %(length)s."
                    )
                    % {"length": length_text(digits.DIGITS_LIFETIME)},
                )
        except digits.RateLimited as refusal:
            status = TOO_MANY_REQUESTS
            form.add_error("digits", str(refusal))
    return render(request, "couples/enter_code.html", {"form": form}, status=status)


@open_page(FORM)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation, and accept or decline it on POST."""
    found = invitations.find(token)
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


@page(ACT)
def take_yes_back(request: SignedIn) -> HttpResponse:
    acceptance.take_yes_back(request.user)
    messages.info(request, _("You took back your yes. Nothing was started, and nothing was shared."))
    return redirect("home")


@public_page(READ)
def declined(request: HttpRequest) -> HttpResponse:
    return render(request, "couples/declined.html")


def _invitation(
    request: HttpRequest, found: Invitation, refusal: str = "", status: int = 200
) -> HttpResponse:
    user = request.user
    seen = {
        "inviter": found.inviter,
        "until": found.expires_at,
        "is_own": user == found.inviter,
        "has_partner": user.is_authenticated and membership.couple_of(user) is not None,
        "refusal": refusal,
        "next": urlencode({"next": request.path}),
    }
    return render(request, "couples/invitation.html", seen, status=status)


def _nothing_open(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a link that is used, cancelled, expired or unknown: one page for all but its two people."""
    user = request.user
    if user.is_authenticated and (theirs := invitations.with_token(token)):
        if theirs == acceptance.yes_of(user):
            return _said_yes(request, theirs)
        if theirs == invitations.open_invitation(user):
            return redirect("invite")
        if theirs.accepted_by == user and theirs.confirmed_at:
            return redirect("home")
    return render(request, "couples/invitation_over.html", status=404)


def _said_yes(request: HttpRequest, yes: Invitation) -> HttpResponse:
    if request.method == "POST":  # the button was pressed twice
        return redirect(request.path)
    return render(request, "couples/said_yes.html", {"yes": yes})


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")
    try:
        acceptance.accept(found, request.user)
    except Refused as refusal:
        return _invitation(request, found, str(refusal), status=REFUSED)
    return redirect(request.path)


def _decline(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.user != found.inviter:
        acceptance.decline(found)
    return redirect("declined")
