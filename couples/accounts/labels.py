"""Labels and hints for the forms that allauth brings."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import addresses


def plain(form: forms.Form) -> None:
    """Give the fields plain labels, and no placeholders, which vanish while somebody types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def address(form: forms.Form, name: str = "email") -> None:
    field = form.fields[name]
    field.label = _("E-mail address")
    field.error_messages["invalid"] = _("Please enter a whole e-mail address, such as name@example.org.")
    if name == "email":  # a mail is sent there
        field.validators = [*field.validators, addresses.sendable]
    plain(form)


def new_password(form: forms.Form) -> None:
    """Ask for the new password once; a mistyped one can be reset by mail."""
    form.fields.pop("password2", None)
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = password_rules()
    plain(form)


def code(form: forms.Form, label: Promise) -> None:
    field = form.fields["code"]
    field.label = label  # type: ignore[assignment]
    field.widget.attrs |= {
        "class": "code",
        "autocomplete": "one-time-code",
        "spellcheck": "false",
        "inputmode": "numeric",
    }
    plain(form)


def password_rules() -> str:
    """Return what a new password has to be, in one sentence."""
    return gettext("At least 10 characters, not a common password, and nothing like your name or address.")
