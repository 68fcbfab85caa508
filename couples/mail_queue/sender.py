"""Sends what waits in the queue, in a thread of each server process, which a new mail wakes at once.

A mail is sent at least once: a process that ends between the mail server's yes and the end of the row sends it twice.
"""

import logging
from collections.abc import Callable
from smtplib import SMTPRecipientsRefused
from threading import Event, Thread
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connections

from couples import duties, metrics
from couples.keys.data_keys import CannotOpen

from . import about, queue

LOOK_EVERY: Final = 10.0
"""Seconds between two looks for mails of other processes, and for those that could not be sent."""
NAME: Final = "mails that wait"
NEVER: Final = 500
"""The codes of SMTP from which on another attempt is useless."""

log = logging.getLogger(__name__)


def run_in_background() -> Callable[[], None]:
    """Send what comes in a thread of this process. Returns a function that ends it, and waits a moment for that."""
    ended = Event()
    thread = Thread(target=_run, args=(ended,), name="mails", daemon=True)
    thread.start()

    def end() -> None:
        ended.set()
        queue.has_come.set()
        thread.join(LOOK_EVERY)

    return end


def _run(ended: Event) -> None:
    while not ended.is_set():
        queue.has_come.clear()
        with duties.logged(NAME):
            duties.run(NAME, send_due)
        _release()
        queue.has_come.wait(LOOK_EVERY)


def send_due() -> int:
    """Try each mail that is due once. Returns how many were sent. Holds no database connection while it sends."""
    sent, passed = 0, set[str]()
    while row := queue.take(passed):
        _release()
        outcome = _send(row)
        metrics.MAILS.labels(outcome).inc()
        sent += outcome == "sent"
    return sent


def _release() -> None:
    """Give back the connections to the databases, unless a caller is in the middle of something."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def deliver(message: EmailMessage) -> None:
    """Send a mail now, by what EMAIL_URL names. Raises SMTPException or OSError."""
    message.connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    message.send()


def _send(row: queue.Taken) -> str:
    """Send this mail, and forget it; put it off if it could not be sent. Returns what came of it.

    One mail's fault, whatever it is, holds up no other. Only its kind is logged: its text may hold the address.
    """
    try:
        mail, rests_on = queue.opened(row)
        if about.may_leave(rests_on):
            _release()
            deliver(mail)
            about.has_left(rests_on)
            outcome = "sent"
        else:
            outcome = "withdrawn"
    except Exception as fault:
        kind = type(fault).__name__
        if not _is_final(fault):
            log.warning("mail_not_sent", extra={"kind": kind, "attempt": row.attempts + 1})
            queue.put_off(row)
            return "failed"
        log.error("mail_lost", extra={"kind": kind})
        outcome = "lost"
    queue.forget(row)
    return outcome


def _is_final(fault: Exception) -> bool:
    """Return whether another attempt is useless: as where the mail server says that it knows nobody of this address."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code >= NEVER for code, _said in fault.recipients.values())
    return isinstance(fault, queue.Expired | CannotOpen)
