"""What people fill in about accounts and invitations. It checks; only `people` and `pairing` change anything."""

from typing import Any
from unicodedata import category

from allauth.account.forms import LoginForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import people
from .models import User

JOINERS = {"\u200c", "\u200d"}  # some scripts need them between letters


class SignUp(SignupForm):
    """E-mail address, a name, a password, and that this person is an adult."""

    field_order = ("name", "email", "password1", "adult")

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("What your partner will call you here. A first name or any name is fine."),
        max_length=User._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    adult = forms.BooleanField(
        label=_("I am 18 or older"),
        error_messages={"required": _("Counterpoint is for adults. Please say that you are one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("You sign in with it. Your partner doesn’t see it.")
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())
        _plain(self)

    def clean_name(self) -> str:
        """A name that can be read: no invisible characters, no line breaks, nothing that turns the text around."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        hidden = {sign for sign in name if category(sign) in ("Cc", "Cf", "Zl", "Zp")} - JOINERS
        if hidden or not name.strip("".join(JOINERS)):
            raise ValidationError(_("Please give a name that can be read."))
        return name

    def validate_unique_email(self, value: str) -> str:
        try:
            return str(super().validate_unique_email(value))
        except ValidationError:
            raise ValidationError(
                _("This address can’t be used for a new account. Perhaps you can sign in with it.")
            ) from None

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            return super().try_save(request)  # type: ignore[no-any-return]
        except IntegrityError:  # the button was pressed twice: the account is there already
            return None, redirect("account_login")

    def save(self, request: HttpRequest) -> User:
        filled_in = self.cleaned_data
        user = people.begin(
            filled_in["email"],
            filled_in["name"],
            filled_in["password1"],
            is_adult_confirmed_at=timezone.now(),
        )
        setup_user_email(request, user, [EmailAddress(email=user.email)])
        return user


class SignIn(LoginForm):
    """E-mail address and password. What is wrong with them, it does not tell."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        if "remember" in self.fields:
            self.fields["remember"].label = _("Stay signed in on this device")
            self.fields["remember"].help_text = _("Only where nobody else uses the device.")
        _plain(self)


class Answer(forms.Form):
    """The answer to an invitation: one of two buttons."""

    ACCEPT = "accept"
    DECLINE = "decline"

    answer = forms.ChoiceField(choices=[(ACCEPT, _("Accept")), (DECLINE, _("Decline"))])


def _plain(form: forms.Form) -> None:
    """Labels say what a field is for; no words inside the fields that vanish while one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
