"""The queue: store a mail, take the next one that is due, and open it. It sends nothing."""

import json
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from couples.keys import data_keys

from .models import QueuedMail

PURPOSE: Final = "mails that wait"
CLAIM: Final = timedelta(minutes=2)
"""For so long a mail is the process's that took it; if that ends meanwhile, another one sends it after this time."""
WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 600))
"""After the first, second … failure."""

has_come: Final = Event()
"""Set in this process when a mail was stored."""


class Expired(Exception):
    """Nobody needs this mail any more."""


def put(message: EmailMessage, until: datetime) -> None:
    """Store a plain mail, to be tried until then. Raises TypeError for one with parts or copies: there is none."""
    parts = (message.attachments, message.cc, message.bcc, getattr(message, "alternatives", ()))
    if any(parts):
        raise TypeError("only plain mails are queued")
    content = {
        "subject": str(message.subject),
        "body": str(message.body),
        "from": message.from_email,
        "to": list(message.to),
        "until": until.timestamp(),
    }
    row = QueuedMail(try_at=timezone.now())
    key = data_keys.of_server(PURPOSE)[0]
    row.sealed = data_keys.seal(key, json.dumps(content).encode(), _context(row))
    row.save(force_insert=True)
    transaction.on_commit(has_come.set)


def take() -> QueuedMail | None:
    """Take the next mail that is due, or None. New ones come before those that could not be sent."""
    due = QueuedMail.objects.filter(try_at__lte=timezone.now()).order_by("attempts", "try_at")
    while row := due.first():
        mine = QueuedMail.objects.filter(pk=row.pk, try_at=row.try_at)
        if mine.update(try_at=timezone.now() + CLAIM, attempts=F("attempts") + 1):
            return row
    return None


def opened(row: QueuedMail) -> EmailMessage:
    """Return the mail. Raises Expired, or CannotOpen if no master key here sealed it."""
    content = _opened(row)
    if timezone.now().timestamp() > content["until"]:
        raise Expired
    return EmailMessage(content["subject"], content["body"], content["from"], content["to"])


def forget(row: QueuedMail) -> None:
    """Delete a mail that was sent, or never will be."""
    QueuedMail.objects.filter(pk=row.pk).delete()


def put_off(row: QueuedMail) -> None:
    """Let a mail that could not be sent wait, longer each time."""
    wait = WAITS[min(row.attempts, len(WAITS) - 1)]
    QueuedMail.objects.filter(pk=row.pk).update(try_at=timezone.now() + wait)


def is_held_up() -> bool:
    """Return whether a mail could not be sent at the first attempt, or nobody has tried for a while."""
    late = Q(attempts__gt=1) | Q(try_at__lte=timezone.now() - CLAIM)
    return QueuedMail.objects.filter(late).exists()


def _opened(row: QueuedMail) -> dict[str, Any]:
    for key in data_keys.of_server(PURPOSE):
        try:
            content: dict[str, Any] = json.loads(data_keys.unseal(key, bytes(row.sealed), _context(row)))
        except data_keys.CannotOpen:
            continue
        return content
    raise data_keys.CannotOpen("no master key opens this mail")


def _context(row: QueuedMail) -> bytes:
    return f"mails that wait|{row.pk}".encode()
