"""The forms that prove who somebody is with a passkey: what fails is noted in the security log.

The lock of the private pages looks at passkeys without these, so that nothing is noted there.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)

from . import proving
from .noted import failing_factor


class SecondStep(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with failing_factor():
            return proving.by_passkey(self.cleaned_data["credential"], super().clean_credential)


class SignIn(LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with failing_factor():
            return proving.by_passkey(self.cleaned_data["credential"], super().clean_credential)


class Again(ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with failing_factor():
            return proving.by_passkey(self.cleaned_data["credential"], super().clean_credential)
