"""The form that signs in with a password and a recovery code at once, where a password alone has to wait."""

from typing import Any

from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from couples.facts import holding
from couples.ratelimits import tries

from . import labels, proving
from .attempts import check
from .noted import failing_factor
from .signup_forms import SignIn

NOT_RIGHT = _("That e-mail address, password or code isn’t right.")


class SignInWithRecoveryCode(SignIn):
    """E-mail address, password and recovery code. The error never says which of them was wrong.

    The password is looked at only if the code is right, so that nobody guesses passwords here, and no wait for
    passwords is asked. Both are right before the code is used up.
    """

    code = forms.CharField(max_length=40)
    field_order = ("login", "password", "code", "remember")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.code(self, _("One of your recovery codes"))
        self.order_fields(self.field_order)

    def _clean_with_password(self, credentials: dict[str, str]) -> dict[str, Any]:
        email = credentials["email"].lower()
        check(tries.wait_for_recovery_sign_in(context.request, email))
        with failing_factor():
            self._codes = self._right(email, credentials["password"], self.cleaned_data["code"])
        tries.recovery_sign_in_was_right(context.request, email)
        self.user = self._codes.user
        filled_in: dict[str, Any] = self.cleaned_data
        return filled_in

    def _right(self, email: str, password: str, code: str) -> Authenticator:
        """Return the recovery codes of this person, one of which is used up now. Raises ValidationError."""
        found = Authenticator.objects.filter(user__email=email, type=Authenticator.Type.RECOVERY_CODES)
        codes = found.select_related("user").first()
        if codes is None or codes.user.pk not in holding.who_hold([codes.user.pk]):
            raise ValidationError(NOT_RIGHT)
        if not (_is_among(codes, code) and codes.user.check_password(password)):
            raise ValidationError(NOT_RIGHT)
        used = proving.by_code(codes.user, code, Authenticator.Type.RECOVERY_CODES)
        if used is None:  # it was used at the same moment
            raise ValidationError(NOT_RIGHT)
        return used

    def _login_with_password(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, str]
    ) -> HttpResponse:
        """Sign in with both steps proved, so that no second one is asked for."""
        self._login = Login(user=self.user, email=credentials["email"])
        post_authentication(request, self._codes)
        LoginStageController(request, self._login).set_handled(AuthenticateStage.key)
        response: HttpResponse = super()._login_with_password(request, redirect_url, credentials)
        return response


def _is_among(codes: Authenticator, typed: str) -> bool:
    """Return whether this is one of the codes that were not used yet, and use up none."""
    return any(compare_user_code(actual=typed, expected=one) for one in codes.wrap().get_unused_codes())
