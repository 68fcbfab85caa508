"""The forms that change an account: password, address, app codes, passkeys."""

from typing import Any

from allauth.account.forms import AddEmailForm, ChangePasswordForm, ResetPasswordKeyForm, SetPasswordForm
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import User
from couples.facts.changing import changing
from couples.ratelimits import tries
from couples.written import Words

from . import delays, labels
from .attempts import check

MAX_PASSKEY_NAME_LENGTH = 40


class PasswordByMail(ResetPasswordKeyForm):
    """A new password for a person who only proved access to the mailbox. It does not open private pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.new_password(self)

    def save(self) -> None:
        _by_mail_alone(self.user)
        super().save()


class FirstPassword(SetPasswordForm):
    """A first password, for a person who so far signed in by mailed codes only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.new_password(self)

    def save(self) -> None:
        assert self.user is not None
        _by_mail_alone(self.user)
        super().save()


class PasswordByPassword(ChangePasswordForm):
    """A new password for a person who knows the current one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.new_password(self)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""

    def clean_oldpassword(self) -> str:
        assert self.user is not None
        check(tries.wait_for_password(context.request, self.user.email))
        given = str(super().clean_oldpassword())
        tries.password_was_right(context.request, self.user.email)
        return given


class NewAddress(AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.address(self)
        self.fields["email"].label = _("New e-mail address")

    def clean_email(self) -> str:
        """Refuse before a code is sent there if another address waits already."""
        request, kind = context.request, delays.Kind.ADDRESS
        if delays.must_wait(request, kind) and (why := delays.why_not(self.user, kind)):
            raise ValidationError(why)
        return str(super().clean_email())


class AddApp(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels.code(self, _("The code your app shows now"))


class AddPasskey(AddWebAuthnForm):
    """A passkey that signs in without a password, unless the person wants it as a second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Let it sign me in on its own, without my password")
        self.fields["passwordless"].help_text = _(
            "Anyone who can unlock your device can use it. Leave this unticked if somebody else can."
        )


class NamePasskey(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)


def _by_mail_alone(user: Any) -> None:
    """Mark the account as reset by mail, before the password is saved. Keeps the password from before the first reset.

    Nothing else of the row is saved: that could overwrite what another request stores at the same moment.
    """
    with changing(user):
        stored = User.objects.get(pk=user.pk)
        is_first = stored.mail_reset_at is None and stored.has_usable_password()
        kept = {"password_before_reset": stored.password} if is_first else {}
        user.write(mail_reset_at=timezone.now(), **kept)


def _name(form: Any) -> None:
    form.fields["name"] = Words(
        label=_("A name for it"),
        help_text=_("So that you recognize it, such as “my phone”. Only you see it."),
        required=form.fields["name"].required,
        max_length=MAX_PASSKEY_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    labels.plain(form)
