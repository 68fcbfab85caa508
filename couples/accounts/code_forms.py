"""The forms that verify a person: a code from a mail, an app or a list of recovery codes, or the password again."""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    BaseConfirmCodeForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    ReauthenticateForm,
)
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AppCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from couples.ratelimits import tries

from . import labels, unverified

if TYPE_CHECKING:
    CodeForm = forms.Form
else:
    CodeForm = object


class Counted(CodeForm):
    """Counts an attempt before the code is checked, per browser process or per person."""

    def whose(self) -> tuple[str, str]:
        """Return what the attempt is counted under: the e-mail address, if known, and the kind of code."""
        return "", str(context.request.session.stored_key)

    def clean_code(self) -> str:
        adapter, request = get_adapter(), context.request
        if not tries.may_try_code(request, *self.whose()):
            raise adapter.validation_error("too_many_login_attempts")
        return str(super().clean_code())  # type: ignore[misc]


class Mailed(Counted):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.code(self, _("The code from the e-mail"))


class EnterLoginCode(Mailed, ConfirmLoginCodeForm):
    pass


class EnterResetCode(Mailed, ConfirmPasswordResetCodeForm):
    pass


class ProvesAddress(ConfirmEmailVerificationCodeForm):
    """Verifies an address; the right code replaces an unverified account with the same address."""

    def clean_code(self) -> str:
        code = BaseConfirmCodeForm.clean_code(self)
        if self.user is None:  # nobody is behind it, or the account gave way meanwhile
            raise get_adapter().validation_error("incorrect_code")
        if self.user.email != self.email:
            unverified.give_way(self.email)
        super().clean_code()
        return str(code)


class EnterAddressCode(Mailed, ProvesAddress):
    pass


class FromApp(Counted):
    """A code from an app, or a recovery code, which is digits too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.code(self, _("The code from your app, or a recovery code"))

    def whose(self) -> tuple[str, str]:
        user = self.user  # type: ignore[attr-defined]
        return user.email, str(user.pk)


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
