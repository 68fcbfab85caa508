"""The queue: store a mail, take the next one that is due, and open it. It sends nothing."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import BinaryField, F, Func, IntegerField, Q, QuerySet, TextField
from django.db.models.functions import Cast, Least
from django.utils import timezone

from couples.keys import data_keys
from couples.keys.any_key import unseal_with

from .about import About
from .models import QueuedMail

PURPOSE: Final = "mails that wait"
CLAIM: Final = timedelta(minutes=2)
"""For so long a mail is the process's that took it; if that ends meanwhile, another one sends it after this time."""
WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 600))
"""After the first, second … failure."""

MOST_COUNTED: Final = 1000
"""More attempts are not counted."""

has_come: Final = Event()
"""Set in this process when a mail was stored."""


class Expired(Exception):
    """Nobody needs this mail any more."""


class Written(Func):
    """A value as it is written in the row, on SQLite each byte of it: there an id or a moment may be anything."""

    template = "CAST(%(expressions)s AS text)"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="HEX(%(expressions)s)", **more)


@dataclass(frozen=True)
class Taken:
    """A mail that this process has taken. `written_id`: as it is written in the row, whoever wrote it."""

    written_id: str
    sealed: bytes
    attempts: int


def put(message: EmailMessage, until: datetime, about: About = (), id: UUID | None = None) -> None:
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
        "about": about,
    }
    row = QueuedMail(try_at=timezone.now(), **({"id": id} if id else {}))
    key = data_keys.of_server(PURPOSE)[0]
    row.sealed = data_keys.seal(key, json.dumps(content).encode(), _context(row.pk))
    row.save(force_insert=True)
    transaction.on_commit(has_come.set)


def take(passed: set[str]) -> Taken | None:
    """Take the next mail that is due, or None. New ones come before those that could not be sent.

    `passed`: those that this run could not take, because another process was first; they are added, and each is looked
    at once. A row that is written in another form than ours is taken as it is, and so given up like any that does not
    open.
    """
    due = _as_written().filter(try_at__lte=timezone.now(), written_id__gt="").order_by("attempts", "try_at")
    columns = (
        "written_id",
        "written_try_at",
        Cast("sealed", BinaryField()),
        Cast("attempts", IntegerField()),
    )
    while found := due.exclude(written_id__in=passed).values_list(*columns).first():
        written_id, try_at, sealed, attempts = found
        mine = _as_written().filter(written_id=written_id, written_try_at=try_at)
        if mine.update(try_at=timezone.now() + CLAIM, attempts=Least(F("attempts") + 1, MOST_COUNTED)):
            return Taken(written_id, bytes(sealed or b""), attempts or 0)
        passed.add(written_id)
    return None


def opened(row: Taken) -> tuple[EmailMessage, About]:
    """Return the mail, and what it rests on. Raises Expired, or CannotOpen if no master key here sealed it."""
    content = _opened(row)
    if timezone.now().timestamp() > content["until"]:
        raise Expired
    mail = EmailMessage(content["subject"], content["body"], content["from"], content["to"])
    return mail, tuple(content.get("about", ()))


def forget(row: Taken) -> None:
    """Delete a mail that was sent, or never will be."""
    _as_written().filter(written_id=row.written_id).delete()


def withdraw(id: UUID) -> None:
    """Delete a mail that must not leave any more, if it waits still."""
    QueuedMail.objects.filter(pk=id).delete()


def put_off(row: Taken) -> None:
    """Let a mail that could not be sent wait, longer each time."""
    wait = WAITS[min(row.attempts, len(WAITS) - 1)]
    _as_written().filter(written_id=row.written_id).update(try_at=timezone.now() + wait)


def is_held_up() -> bool:
    """Return whether a mail could not be sent at the first attempt, or nobody has tried for a while."""
    late = Q(attempts__gt=1) | Q(try_at__lte=timezone.now() - CLAIM)
    return QueuedMail.objects.filter(late).exists()


def _as_written() -> QuerySet[Any]:
    return QueuedMail.objects.annotate(written_id=Written("id"), written_try_at=Written("try_at"))


def _opened(row: Taken) -> dict[str, Any]:
    keys = data_keys.of_server(PURPOSE)
    content: dict[str, Any] = json.loads(unseal_with(keys, row.sealed, _context(_id_of(row))))
    return content


def _id_of(row: Taken) -> UUID:
    """Return the id by which the mail was sealed. Raises CannotOpen where somebody else wrote it."""
    written = row.written_id
    try:
        return UUID(written if "-" in written else bytes.fromhex(written).decode())
    except ValueError:
        raise data_keys.CannotOpen("its id is none of ours") from None


def _context(id: UUID) -> bytes:
    return f"mails that wait|{id}".encode()
