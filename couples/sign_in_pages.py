"""Pages of signing up and in, where allauth's with our templates are not enough."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmEmailVerificationCodeView, LoginView
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode

from couples.accounts import sign_up
from couples.accounts.code_forms import EnterAddressCode
from couples.accounts.recovery_forms import SignInWithRecoveryCode
from couples.page_decorators import FORM, READ, open_page


@method_decorator(open_page(FORM), name="dispatch")
class ConfirmAddress(ConfirmEmailVerificationCodeView):
    """Take the code that was mailed to an address: for a sign-up, which makes the account now, or for a new address."""

    def form_valid(self, form: Any) -> HttpResponse:
        is_begun, is_code = sign_up.is_begun(self.request), isinstance(form, EnterAddressCode)
        if is_begun and is_code and not self._is_made():
            form.add_error("code", get_adapter().error_messages["email_taken"])
            refusal: HttpResponse = self.form_invalid(form)
            return refusal
        response: HttpResponse = super().form_valid(form)
        if is_begun and not is_code:
            sign_up.send_code(self.request)
        return response

    def _is_made(self) -> bool:
        """Make the account, for whoever is to be signed in by it. Returns False if its address has one by now."""
        try:
            user = sign_up.complete(self.request)
        except IntegrityError:
            return False
        if self.stage:
            self.stage.login.user = user
        return True


@method_decorator(open_page(FORM), name="dispatch")
class RecoveryCodeSignIn(LoginView):
    """Sign in with both steps on one page. No wrong password typed elsewhere makes it wait."""

    template_name = "account/login_recovery.html"

    def get_form_class(self) -> type[SignInWithRecoveryCode]:
        return SignInWithRecoveryCode


@open_page(READ)
def admin_login(request: HttpRequest) -> HttpResponse:
    """Redirect to the ordinary sign-in page, which has rate limits and a second factor."""
    if request.user.is_authenticated:
        raise Http404
    target = request.GET.get("next", "") or reverse("admin:index")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
