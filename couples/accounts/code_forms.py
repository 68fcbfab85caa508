"""The forms that verify a person: a code from a mail, an app or a list of recovery codes, or the password again."""

from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    BaseConfirmCodeForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    ReauthenticateForm,
)
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.stagekit import unstash_login
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AppCodeForm
from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import User
from couples.ratelimits import tries

from . import factors, labels, proving, sign_up, unverified
from .attempts import check
from .noted import failing_factor

WITH_CODES: Final = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)

if TYPE_CHECKING:
    CodeForm = forms.Form
else:
    CodeForm = object


class Mailed(CodeForm):
    """A code from a mail. The attempt is counted, for whom it was mailed to, before the code is checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.code(self, _("The code from the e-mail"))

    def mailed_to(self) -> str:
        raise NotImplementedError

    def clean_code(self) -> str:
        check(tries.wait_for_mailed_code(context.request, self.mailed_to()))
        return str(super().clean_code())  # type: ignore[misc]


class EnterLoginCode(Mailed, ConfirmLoginCodeForm):
    def mailed_to(self) -> str:
        login = unstash_login(context.request, peek=True)
        return (login and login.email) or ""


class EnterResetCode(Mailed, ConfirmPasswordResetCodeForm):
    def mailed_to(self) -> str:
        return str(context.request.session[PASSWORD_RESET_VERIFICATION_SESSION_KEY]["email"])


class ProvesAddress(ConfirmEmailVerificationCodeForm):
    """Verifies an address; the right code replaces an unverified account with the same address."""

    def clean_code(self) -> str:
        code = BaseConfirmCodeForm.clean_code(self)
        if self.user is None and not sign_up.is_begun(context.request):  # the address has an account
            raise get_adapter().validation_error("incorrect_code")
        if self.user is None or self.user.email != self.email:
            unverified.give_way(self.email)
        super().clean_code()
        return str(code)


class EnterAddressCode(Mailed, ProvesAddress):
    def mailed_to(self) -> str:
        user = context.request.user
        return str(user.email if user.is_authenticated else self.email)


class FromApp(CodeForm):
    """A code from an app, or a recovery code, which is digits too and has a count of its own."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.code(self, _("The code from your app, or a recovery code"))

    def clean_code(self) -> str:
        is_recovery = factors.may_be_recovery_code(self.cleaned_data["code"])
        counted = tries.wait_for_recovery_code if is_recovery else tries.wait_for_app_code
        check(counted(context.request, self.user))
        with failing_factor():
            self.authenticator = proving.by_code(self.user, self.cleaned_data["code"], *WITH_CODES)
            if self.authenticator is None:
                raise get_factor_adapter().validation_error("incorrect_code")
        return str(self.cleaned_data["code"])


class EnterAppCode(FromApp, AuthenticateForm):
    pass


class AppCodeAgain(FromApp, AppCodeForm):
    pass


class PasswordAgain(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        labels.plain(self)
