"""The name that others see, and the check that it is readable."""

from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import User

JOINERS = {"\u200c", "\u200d"}  # some scripts need them between letters


def readable(name: str) -> str:
    """Return the name with single spaces, without invisible characters, line breaks or direction marks."""
    name = " ".join(name.split())
    hidden = {sign for sign in name if category(sign) in ("Cc", "Cf", "Zl", "Zp")} - JOINERS
    if hidden or not name.strip("".join(JOINERS)):
        raise ValidationError(_("Please enter a name that others can read."))
    return name


class NameField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Your name"),
            help_text=_("What your partner will call you here. A first name or any name is fine."),
            max_length=User._meta.get_field("name").max_length,
            widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        )

    def clean(self, value: object) -> str:
        return readable(str(super().clean(value)))


class Name(forms.Form):
    """The form that changes the name."""

    name = NameField()
