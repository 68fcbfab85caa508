"""Django's way to the queue: every mail of the application ends here, whoever wrote it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from . import NOTICE_LIFETIME, queue
from .about import About


class Queue(BaseEmailBackend):
    """Stores mails, sealed, in the transaction of the caller. `lifetime`: for how long they are tried.

    `about`: what they rest on. `id`: of the row of the one mail, for who may withdraw it.
    """

    def __init__(
        self,
        fail_silently: bool = False,
        lifetime: timedelta = NOTICE_LIFETIME,
        about: About = (),
        id: UUID | None = None,
        **more: Any,
    ) -> None:
        super().__init__(fail_silently, **more)
        self.lifetime, self.about, self.id = lifetime, about, id

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            queue.put(message, timezone.now() + self.lifetime, self.about, self.id)
        return len(email_messages)
