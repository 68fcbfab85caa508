"""The pages that decide what opens the private pages: the PIN, codes, passkeys. Only while they are open.

Each change asks once more for what opens them now. What there is is shown only to who has proved lately who they are.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples.accounts.models import User
from couples.lock import guards, locks, passkeys, proofs, securing
from couples.lock import state as lock_state
from couples.lock.change_forms import NewCodes, NewPin, Present
from couples.lock.guards import Opened
from couples.lock.kept import Kept
from couples.page_decorators import ACT, FORM, REFUSED, page
from couples.ratelimits import tries
from couples.refused import Refused

CHANGES: Final[dict[str, type[Present]]] = {
    "pin": NewPin,
    "remove": Present,
    "codes": NewCodes,
    "passkey": Present,
}


@page(FORM)
@guards.required
def settings(request: Opened) -> HttpResponse:
    """Show what opens the private pages. Set, change or remove the PIN, or make codes."""
    if request.method != "POST":
        return _render(request)
    tries.serve_first(request, request.user)
    name = next((one for one in ("remove", "codes") if one in request.POST), "pin")
    form = CHANGES[name](request, name, locks.has_pin(request.user.pk), request.POST)
    try:
        status = form.is_proved() if form.is_valid() else REFUSED
        return _changed(request, form) if status == 200 else _render(request, form, status=status)
    except locks.Changed:
        return guards.ask(request)
    except Refused as refused:
        return _render(request, form, str(refused))


@page(ACT)
@guards.required
def let_passkey_in(request: Opened) -> HttpResponse:
    """Answer with what to ask a passkey; or, with what it gave, let it open these pages."""
    if "credential" not in request.POST:
        return JsonResponse(passkeys.asked(request.user))
    form = Present(request, "passkey", locks.has_pin(request.user.pk), request.POST)
    sent = passkeys.Used(request.POST)
    used = passkeys.used(request.user, sent.cleaned_data["credential"]) if sent.is_valid() else None
    if used is None:
        return _render(request, form, _("That did not work. Nothing has changed."))
    if not (secret := sent.cleaned_data["prf"]):
        why = _("This passkey can’t open these pages: it, or this browser, gives no secret for them.")
        return _render(request, form, why)
    own = [one.pk for one in passkeys.all_of(request.user)]
    try:
        status = form.is_proved() if form.is_valid() else REFUSED
        if status != 200:
            return _render(request, form, status=status)
        securing.let_passkey_in(request.open_store, used.pk, secret, own)
    except locks.Changed:
        return guards.ask(request)
    except Refused as refused:
        return _render(request, form, str(refused))
    messages.info(request, _("This passkey opens your private pages now, with a PIN and without."))
    return redirect("lock_settings")


def _changed(request: Opened, form: Present) -> HttpResponse:
    """Carry out what the form asks for. Raises Changed."""
    if form.name == "remove":
        lock_state.open_anew(request, securing.remove_pin(request.open_store))
        messages.info(request, _without_pin(request.user))
        return redirect("lock_settings")
    if form.name == "codes":
        return _codes(request, securing.make_codes(request.open_store), is_pin_set=False)
    open_store, written = securing.set_pin(request.open_store, form.cleaned_data["pin"])
    proofs.clear_mail_reset(request.user)
    lock_state.open_anew(request, open_store)
    return _codes(request, written, is_pin_set=True)


def _codes(request: Opened, written: list[str], is_pin_set: bool) -> HttpResponse:
    """Show the codes, once: they are stored nowhere, not in the session either. There may be no room for any."""
    return render(request, "couples/lock_codes.html", {"written": written, "is_pin_set": is_pin_set})


def _render(request: Opened, sent: Present | None = None, refused: str = "", status: int = 0) -> HttpResponse:
    if asked := guards.before_showing(request, "lock_settings"):
        return asked
    lock = locks.of(request.user.pk)
    kept = lock.kept if lock else Kept()
    let_in = {one.of for one in kept.passkeys}
    own = passkeys.all_of(request.user)
    seen = {
        "forms": {
            name: sent if sent and sent.name == name else form(request, name, kept.has_pin)
            for name, form in CHANGES.items()
        },
        "refused": refused,
        "has_pin": kept.has_pin,
        "is_free": not kept.has_pin and proofs.is_free_without_pin(request.user),
        "is_confirmed": not kept.has_pin and lock_state.is_confirmed(request),
        "codes": len(kept.codes),
        "older": _older(kept),
        "passkeys": [{"name": one.wrap().name, "is_let_in": one.pk in let_in} for one in own],
    }
    status = status or (REFUSED if sent or refused else 200)
    return render(request, "couples/lock_settings.html", seen, status=status)


def _older(kept: Kept) -> list[dict[str, Any]]:
    """Return how many former codes still open the pages, for each moment at which they end."""
    ends = Counter(copy.until for copy in kept.older if not copy.is_over)
    return [
        {"count": count, "until": datetime.fromtimestamp(end, UTC) if end else None}
        for end, count in sorted(ends.items())
    ]


def _without_pin(user: User) -> str:
    if proofs.is_free_without_pin(user):
        return _(
            "The PIN has been removed. Your private pages now open without a PIN or a password, because this is a "
            "demonstration."
        )
    if user.mail_reset_at is None:
        return _("The PIN has been removed. Your password now opens your private pages.")
    return _(
        "The PIN has been removed. Your password was reset by e-mail, so it doesn’t open your private pages: the "
        "password from before the reset does. Set another PIN, or change your password and show there what opens them."
    )
