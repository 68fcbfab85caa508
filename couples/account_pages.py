"""The pages of a person's account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.account.views import (
    CompletePasswordResetView,
    EmailView,
    PasswordChangeView,
    PasswordSetView,
)
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from couples.accounts import again, delays, delays_shown, factors, sign_ins
from couples.accounts.models import User
from couples.accounts.names import Name
from couples.amounts import number_text
from couples.lock import locks, proofs
from couples.lock import state as lock_state
from couples.lock.change_forms import Settling
from couples.lock.guards import Opened
from couples.page_decorators import FORM, READ, REFUSED, SignedIn, open_page, page
from couples.ratelimits import tries
from couples.ratelimits.devices import MAX_KNOWN_DEVICES


@page(READ)
def account(request: SignedIn) -> HttpResponse:
    """Show everything about the account on one page, with a link to change each thing."""
    own = Authenticator.objects.filter(user=request.user)
    seen = {
        "passkeys": own.filter(type=Authenticator.Type.WEBAUTHN).count(),
        "app": own.filter(type=Authenticator.Type.TOTP).exists(),
        "recovery": own.filter(type=Authenticator.Type.RECOVERY_CODES).exists(),
        "is_required": request.user.is_counselor or request.user.is_staff,
        "is_missing": factors.needs_second_factor(request.user),
        "delayed": delays_shown.shown(request),
    }
    return render(request, "account/account.html", seen)


@page(FORM)
def name(request: SignedIn) -> HttpResponse:
    form = Name(request.user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = REFUSED if form.is_bound else 200
        return render(request, "account/name.html", {"form": form}, status=status)
    request.user.write(name=form.cleaned_data["name"])
    messages.success(request, _("Your name has been changed."))
    return redirect("account")


@method_decorator(page(FORM), name="dispatch")
class ChangePassword(PasswordChangeView):
    """Change the password. After a reset by mail it opens the private pages only for who shows what does now."""

    request: Opened

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {"settling": self._settling()} | context

    def form_valid(self, form: Any) -> HttpResponse:
        settling = self._settling(self.request.POST)
        status = _settled(settling) if settling else 200
        if settling and status != 200:
            seen = self.get_context_data(form=form, settling=settling)
            refusal: HttpResponse = self.render_to_response(seen, status=status)
            return refusal
        open_store = lock_state.opened(self.request)
        response: HttpResponse = super().form_valid(form)
        if settling and settling.is_wanted:
            proofs.clear_mail_reset(self.request.user)
        if open_store is not None:
            lock_state.keep_open(self.request, open_store)
        _end_elsewhere(self.request)
        return response

    def _settling(self, data: Any = None) -> Settling | None:
        """Return the form that settles a reset by mail, or None if there was none."""
        return Settling(self.request, data) if self.request.user.mail_reset_at else None


@method_decorator([page(FORM), reauthentication_required], name="dispatch")
class SetPassword(PasswordSetView):
    def form_valid(self, form: Any) -> HttpResponse:
        open_store = lock_state.opened(self.request)
        response: HttpResponse = super().form_valid(form)
        if open_store is not None:
            lock_state.keep_open(self.request, open_store)
        _end_elsewhere(self.request)
        return response


@method_decorator(open_page(FORM), name="dispatch")
class ResetPassword(CompletePasswordResetView):
    """Set a new password after a mailed code. All sign-ins end, so that the old password is of no use."""

    def form_valid(self, form: Any) -> HttpResponse:
        tries.serve_first(self.request, form.user)
        response: HttpResponse = super().form_valid(form)
        assert isinstance(form.user, User)
        sign_ins.end_all(form.user)
        return response


@method_decorator([page(FORM), reauthentication_required], name="dispatch")
class ChangeAddress(EmailView):
    """Change the address, once the code sent to it was typed in. Never tells whether it belongs to another account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "current": EmailAddress.objects.get_primary_email(self.request.user),
            **again.waiting(self.request, delays.Kind.ADDRESS),
        }


@page(FORM)
@reauthentication_required
def sign_in_list(request: SignedIn) -> HttpResponse:
    """Show where this person is signed in. A POST ends all of it but this one, and other devices are known no more."""
    if request.method == "POST":
        lock_state.new_key(request)
        _end_elsewhere(request)
        messages.info(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    rows = [
        {"device": sign_ins.in_words(one.device), "day": one.since, "is_this": one.is_of(request)}
        for one in reversed(sign_ins.living(request.user))
    ]
    seen = {"rows": rows, "known_devices": number_text(MAX_KNOWN_DEVICES)}
    return render(request, "account/sign_ins.html", seen)


def _settled(settling: Settling) -> int:
    """Return 200 if nothing is to be settled, or it may be; otherwise the status of the refusal."""
    if not settling.is_valid():
        return REFUSED
    try:
        return settling.is_proved() if settling.is_wanted else 200
    except locks.Changed:
        settling.add_error(None, _("That did not work. Nothing has changed."))
        return REFUSED


def _end_elsewhere(request: HttpRequest) -> None:
    """End the other sign-ins of this person, and let no other device be known."""
    assert isinstance(request.user, User)
    sign_ins.end_others(request)
    tries.forget_other_devices(request, request.user)
