"""The cover between two who share a device in a session. Whoever goes on proves who they are, in both directions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import hooks
from couples.accounts import beside, factors
from couples.lock import passkeys, persons
from couples.lock import state as lock_state
from couples.lock.pages import secret_field
from couples.page_decorators import ACT, FORM, REFUSED, SignedIn, page
from couples.ratelimits import tries
from couples.ratelimits.waits import please_wait
from couples.security_log import Kind, note
from exercises.live import access
from exercises.live.access import AccessDenied, Caller, PartnerAccess

TOO_MANY = 429
OWN, OTHER = "own", "other"
WRONG = gettext_lazy("That isn’t right. Nothing was opened.")


class Secret(forms.Form):
    """Which of the two has the device, and what proves it."""

    who = forms.ChoiceField(choices=((OWN, OWN), (OTHER, OTHER)))
    secret = secret_field()


@page(FORM)
def pass_device(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Say what passing means; cover the sign-in when asked to; then let whoever has the device go on."""
    covered = beside.covered_for(request.session)
    if covered not in (None, session_id):
        return redirect("pass_device", covered)
    if (granted := _granted(request, session_id)) is None:
        return _gone(request)
    if request.method != "POST":
        return _shown(request, granted)
    if covered and "who" not in request.POST:  # sent twice
        return redirect("pass_device", session_id)
    if covered is None:
        return (
            _covered(request, granted)
            if not _why_not(request, granted)
            else _shown(request, granted, "", REFUSED)
        )
    form = Secret(request.POST)
    if not form.is_valid():
        return _shown(request, granted, _("Please fill this in."), REFUSED)
    return _tried(request, granted, form.cleaned_data["who"], form.cleaned_data["secret"])


@page(ACT)
def pass_by_passkey(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Answer with what to ask a passkey; or, with what it gave, let its owner go on."""
    if beside.covered_for(request.session) != session_id:
        raise Http404
    if (granted := _granted(request, session_id)) is None:
        return _gone(request)
    if "credential" not in request.POST:
        return JsonResponse(persons.asked())
    sent, who = passkeys.Used(request.POST), request.POST.get("who", "")
    person = persons.of(_id(granted, who))
    is_right = sent.is_valid() and persons.is_by_passkey(person, sent.cleaned_data["credential"])
    if is_right and not factors.must_have_one(person):
        return _on(request, granted, who)
    note(Kind.DEVICE_NOT_PASSED)
    return _shown(request, granted, str(WRONG), REFUSED, who)


def _granted(request: SignedIn, session_id: UUID) -> PartnerAccess | None:
    try:
        granted = access.of_partner(session_id, Caller(request.user.pk))
    except AccessDenied:
        return None
    return granted if granted.kind == "session" else None


def _id(granted: PartnerAccess, who: str) -> UUID:
    return granted.people.of(granted.partner if who == OWN else granted.partner.other).id


def _gone(request: SignedIn) -> HttpResponse:
    """Answer for a session that is not, or no longer, open to this person. A cover is never lifted by it: the other
    could cause that, with the device in hand. The sign-in ends instead.
    """
    if beside.covered_for(request.session) is None:
        raise Http404
    person = request.user.pk
    logout(request)
    hooks.tell(hooks.signed_out, person)
    return redirect("account_login")


def _why_not(request: SignedIn, granted: PartnerAccess) -> str:
    """Return why this device can't be passed on, for one's own reasons alone; empty if it can."""
    if granted.status == "over":
        return _("This session is over. Each of you can read it on your own pages.")
    if factors.must_have_one(request.user):
        return _("Who works here as a counselor or runs this server can’t pass on a device.")
    if not persons.has_any(request.user):
        return _(
            "To get your pages back you need a PIN, a passkey or a password. With an authenticator app, the "
            "password is not enough. Set one up first."
        )
    return ""


def _covered(request: SignedIn, granted: PartnerAccess) -> HttpResponse:
    """Cover this sign-in: its private pages lock, its open pages and sockets end, and its cookie is another one."""
    lock_state.close(request)
    lock_state.new_key(request)
    beside.cover(request, granted.stream)
    hooks.tell(hooks.signed_out, request.user.pk)
    answer = redirect("pass_device", granted.stream)
    beside.forget(answer, granted.stream)
    return answer


def _tried(request: SignedIn, granted: PartnerAccess, who: str, secret: str) -> HttpResponse:
    """Let this person go on if the secret is theirs. Tries count as those at their private pages do."""
    person = persons.of(_id(granted, who))
    if wait := tries.wait_for_lock(request, person):
        return _shown(request, granted, please_wait(wait), TOO_MANY, who)
    if factors.must_have_one(person) or not persons.is_by_secret(person, secret):
        note(Kind.DEVICE_NOT_PASSED)
        return _shown(request, granted, str(WRONG), REFUSED, who)
    tries.lock_was_opened(request, person)
    return _on(request, granted, who)


def _on(request: SignedIn, granted: PartnerAccess, who: str) -> HttpResponse:
    """Let whoever has proved who they are go on: the owner of the sign-in in it, the other beside it. Of two proofs
    at once, one: the sign-in that the other came with is over.
    """
    lock_state.new_key(request)
    note(Kind.DEVICE_PASSED)
    if who == OWN:
        beside.uncover(request)
        answer = redirect("session", granted.stream)
        beside.forget(answer, granted.stream)
        return answer
    answer = redirect("beside", granted.stream)
    person = persons.of(_id(granted, who))
    beside.begin(request, answer, person, persons.mark(person))
    return answer


def _shown(
    request: SignedIn, granted: PartnerAccess, wrong: str = "", status: int = 200, who: str = OTHER
) -> HttpResponse:
    you, partner = granted.names.of(granted.partner), granted.names.of(granted.partner.other)
    seen: dict[str, Any] = {"session_id": granted.stream, "you": you, "partner": partner}
    if beside.covered_for(request.session) is None:
        return render(
            request, "exercises/pass.html", seen | {"why_not": _why_not(request, granted)}, status=status
        )
    ways = [{"who": OTHER, "name": partner}, {"who": OWN, "name": you}]
    if beside.was_passed(request.session):
        ways.reverse()  # whose turn it is likely to be stands first
    seen |= {
        "ways": ways,
        "wrong": wrong,
        "of": who,
        "is_over": granted.status == "over",
    }
    return render(request, "exercises/cover.html", seen, status=status)
