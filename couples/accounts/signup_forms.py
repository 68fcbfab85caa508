"""The forms for people who are not signed in: signing up, signing in, asking for a code.

No answer tells whether an address has an account: known and unknown ones get the same page, one mail and equal work.
"""

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import User
from couples.amounts import length_text
from couples.facts import holding
from couples.ratelimits import tries

from . import labels, sign_up, unverified
from .attempts import check
from .names import NameField


class SignUp(SignupForm):
    """E-mail address, name, password, and confirming to be an adult."""

    field_order = ("name", "email", "password1", "adult")

    name = NameField()
    adult = forms.BooleanField(
        label=_("I am 18 or older"),
        error_messages={
            "required": _("Counterpoint is for adults. Please confirm that you are 18 or older.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.address(self)
        self.fields["email"].help_text = _("You sign in with it. Nobody you meet here sees it.")
        self.fields["password1"].help_text = labels.password_rules()

    def validate_unique_email(self, value: str) -> str:
        if unverified.holder(value):
            return value
        return str(super().validate_unique_email(value))

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Begin: nothing is stored but in this session until the address is verified."""
        filled_in, email = self.cleaned_data, self.cleaned_data["email"].lower()
        if tries.wait_for_mail(request, email):
            return None, render(request, "429.html", status=429)
        wanted = {
            "name": filled_in["name"],
            "password": make_password(filled_in["password1"]),  # as much work where there is an account
            "adult_since": timezone.now().isoformat(),
        }
        return None, sign_up.begin(request, email, None if self.account_already_exists else wanted)


class SignIn(LoginForm):
    """E-mail address and password. The error never says which of the two was wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.address(self, "login")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")
        self.fields["remember"].help_text = _(
            "For %(total)s at most, or until you have not been here for %(idle)s. "
            "Only where nobody else uses the device."
        ) % {name: length_text(length) for name, length in settings.SIGN_IN.items()}


class AskForCode(RequestLoginCodeForm):
    """Ask for a mailed code to sign in with."""

    _user: User | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.address(self)

    def clean_email(self) -> str:
        email = str(super().clean_email())
        _count_mail(email)
        if self._user and not _may_be_mailed(self._user, email):
            self._user = None
        return email


class AskForReset(ResetPasswordForm):
    """Ask for a mailed code to set a new password with."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.address(self)

    def clean_email(self) -> str:
        email = str(super().clean_email())
        _count_mail(email)
        self.users = [user for user in self.users if _may_be_mailed(user, email)]
        return email


def _may_be_mailed(user: User, email: str) -> bool:
    """Return whether a code for this person may go to this address: it was verified, and is theirs by what holds."""
    if unverified.is_unverified(user):
        return False
    try:
        held = holding.held(user.pk)
    except holding.DoesNotHold:
        return False
    rows = (*held.rows(User), *held.rows(EmailAddress))
    return email.lower() in {row["email"].lower() for row in rows}


def _count_mail(email: str) -> None:
    check(
        tries.wait_for_mail(context.request, email),
        what=gettext("E-mails were asked for too often, perhaps not by you."),
    )
