"""The pages on which somebody proves again who they are: allauth's. After the proof comes a page, never an act."""

from typing import Any

from allauth.account.views import ReauthenticateView as Password
from allauth.mfa.base.views import ReauthenticateView as Code
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView as Passkey
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from couples.accounts import again
from couples.lock import state as lock_state
from couples.page_decorators import FORM, page


class Again:
    """With a proof the session gets a new key: who copied the cookie of before is signed in no more."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        again.forget_sent(self.request)
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        lock_state.new_key(self.request)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"what_comes_next": again.what_comes_next(self.request)}


@method_decorator(page(FORM), name="dispatch")
class ByPassword(Again, Password):
    pass


@method_decorator(page(FORM), name="dispatch")
class ByCode(Again, Code):
    pass


@method_decorator(page(FORM), name="dispatch")
class ByPasskey(Again, Passkey):
    pass
