"""Setting up and removing a second factor, in allauth's pages. What one proved by it counts for this sign-in alone."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from couples import hooks
from couples.accounts import factors
from couples.page_decorators import FORM, page


@method_decorator(page(FORM), name="dispatch")
class AddApp(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        factors.count_as_used(self.request, app)
        return response


@method_decorator(page(FORM), name="dispatch")
class AddPasskey(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        # What allauth's own view does, which does not say which passkey was made
        filled = form.cleaned_data
        passkey, codes = flows.add_authenticator(self.request, filled["name"], filled["credential"])
        self.did_generate_recovery_codes = bool(codes)
        factors.count_as_used(self.request, passkey)
        response: HttpResponse = super(AddWebAuthnView, self).form_valid(form)
        return response


class Removing:
    """Makes open sockets ask again whether their sign-in used a factor that the person still has."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        hooks.tell(hooks.signed_out, self.request.user.pk)
        return response


@method_decorator(page(FORM), name="dispatch")
class RemoveApp(Removing, DeactivateTOTPView):
    pass


@method_decorator(page(FORM), name="dispatch")
class RemovePasskey(Removing, RemoveWebAuthnView):
    pass
