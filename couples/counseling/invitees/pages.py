"""The page that a counselor's link opens: who she is, whom one comes with, and whether one accepts her."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts.models import User
from couples.counseling import links, scopes
from couples.counseling.forms import Decision
from couples.counseling.invitees import answers, standing
from couples.counseling.invitees.standing import WAITS, Kind, Standing
from couples.counseling.models import Counseling
from couples.page_decorators import FORM, READ, REFUSED, SignedIn, open_page, public_page, signed_in_only
from couples.refused import Refused
from couples.written import Words


class ComeWith(forms.Form):
    """The name of whom somebody comes with."""

    name = Words(
        label=gettext_lazy("The other person’s name here"),
        help_text=gettext_lazy("As they write it on their own phone. The first name is enough."),
        max_length=User._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please write the name of the person you come with.")},
    )


Answer = Callable[[SignedIn, Counseling], HttpResponse]


@open_page(FORM)
def counseling_invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show where the reader stands with this link (GET), or take their answer (POST)."""
    user = request.user if isinstance(request.user, User) else None
    found = links.find(token)
    if found is None:
        return _over(request, token)
    if request.method != "POST":
        return _shown(request, found)
    if request.POST.get("answer") == Decision.DECLINE:
        if user is not None:
            answers.forget(found, user)
        return redirect("counseling_declined")
    return _answered(request, found)


@public_page(READ)
def declined(request: HttpRequest) -> HttpResponse:
    return render(request, "couples/counseling_declined.html")


@signed_in_only
def _answered(request: SignedIn, link: Counseling) -> HttpResponse:
    try:
        return ANSWERS.get(request.POST.get("answer", ""), _shown)(request, link)
    except Refused as refused:
        return _shown(request, link, refusal=str(refused), status=REFUSED)


def _come(request: SignedIn, link: Counseling) -> HttpResponse:
    form = ComeWith(request.POST)
    if not form.is_valid():
        return _shown(request, link, status=REFUSED, come=form)
    try:
        answers.expect(link, request.user, form.cleaned_data["name"])
    except Refused as refused:
        if standing.of(link, request.user).kind is not Kind.SINGLE:
            raise  # the page has no such field any more
        form.add_error("name", str(refused))
        return _shown(request, link, status=REFUSED, come=form)
    return redirect(request.path)


def _confirm(request: SignedIn, link: Counseling) -> HttpResponse:
    if standing.of(link, request.user).kind in (Kind.COUPLE, Kind.CONFIRMED):
        return redirect(request.path)  # the button was pressed twice
    if answers.confirm(link, request.user, _person(request)):
        messages.success(request, _("You are now a couple here. Nothing from before was shared."))
    return redirect(request.path)


def _withdraw(request: SignedIn, link: Counseling) -> HttpResponse:
    answers.forget(link, request.user)
    messages.info(request, _("You took back your yes. Nothing was started, and nothing was shared."))
    return redirect(request.path)


def _not_them(request: SignedIn, link: Counseling) -> HttpResponse:
    answers.forget(link, request.user)
    messages.info(
        request,
        _(
            "Nothing was started. Somebody else has used this link, so please ask %(name)s for a new one before you "
            "go on."
        )
        % {"name": link.counselor.name},
    )
    return redirect(request.path)


def _accept(request: SignedIn, link: Counseling) -> HttpResponse:
    form = Decision(request.POST)
    if not form.is_valid():
        return _shown(request, link, status=REFUSED, form=form)
    bound = links.accept(link, request.user, form.cleaned_data["version"])
    return redirect("choose_several", bound.pk) if bound.linked_at else redirect(request.path)


ANSWERS: Final[dict[str, Answer]] = {
    "come": _come,
    "confirm": _confirm,
    "withdraw": _withdraw,
    "not them": _not_them,
    Decision.ACCEPT: _accept,
}


def _shown(
    request: HttpRequest, link: Counseling, refusal: str = "", status: int = 200, **filled: forms.Form
) -> HttpResponse:
    """Show where the reader stands. `filled`: a form that could not be taken."""
    user = request.user if isinstance(request.user, User) else None
    stands = standing.of(link, user)
    if stands.kind is Kind.LINKED:
        return redirect("counselors")
    seen: dict[str, Any] = {
        "link": link,
        "counselor": link.counselor,
        "profile": link.counselor.counselor,
        "scopes": scopes.SCOPES,
        "stands": stands,
        "come": ComeWith(),
        "form": None,
        "refusal": refusal,
        "next": _next(request),
        **filled,
    }
    return render(request, _template(stands), seen, status=status)


def _template(stands: Standing) -> str:
    return f"couples/{'counseling_waits' if stands.kind in WAITS else 'counseling_invitation'}.html"


def _over(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a link that is used, canceled, run out or unknown: one page for all but the couple that is linked."""
    if isinstance(request.user, User) and (link := standing.linked_by(token, request.user)):
        return redirect("choose_several", link.pk)
    return render(request, "couples/counseling_over.html", status=404)


def _next(request: HttpRequest) -> str:
    return urlencode({"next": request.path})


def _person(request: HttpRequest) -> UUID:
    """Return the posted id of the person who was shown; the nil UUID, which matches nobody, if invalid."""
    try:
        return UUID(request.POST.get("person", ""))
    except ValueError:
        return UUID(int=0)
