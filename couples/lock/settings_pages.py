"""The pages that decide what opens the private pages: the PIN, codes, passkeys. Only while they are open."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts.models import User
from couples.amounts import number_text
from couples.lock import guards, locks, passkeys, proofs, securing
from couples.lock import state as lock_state
from couples.lock.guards import Opened
from couples.lock.pages import secret_field
from couples.page_decorators import ACT, FORM, REFUSED, page
from couples.ratelimits import tries
from couples.refused import Refused


class NewPin(forms.Form):
    """A new PIN or passphrase, typed twice."""

    pin = secret_field(label=gettext_lazy("New PIN or passphrase"))
    again = secret_field(label=gettext_lazy("Repeat it"))

    def __init__(self, request: Opened, *args: Any) -> None:
        super().__init__(*args)
        self.user = request.user
        self.fields["pin"].help_text = _(
            "At least %(count)s digits, or better several words. Not your password, and nothing others know."
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
            self.add_error("again", _("The two don’t match."))
        return given


@page(FORM)
@guards.required
def settings(request: Opened) -> HttpResponse:
    """Show what opens the private pages. Set, change or remove the PIN, or make codes without one."""
    if request.method == "POST":
        tries.serve_first(request, request.user)
    form = NewPin(request, request.POST if "pin" in request.POST else None)
    try:
        if "remove" in request.POST:
            lock_state.keep_open(request, securing.remove_pin(request.open_store))
            messages.info(request, _without_pin(request.user))
            return redirect("lock_settings")
        if "codes" in request.POST:
            return _codes(request, securing.make_codes(request.open_store), is_pin_set=False)
        if form.is_valid():
            return _set_pin(request, form.cleaned_data["pin"])
    except locks.Changed:
        return guards.ask(request)
    except Refused as refused:
        return _render(request, form, str(refused))
    return _render(request, form)


@page(ACT)
@guards.required
def let_passkey_in(request: Opened) -> HttpResponse:
    """Answer with what to ask a passkey; or, with what it gave, let it open these pages."""
    if "credential" not in request.POST:
        return JsonResponse(passkeys.asked(request.user))
    sent = passkeys.Used(request.POST)
    used = passkeys.used(request.user, sent.cleaned_data["credential"]) if sent.is_valid() else None
    if used is None:
        return _render(request, NewPin(request), _("That did not work. Nothing has changed."))
    if not (secret := sent.cleaned_data["prf"]):
        why = _("This passkey can’t open these pages: it, or this browser, gives no secret for them.")
        return _render(request, NewPin(request), why)
    own = [one.pk for one in passkeys.all_of(request.user)]
    try:
        securing.let_passkey_in(request.open_store, used.pk, secret, own)
    except locks.Changed:
        return guards.ask(request)
    except Refused as refused:
        return _render(request, NewPin(request), str(refused))
    messages.info(request, _("This passkey opens your private pages now, with a PIN and without."))
    return redirect("lock_settings")


def _set_pin(request: Opened, pin: str) -> HttpResponse:
    open_store, written = securing.set_pin(request.open_store, pin)
    proofs.clear_mail_reset(request.user)
    lock_state.keep_open(request, open_store)
    return _codes(request, written, is_pin_set=True)


def _codes(request: Opened, written: list[str], is_pin_set: bool) -> HttpResponse:
    """Show the codes, once: they are stored nowhere, not in the session either."""
    return render(request, "couples/lock_codes.html", {"written": written, "is_pin_set": is_pin_set})


def _render(request: Opened, form: NewPin, refused: str = "") -> HttpResponse:
    lock = locks.of(request.user.pk)
    kept = lock.kept if lock else None
    let_in = {one.of for one in kept.passkeys} if kept else set()
    own = passkeys.all_of(request.user)
    seen = {
        "form": form,
        "refused": refused,
        "has_pin": kept is not None and kept.has_pin,
        "is_free": kept is not None and not kept.has_pin and proofs.is_free_without_pin(request.user),
        "codes": len(kept.codes) if kept else 0,
        "older": len(kept.older) if kept else 0,
        "passkeys": [{"name": one.wrap().name, "is_let_in": one.pk in let_in} for one in own],
    }
    status = REFUSED if form.is_bound or refused else 200
    return render(request, "couples/lock_settings.html", seen, status=status)


def _without_pin(user: User) -> str:
    if proofs.is_free_without_pin(user):
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
