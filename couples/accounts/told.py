"""Tells somebody by mail that one of their recovery codes was used: whoever holds them needs no factor."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator


def recovery_code_used(authenticator: Authenticator, **_about: Any) -> None:
    """Send a mail without a place or a device. Connected to allauth."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    get_adapter().send_notification_mail("account/email/recovery_code_used", authenticator.user)
