"""Send one mail now, past the queue, and say in one sentence whether the mail server took it."""

import socket
import ssl
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples.mail_queue import sender
from couples.management import people


class Command(BaseCommand):
    help = "Send a test mail to an address, and say whether the mail server of EMAIL_URL took it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        email = people.sendable(options["email"])
        try:
            sender.deliver(EmailMessage("Test", "This is a test.\n", None, [email]))
        except (SMTPException, OSError) as trouble:
            raise CommandError(_why(trouble)) from None
        self.stdout.write(f"{_server()} took the mail: look whether it has come.")


def _server() -> str:
    if not settings.MAIL_DELIVERY_BACKEND.endswith(".smtp.EmailBackend"):
        return f"{settings.MAIL_DELIVERY_BACKEND}, which sends nothing over the network,"
    return f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _why(trouble: Exception) -> str:
    """Return the sentence about what went wrong."""
    match trouble:
        case TimeoutError():
            what = f"did not answer within {settings.EMAIL_TIMEOUT} seconds"
        case ConnectionRefusedError():
            what = "refuses connections: nothing listens there, or something is in between"
        case socket.gaierror():
            what = "cannot be found by its name"
        case ssl.SSLError():
            what = "and this machine do not agree on TLS: see smtp+tls and smtp+ssl in EMAIL_URL, and its certificate"
        case SMTPAuthenticationError():
            what = "does not accept the user or password in EMAIL_URL"
        case SMTPNotSupportedError():
            what = "offers no STARTTLS, or takes no password: see smtp+tls and USER:PASSWORD in EMAIL_URL"
        case SMTPSenderRefused():
            what = f"refuses the sender, {settings.DEFAULT_FROM_EMAIL}"
        case SMTPRecipientsRefused():
            what = "refuses this recipient"
        case _:
            what = f"did not take the mail ({type(trouble).__name__})"
    return f"{_server()} {what}."
