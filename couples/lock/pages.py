"""The pages that open and lock the private pages and set the PIN. `proofs` decides what counts as a proof."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts.factors import may_be_recovery_code
from couples.accounts.models import User
from couples.amounts import number_text
from couples.lock import proofs
from couples.lock import state as lock_state
from couples.page_decorators import ACT, FORM, REFUSED, SignedIn, page
from couples.ratelimits import tries
from couples.ratelimits.waits import please_wait


def _secret(**more: Any) -> forms.CharField:
    hidden = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(widget=hidden, strip=False, max_length=proofs.MAX_SECRET_LENGTH, **more)


class Proof(forms.Form):
    """One field for every kind of secret, so that the page looks the same with a PIN and without."""

    secret = _secret(label=gettext_lazy("Your PIN, or your password if you have no PIN"))


class NewPin(forms.Form):
    """A new PIN, typed twice."""

    pin = _secret(
        label=gettext_lazy("New PIN"),
    )
    again = _secret(label=gettext_lazy("Repeat the PIN"))

    def __init__(self, request: SignedIn, *args: Any) -> None:
        super().__init__(*args)
        self.user = request.user
        self.fields["pin"].help_text = _(
            "At least %(count)s digits, or any words. Not your password, and nothing others know."
        ) % {"count": number_text(proofs.MIN_PIN_LENGTH)}

    def clean_pin(self) -> str:
        pin = str(self.cleaned_data["pin"])
        if proofs.is_weak(pin):
            raise forms.ValidationError(
                _(
                    "This is easy to guess. Use at least %(count)s characters, and avoid sequences like 123456."
                )
                % {"count": number_text(proofs.MIN_PIN_LENGTH)}
            )
        if proofs.is_password(self.user, pin):
            raise forms.ValidationError(_("That is your password. Please choose something else."))
        return pin

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "pin" in given and "again" in given and given["pin"] != given["again"]:
            self.add_error("again", _("The two PINs don’t match."))
        return given


@page(FORM)
def unlock(request: SignedIn) -> HttpResponse:
    """Open the private pages. The page and its answers are the same with a PIN or without."""
    if lock_state.is_open(request):
        return redirect(_way(request))
    form = Proof(request.POST or None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            status = _try(request, form)
        if status == 200:
            return redirect(_way(request))
    late = request.POST.get("late") or request.GET.get("late")
    seen = {"form": form, "next": _way(request), "passkey_url": _passkey_url(request), "late": late}
    return render(request, "couples/lock.html", seen, status=status)


def _try(request: SignedIn, form: Proof) -> int:
    """Open the pages if the secret does. A recovery code is never kept waiting by tries of other secrets."""
    secret, opens = form.cleaned_data["secret"], lock_state.unlock
    if wait := tries.wait_for_lock(request, request.user):
        if not may_be_recovery_code(secret) or tries.wait_for_recovery_code(request, request.user):
            form.add_error("secret", please_wait(wait))
            return 429
        opens = lock_state.unlock_by_recovery_code
    if opens(request, secret):
        tries.lock_was_opened(request, request.user)
        return 200
    form.add_error("secret", please_wait(wait) if wait else _("That doesn’t open these pages."))
    return 429 if wait else REFUSED


@page(ACT)
def lock_now(request: SignedIn) -> HttpResponse:
    lock_state.close(request)
    return redirect("lock_open")


@page(FORM)
@lock_state.required
def settings(request: SignedIn) -> HttpResponse:
    """Set, change or remove the PIN. Only while the private pages are open."""
    if request.method == "POST" and "remove" in request.POST:
        proofs.remove_pin(request.user)
        lock_state.keep_open(request)
        messages.info(request, _without_pin(request.user))
        return redirect("lock_settings")
    form = NewPin(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        proofs.set_pin(request.user, form.cleaned_data["pin"])
        proofs.clear_mail_reset(request.user)
        lock_state.keep_open(request)
        messages.info(
            request, _("Your PIN is set. From now on it opens your private pages, and your password doesn’t.")
        )
        return redirect("lock_settings")
    user = request.user
    seen = {"form": form, "has_pin": bool(user.pin), "is_free": proofs.is_free(user)}
    return render(request, "couples/lock_settings.html", seen, status=REFUSED if form.is_bound else 200)


def _without_pin(user: User) -> str:
    if proofs.is_free(user):
        return _(
            "The PIN has been removed. Your private pages now open without a PIN or a password, because this is a "
            "demonstration."
        )
    if user.mail_reset_at is None:
        return _("The PIN has been removed. Your password now opens your private pages.")
    return _(
        "The PIN has been removed. Your password was reset by e-mail, so it doesn’t open your private pages. "
        "Change it now, or set another PIN, while they are open."
    )


def _way(request: SignedIn) -> str:
    """Return the path to continue to; only paths of this site are accepted."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted.startswith("/") and is_ours else reverse("private_pages")


def _passkey_url(request: SignedIn) -> str:
    """Return the URL that asks for a passkey, the same for everybody; empty where passkeys are not offered."""
    for name in ("mfa_reauthenticate_webauthn", "mfa_reauthenticate"):
        try:
            return f"{reverse(name)}?{urlencode({'next': _way(request)})}"
        except NoReverseMatch:
            continue
    return ""
