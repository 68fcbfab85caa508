"""Mail servers that fail in one way each, for MAIL_DELIVERY_BACKEND."""

import smtplib

from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import sanitize_address


class Away:
    """Nobody listens."""

    fault: Exception = ConnectionRefusedError()

    def __init__(self, *_names, **_options) -> None: ...

    def send_messages(self, _messages) -> int:
        raise self.fault


class Silent(Away):
    fault = TimeoutError()


class KnowsNobody(Away):
    fault = smtplib.SMTPRecipientsRefused({"kim@example.org": (550, b"no such person")})


class AsksToWait(Away):
    fault = smtplib.SMTPRecipientsRefused({"kim@example.org": (450, b"later")})


class WrongPassword(Away):
    fault = smtplib.SMTPAuthenticationError(535, b"no")


class Plain(Away):
    fault = smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server.")


class Strict(EmailBackend):
    """Takes what SMTP could carry: like Django's own, it reads each address first."""

    def send_messages(self, messages) -> int:
        for message in messages:
            for to in message.recipients():
                sanitize_address(to, "utf-8")
        return super().send_messages(messages)
