"""Addresses to which a mail can be sent at all: some that look like one have a domain no mail server can be told."""

from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _


def sendable(email: str) -> None:
    """Raise ValidationError for an address that Django could not hand to a mail server."""
    try:
        sanitize_address(email, "utf-8")
    except (UnicodeError, ValueError):
        raise ValidationError(
            _("No e-mail can be sent to this address. Please check what is behind the @.")
        ) from None


def check(email: str) -> None:
    """Raise ValidationError unless this is an address to which a mail can be sent."""
    validate_email(email)
    sendable(email)
