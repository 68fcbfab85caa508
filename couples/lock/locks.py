"""The key of each person's private pages: made, opened by what opens it, and made anew.

Without a PIN the server opens it by itself. With a PIN only the PIN does, a code, or a passkey that gives a secret.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

from couples import traces
from couples.facts import changing as facts
from couples.facts import holding
from couples.facts.holding import Held
from couples.keys import boxes, data_keys
from couples.lock import kept as keeping
from couples.lock.kept import Kept
from couples.lock.models import StoreLock


class Changed(Exception):
    """The pages were emptied, or another PIN was set, since they were opened here. Nothing has changed."""


@dataclass(frozen=True)
class OpenStore:
    """The private pages of one person while they are open: nothing reads or writes them without it.

    `proved`: see `Kept.what_proves`.
    """

    person: UUID
    key: bytes = field(repr=False)
    data_key: bytes = field(repr=False)
    proved: str = field(repr=False)

    def secret(self, purpose: str) -> bytes:
        """Return 32 bytes for this purpose. They can't be found without the data key, which an erasure destroys."""
        return boxes.derived(self.key, f"private pages: {purpose}", salt=self.data_key)

    @property
    def public(self) -> bytes:
        """To which anybody can seal what is opened with `secret("sent in")`."""
        return boxes.public_of(self.secret("sent in"))


@dataclass(frozen=True)
class Lock:
    """What is stored of one person's lock, as it was read."""

    person: UUID
    data_key: bytes = field(repr=False)
    kept: Kept = field(repr=False)

    def opened(self, key: bytes) -> OpenStore:
        return OpenStore(self.person, key, self.data_key, self.kept.what_proves)

    @property
    def without_pin(self) -> OpenStore | None:
        """The open store, if it opens without a PIN."""
        return None if self.kept.has_pin else self.opened(self.kept.free_key)


def of(person: UUID) -> Lock | None:
    """Return this person's lock, which is made if there is none yet; None if its data key is destroyed."""
    data_key = data_keys.data_key(person)
    row = StoreLock.objects.filter(person_id=person).first()
    if data_key is None:
        return None
    return _read(row or _made(person, data_key), data_key)


def has_pin(person: UUID) -> bool:
    lock = of(person)
    return lock is not None and lock.kept.has_pin


def public_of(person: UUID) -> bytes | None:
    """Return the public key of this person's pages, without reading how they are locked."""
    found = StoreLock.objects.filter(person_id=person).values_list("public", flat=True).first()
    return None if found is None else bytes(found)


def is_current(open_store: OpenStore) -> bool:
    """Return whether the pages still have the key of this open store."""
    return public_of(open_store.person) == open_store.public


def require_held(open_store: OpenStore, held: Held) -> None:
    """Raise DoesNotHold, and note it, unless the lock that was opened is the one that holds.

    Not an older one, put there for the moment in which it was read. A code that was just used up makes no difference.
    """
    for row in held.rows(StoreLock):
        lock = _read(StoreLock(person_id=open_store.person, **row), open_store.data_key)
        if lock and lock.kept.what_proves == open_store.proved:
            return
    holding.refuse()


def renew(person: UUID) -> None:
    """Give the pages a new key that opens without a PIN, and drop whatever opened them. The old one opens nothing."""
    traces.wipe()
    data_key = data_keys.data_key(person)
    if data_key is None:
        StoreLock.objects.filter(person_id=person).delete()
        return
    with facts.changing(person):
        StoreLock.objects.update_or_create(person_id=person, defaults=first_columns(person, data_key))


@dataclass
class Change:
    """What is kept, to be changed, and the open store: another one where the pages get another key."""

    open_store: OpenStore
    kept: Kept

    @property
    def done(self) -> OpenStore:
        """The open store after the change."""
        return replace(self.open_store, proved=self.kept.what_proves)


@contextmanager
def changing(open_store: OpenStore) -> Iterator[Change]:
    """Yield what is kept, holding the row, and store it afterwards. Raises Changed.

    Nothing else changes a stored row but `renew`.
    """
    with facts.changing(open_store.person):
        row = StoreLock.objects.select_for_update().filter(person_id=open_store.person).first()
        lock = _read(row, open_store.data_key) if row else None
        if row is None or lock is None or bytes(row.public) != open_store.public:
            raise Changed
        change = Change(open_store, lock.kept)
        yield change
        StoreLock.objects.filter(pk=row.pk).update(**_columns(change.open_store, change.kept))


def with_new_key(open_store: OpenStore) -> OpenStore:
    return replace(open_store, key=os.urandom(data_keys.KEY_BYTES))


def first_columns(person: UUID, data_key: bytes, earlier_pin: str = "") -> dict[str, bytes]:
    """Return the columns of a new lock. `earlier_pin`: see `Kept`; only for the migration."""
    open_store, kept = _new(person, data_key)
    return _columns(open_store, replace(kept, earlier_pin=earlier_pin))


def _made(person: UUID, data_key: bytes) -> StoreLock:
    with facts.changing(person):
        return StoreLock.objects.get_or_create(person_id=person, defaults=first_columns(person, data_key))[0]


def _new(person: UUID, data_key: bytes) -> tuple[OpenStore, Kept]:
    key = os.urandom(data_keys.KEY_BYTES)
    kept = Kept().without_pin(key)
    return OpenStore(person, key, data_key, kept.what_proves), kept


def _columns(open_store: OpenStore, kept: Kept) -> dict[str, bytes]:
    return {
        "public": open_store.public,
        "sealed": keeping.sealed(kept, open_store.person, open_store.data_key),
    }


def _read(row: StoreLock, data_key: bytes) -> Lock | None:
    try:
        return Lock(row.person_id, data_key, keeping.unsealed(bytes(row.sealed), row.person_id, data_key))
    except data_keys.CannotOpen:  # under a destroyed key, or somebody else's
        return None
