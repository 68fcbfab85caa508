"""The latest state of records in the main database, kept where its writer cannot reach: in the database `keys`.

Whoever can change the main database alone can put an older row back, whose MAC holds. So each change of what decides
(a person's rows, a couple's chain) also stores here which state is the latest one: a short value that stands for it.

The two databases cannot commit together. So a change is announced here before it commits there, and until it is
settled all values count. If the process dies in between, whoever looks next settles it by what the record says.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from couples.keys.models import Latest
from couples.keys.router import KEYS

MAX_TRIES: Final = 20


class NotLatest(Exception):
    """The record that is to be changed is not in the state that was stored last. Nothing has changed."""


def begin(purpose: str, subject: UUID, value: bytes) -> None:
    """Store the first value of this subject, unless it has one. Raises NotLatest if that is another one."""
    row, _made = Latest.objects.get_or_create(purpose=purpose, subject=subject, defaults={"value": value})
    if value not in _states(row):
        raise NotLatest


def announce(purpose: str, subject: UUID, before: bytes, value: bytes) -> None:
    """Announce that the record goes from `before` to `value` in the current transaction of the main database.

    Call it while holding a lock on the record, and before the transaction ends. Raises NotLatest if `before` does not
    hold. What was announced earlier still counts: the transaction may go back to it.
    """
    for row in _tries(purpose, subject):
        if before not in _states(row):
            raise NotLatest
        if _announce(row, value):
            return
    raise NotLatest


def announce_each(purpose: str, changes: Mapping[UUID, tuple[bytes, bytes]]) -> set[UUID]:
    """Do what `announce` does for several records, each with the states before and after, in two queries for all.
    Returns those for which it would raise NotLatest."""
    with transaction.atomic(using=KEYS):
        known = [row for row in _locked(purpose, changes) if changes[row.subject][0] in _states(row)]
        for row in known:
            row.coming = _written([*_coming(row), changes[row.subject][1]])
        Latest.objects.bulk_update(known, ["coming"])
    announced = {row.subject: changes[row.subject][1] for row in known}
    transaction.on_commit(lambda: _settle_each(purpose, announced))
    return changes.keys() - announced.keys()


def announce_beside(purpose: str, subject: UUID, first: bytes, value: bytes) -> None:
    """Announce this value, whatever holds until the current transaction ends; `first`, if nothing was stored.

    Raises NotLatest if others change it all the time.
    """
    Latest.objects.get_or_create(purpose=purpose, subject=subject, defaults={"value": first})
    if not any(_announce(row, value) for row in _tries(purpose, subject)):
        raise NotLatest


def holding(purpose: str, states: Mapping[UUID, bytes]) -> set[UUID]:
    """Return the subjects whose record is in the state that was stored last, in one query.

    A record that changed after it was read may be missing, although it holds: then read it again.
    """
    found = set()
    may_settle = not transaction.get_connection().in_atomic_block  # within one, the state may go back
    for row in _rows(purpose).filter(subject__in=states):
        value = states[row.subject]
        if value in _states(row):
            found.add(row.subject)
        if may_settle and value in _coming(row):
            _settle(purpose, row.subject, value)
    return found


def states(purpose: str, subjects: Iterable[UUID]) -> dict[UUID, list[bytes]]:
    """Return the states of each subject that has any: the one stored last, and those announced after it."""
    return {row.subject: _states(row) for row in _rows(purpose).filter(subject__in=subjects)}


def known(purpose: str, subjects: Iterable[UUID]) -> set[UUID]:
    """Return those of these subjects that have any state here."""
    return set(_rows(purpose).filter(subject__in=subjects).values_list("subject", flat=True))


def values(purpose: str) -> dict[UUID, bytes]:
    """Return the value of each subject that was stored last."""
    return {row.subject: bytes(row.value) for row in _rows(purpose)}


def value(purpose: str, subject: UUID) -> bytes | None:
    """Return the value of this subject that was stored last, if any."""
    row = _rows(purpose).filter(subject=subject).first()
    return bytes(row.value) if row else None


def replace(purpose: str, subject: UUID, before: bytes | None, value: bytes | None) -> bool:
    """Store this value in the place of that one; None: nothing. Returns whether nobody else was first."""
    if before is None and value is not None:
        _row, made = Latest.objects.get_or_create(purpose=purpose, subject=subject, defaults={"value": value})
        return made
    same = _rows(purpose).filter(subject=subject, value=before)
    return bool(same.delete()[0] if value is None else same.update(value=value))


def put(purpose: str, subject: UUID, value: bytes) -> None:
    """Store this value as the latest, whatever was stored. Only for an operator who restores records."""
    Latest.objects.update_or_create(
        purpose=purpose, subject=subject, defaults={"value": value, "coming": b""}
    )


def forget(purpose: str, subject: UUID) -> None:
    """Forget this subject: no state of its record holds any more."""
    _rows(purpose).filter(subject=subject).delete()


def _announce(row: Latest, value: bytes) -> bool:
    """Announce this value until the current transaction commits. Returns whether nobody changed the row meanwhile."""
    done = _replace(row, bytes(row.value), [*_coming(row), value])
    if done:
        transaction.on_commit(lambda: _settle(row.purpose, row.subject, value))
    return done


def _settle(purpose: str, subject: UUID, value: bytes) -> None:
    """Count this announced value as the one that was stored last. What was announced after it may be yet to come."""
    for row in _tries(purpose, subject):
        coming = _coming(row)
        if value not in coming:
            return
        if _replace(row, value, _after(value, coming)):
            return


def _settle_each(purpose: str, values: Mapping[UUID, bytes]) -> None:
    """Do what `_settle` does for several records, in two queries for all."""
    with transaction.atomic(using=KEYS):
        settled = [row for row in _locked(purpose, values) if values[row.subject] in _coming(row)]
        for row in settled:
            row.value, row.coming = values[row.subject], _written(_after(values[row.subject], _coming(row)))
        Latest.objects.bulk_update(settled, ["value", "coming"])


def _locked(purpose: str, subjects: Iterable[UUID]) -> QuerySet[Latest]:
    return _rows(purpose).select_for_update().filter(subject__in=subjects).order_by("subject")


def _after(value: bytes, coming: list[bytes]) -> list[bytes]:
    """Return what was announced after this value was, the last time."""
    return coming[len(coming) - coming[::-1].index(value) :]


def _written(coming: Iterable[bytes]) -> bytes:
    return b"".join(bytes([len(one)]) + one for one in coming)


def _states(row: Latest) -> list[bytes]:
    return [bytes(row.value), *_coming(row)]


def _coming(row: Latest) -> list[bytes]:
    """Return what is announced: each value follows its length."""
    rest, found = bytes(row.coming), []
    while rest:
        found.append(rest[1 : 1 + rest[0]])
        rest = rest[1 + rest[0] :]
    return found


def _replace(row: Latest, value: bytes, coming: list[bytes]) -> bool:
    """Change the row unless somebody else has since it was read. Returns whether it was changed."""
    same = Latest.objects.filter(pk=row.pk, value=bytes(row.value), coming=bytes(row.coming))
    return bool(same.update(value=value, coming=_written(coming)))


def _tries(purpose: str, subject: UUID) -> Iterator[Latest]:
    """Yield the row as it is now, each time anew. Ends when there is none, or somebody else changes it all the time."""
    for _again in range(MAX_TRIES):
        row = _rows(purpose).filter(subject=subject).first()
        if row is None:
            return
        yield row


def _rows(purpose: str) -> QuerySet[Latest]:
    return Latest.objects.filter(purpose=purpose)
