"""The latest state of records in the main database, kept where its writer cannot reach: in the database `keys`.

Whoever can change the main database alone can put an older row back, whose MAC holds. So each change of what decides
(a person's rows, a couple's chain) also stores here which state is the latest one: a short value that stands for it.

The two databases cannot commit together. So a change is announced here before it commits there, and until it is
settled both values count. If the process dies in between, whoever looks next settles it by what the record says.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from couples.keys.models import Latest


class NotLatest(Exception):
    """The record that is to be changed is not in the state that was stored last. Nothing has changed."""


def begin(purpose: str, subject: UUID, value: bytes) -> None:
    """Store the first value of this subject, unless it has one. Raises NotLatest if that is another one."""
    row, _made = Latest.objects.get_or_create(purpose=purpose, subject=subject, defaults={"value": value})
    if value not in (bytes(row.value), bytes(row.coming)):
        raise NotLatest


def announce(purpose: str, subject: UUID, before: bytes, value: bytes) -> None:
    """Announce that the record goes from `before` to `value` in the current transaction of the main database.

    Call it while holding a lock on the record, and before the transaction ends. Raises NotLatest if `before` does not
    hold.
    """
    held = _rows(purpose).filter(Q(value=before) | Q(coming=before), subject=subject)
    if not held.update(value=before, coming=value):
        raise NotLatest
    transaction.on_commit(lambda: _settle(purpose, subject, value))


def holding(purpose: str, states: Mapping[UUID, bytes]) -> set[UUID]:
    """Return the subjects whose record is in the state that was stored last, in one query.

    A record that changed after it was read may be missing, although it holds: then read it again.
    """
    found = set()
    for row in _rows(purpose).filter(subject__in=states):
        value = states[row.subject]
        if value == bytes(row.coming):
            _settle(purpose, row.subject, value)
        if value in (bytes(row.value), bytes(row.coming)):
            found.add(row.subject)
    return found


def values(purpose: str) -> dict[UUID, bytes]:
    """Return the value of each subject that was stored last."""
    return {row.subject: bytes(row.value) for row in _rows(purpose)}


def put(purpose: str, subject: UUID, value: bytes) -> None:
    """Store this value as the latest, whatever was stored. Only for an operator who restores records."""
    Latest.objects.update_or_create(
        purpose=purpose, subject=subject, defaults={"value": value, "coming": b""}
    )


def forget(purpose: str, subject: UUID) -> None:
    """Forget this subject: no state of its record holds any more."""
    _rows(purpose).filter(subject=subject).delete()


def _settle(purpose: str, subject: UUID, value: bytes) -> None:
    _rows(purpose).filter(subject=subject, coming=value).update(value=F("coming"), coming=b"")


def _rows(purpose: str) -> QuerySet[Latest]:
    return Latest.objects.filter(purpose=purpose)
