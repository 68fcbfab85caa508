"""Setting up and removing a second factor, in allauth's pages. What one proved by it counts for this sign-in alone.

What was changed with nothing but the password waits (`delays`).
"""

from typing import Any
from uuid import UUID

from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import hooks
from couples.accounts import again, delays, delays_shown, factors
from couples.accounts.delays import Kind
from couples.accounts.models import User
from couples.lock import state as lock_state
from couples.page_decorators import ACT, FORM, READ, SignedIn, page
from couples.refused import Refused


@method_decorator(page(READ), name="dispatch")
class Overview(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"delayed": delays_shown.shown(self.request)}


class MayWait:
    """Says beforehand whether what is changed here will count at once. `field`: at which a refusal is said."""

    request: HttpRequest
    kind: Kind
    field: str | None = None
    put_off_text: str | Promise = gettext_lazy("What you set up counts from %(day)s on.")

    @property
    def must_wait(self) -> bool:
        return delays.must_wait(self.request, self.kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | again.waiting(self.request, self.kind)

    def put_off(self, form: Any, content: dict[str, Any]) -> HttpResponse:
        assert isinstance(self.request.user, User)
        try:
            change = delays.put_off(self.request.user, self.kind, content, self.request.session)
        except Refused as refused:
            form.add_error(self.field, str(refused))
            refusal: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]
            return refusal
        messages.success(self.request, self.put_off_text % {"day": delays.day(change)})
        return redirect("mfa_index")

    def is_used(self, factor: Authenticator) -> None:
        """Count a factor that was just set up as used here. A copy of the cookie from before counts for nothing."""
        factors.count_as_used(self.request, factor)
        lock_state.new_key(self.request)


@method_decorator(page(FORM), name="dispatch")
class AddApp(MayWait, ActivateTOTPView):
    kind = Kind.APP
    field = "code"

    def form_valid(self, form: Any) -> HttpResponse:
        if self.must_wait:
            answer = self.put_off(form, {"secret": form.secret})
            if not form.errors:
                clear_totp_secret(self.request)
            return answer
        response: HttpResponse = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        self.is_used(app)
        return response


@method_decorator(page(FORM), name="dispatch")
class AddPasskey(MayWait, AddWebAuthnView):
    kind = Kind.PASSKEY
    field = "name"

    def form_valid(self, form: Any) -> HttpResponse:
        filled = form.cleaned_data
        if self.must_wait:
            return self.put_off(form, {"name": filled["name"], "credential": filled["credential"]})
        # What allauth's own view does, which does not say which passkey was made
        passkey, codes = flows.add_authenticator(self.request, filled["name"], filled["credential"])
        self.did_generate_recovery_codes = bool(codes)
        self.is_used(passkey)
        response: HttpResponse = super(AddWebAuthnView, self).form_valid(form)
        return response


@method_decorator(page(FORM), name="dispatch")
class NewRecoveryCodes(MayWait, GenerateRecoveryCodesView):
    kind = Kind.RECOVERY_CODES

    def form_valid(self, form: Any) -> HttpResponse:
        if self.must_wait:
            return self.put_off(form, {})
        assert isinstance(self.request.user, User)
        delays.give_way(self.request.user, Kind.RECOVERY_CODES, self.request.session)
        response: HttpResponse = super().form_valid(form)
        return response


@page(ACT)
def cancel_change(request: SignedIn, change_id: UUID) -> HttpResponse:
    """Cancel a change that waits. It takes no more than being signed in: whoever else made it must not gain by it."""
    if not delays.cancel(request.user, change_id, request.session):
        raise Http404
    messages.success(request, _("It was cancelled. Nothing changes."))
    return redirect("mfa_index" if factors.needs_second_factor(request.user) else "account")


class Removing(MayWait):
    """Makes open sockets ask again whether their sign-in used a factor that the person still has.

    With the password alone it waits: without the factor, the password alone would sign in.
    """

    kind = Kind.REMOVAL
    put_off_text = gettext_lazy("It will be removed on %(day)s.")

    @property
    def factor(self) -> Authenticator:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        if self.must_wait:
            return self.put_off(form, factors.Used.of(self.factor)._asdict())
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            if factors.needs_second_factor(self.request.user):
                hooks.tell(hooks.counselor_ended, self.request.user.pk)
        hooks.tell(hooks.signed_out, self.request.user.pk)
        return response


@method_decorator(page(FORM), name="dispatch")
class RemoveApp(Removing, DeactivateTOTPView):
    @property
    def factor(self) -> Authenticator:
        app: Authenticator = self.authenticator
        return app


@method_decorator(page(FORM), name="dispatch")
class RemovePasskey(Removing, RemoveWebAuthnView):
    @property
    def factor(self) -> Authenticator:
        passkey: Authenticator = self.object
        return passkey
