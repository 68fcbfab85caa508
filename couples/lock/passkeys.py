"""Using a passkey at the lock of the private pages: asking for it, and for the secret that it gives for them (PRF)."""

import base64
import binascii
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django import forms
from fido2.webauthn import UserVerificationRequirement

from couples.accounts import proving
from couples.accounts.models import User
from couples.keys.data_keys import KEY_BYTES

WHAT_FOR: Final = b"Counterpoint: private pages"
"""The input of the PRF. Another one would give another secret, and what it opened would stay closed."""


class Used(forms.Form):
    """What the browser sends after a passkey was used. `prf`: the secret it gave, or empty."""

    credential = forms.JSONField(widget=forms.HiddenInput, required=True)
    prf = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def clean_prf(self) -> bytes:
        try:
            secret = base64.b64decode(self.cleaned_data["prf"], validate=True)
        except (ValueError, binascii.Error):
            raise forms.ValidationError("not what a passkey gives") from None
        return secret if len(secret) == KEY_BYTES else b""


def asked(user: User) -> dict[str, Any]:
    """Return what the browser needs to ask for a passkey, and remember the challenge in the session.

    The person has to be verified by their device, because some devices give another secret otherwise.
    """
    options, state = auth.get_server().authenticate_begin(
        credentials=auth.get_credentials(user), user_verification=UserVerificationRequirement.REQUIRED
    )
    auth.set_state(state)
    return {"options": dict(options), "prf": base64.b64encode(WHAT_FOR).decode()}


def used(user: User, credential: dict[str, Any]) -> Authenticator | None:
    """Return the passkey that was used, if it is this person's and answered the challenge of this session.

    Raises DoesNotHold.
    """
    try:
        auth.parse_authentication_response(credential)
        return proving.by_passkey(credential, lambda: auth.complete_authentication(user, credential))
    except forms.ValidationError:
        return None


def all_of(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk"))
