"""The pages that open and lock the private pages. `proofs` decides what counts as a proof."""

from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from couples.accounts import factors
from couples.lock import passkeys, proofs, trying
from couples.lock import state as lock_state
from couples.page_decorators import ACT, FORM, REFUSED, SignedIn, page


def secret_field(**more: Any) -> forms.CharField:
    hidden = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(widget=hidden, strip=False, max_length=proofs.MAX_SECRET_LENGTH, **more)


class Proof(forms.Form):
    """One field for every kind of secret, so that the page looks the same with a PIN and without."""

    secret = secret_field(
        label=gettext_lazy("Your PIN, or your password if you have no PIN"),
        help_text=gettext_lazy("If your password was reset by e-mail: the one from before the reset."),
    )


@page(FORM)
def unlock(request: SignedIn) -> HttpResponse:
    """Open the private pages. The page and its answers are the same with a PIN or without."""
    if lock_state.is_open(request):
        return redirect(_way(request))
    form = Proof(request.POST or None)
    if request.method != "POST":
        return _render(request, form)
    status = _try(request, form) if form.is_valid() else REFUSED
    return redirect(_way(request)) if status == 200 else _render(request, form, status)


@page(ACT)
def passkey(request: SignedIn) -> HttpResponse:
    """Answer with what to ask a passkey; or, with what it gave, open the private pages."""
    if "credential" not in request.POST:
        return JsonResponse(passkeys.asked(request.user))
    sent, form = passkeys.Used(request.POST), Proof()
    if sent.is_valid() and (used := passkeys.used(request.user, sent.cleaned_data["credential"])):
        open_store = proofs.opened_with_passkey(request.user, used, sent.cleaned_data["prf"])
        if open_store is not None:
            lock_state.open_anew(request, open_store)
            if "confirms" in request.POST:
                lock_state.confirm(request)
            return redirect(_way(request))
    return _render(request, form, REFUSED, is_refused=True)


@page(ACT)
def lock_now(request: SignedIn) -> HttpResponse:
    lock_state.close(request)
    return redirect("lock_open")


def _render(request: SignedIn, form: Proof, status: int = 200, is_refused: bool = False) -> HttpResponse:
    late = request.POST.get("late") or request.GET.get("late")
    seen = {"form": form, "next": _way(request), "late": late, "is_refused": is_refused}
    seen["is_before_factor"] = factors.needs_second_factor(request.user)
    return render(request, "couples/lock.html", seen, status=status)


def _try(request: SignedIn, form: Proof) -> int:
    """Open the pages if the secret does. Returns the status of the answer; 200 if they are open."""
    try:
        trying.open_with(request, form.cleaned_data["secret"])
    except trying.NotOpened as why:
        form.add_error("secret", str(why))
        return why.status
    return 200


def _way(request: SignedIn) -> str:
    """Return the path to continue to; only paths of this site are accepted."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted.startswith("/") and is_ours else reverse("private_pages")
