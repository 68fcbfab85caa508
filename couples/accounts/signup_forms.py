"""The forms for people who are not signed in: signing up, signing in, asking for a code.

No answer tells whether an address has an account: known and unknown ones get the same page, one mail and equal work.
"""

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from couples.accounts import users
from couples.accounts.models import User
from couples.amounts import length_text
from couples.facts import holding
from couples.ratelimits import tries

from . import labels, unverified
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
        self.fields["email"].help_text = _("You sign in with it. Your partner doesn’t see it.")
        self.fields["password1"].help_text = labels.password_rules()

    def validate_unique_email(self, value: str) -> str:
        if unverified.holder_that_gives_way(value):
            return value
        return str(super().validate_unique_email(value))

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        email = self.cleaned_data["email"]
        if tries.wait_for_mail(request, email):
            return None, render(request, "429.html", status=429)
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # as much work as for a new account
            return super().try_save(request)  # type: ignore[no-any-return]
        unverified.give_way(email)
        try:
            return super().try_save(request)  # type: ignore[no-any-return]
        except IntegrityError:  # the button was pressed twice: the account is there already
            return None, redirect("account_email_verification_sent")

    def save(self, request: HttpRequest) -> User:
        filled_in = self.cleaned_data
        user = users.create(
            filled_in["email"],
            filled_in["name"],
            filled_in["password1"],
            is_adult_confirmed_at=timezone.now(),
        )
        setup_user_email(request, user, [EmailAddress(email=user.email)])
        return user


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
