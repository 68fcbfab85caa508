"""Mail servers that fail in one way each, for MAIL_DELIVERY_BACKEND."""

import smtplib


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
