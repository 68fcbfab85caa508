"""Tells somebody by mail that one of their recovery codes was used: whoever holds them needs no factor."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator

log = logging.getLogger(__name__)


def recovery_code_used(authenticator: Authenticator, **_about: Any) -> None:
    """Send a mail without a place or a device; whoever needs the code gets in without it. Connected to allauth."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    try:
        get_adapter().send_notification_mail("account/email/recovery_code_used", authenticator.user)
    except OSError as trouble:  # no server for mails
        log.warning("mail_not_sent", extra={"kind": type(trouble).__name__})
