"""A person's data key: create, wrap, unwrap and destroy it, and seal data with it.

A key is never stored in the clear, and a missing key is never replaced automatically. The wrapped keys live in the
database `keys`. Each is wrapped under a key derived from a master key *and* its person, so a wrapped key moved to
another person's row opens nothing.
"""

import hmac
import os
from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.contrib.auth import get_user_model

from couples.keys.cache import RememberedKeys
from couples.keys.models import PersonKey

KEY_BYTES = 32
VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
BLOCK = 256
LENGTH_BYTES = 4

_remembered = RememberedKeys(most=8192)
pin, unpin = _remembered.pin, _remembered.unpin
"""Remember the key of a person with an open connection for as long as it is open."""
forget = _remembered.forget
"""Forget the remembered key of a person: the next use reads the key store."""


class CannotOpen(Exception):
    """Sealed data cannot be opened: another key, another context, or changed bytes."""


def make(person_id: UUID) -> None:
    """Give this person a data key, unless they have one. Never call it to repair a missing key:
    a key that was destroyed was destroyed on purpose."""
    master = settings.MASTER_KEYS[0]
    wrapped = aes_key_wrap(_wrapping_key(master, person_id), os.urandom(KEY_BYTES))
    PersonKey.objects.get_or_create(person=person_id, defaults={"wrapped": wrapped, "kek_id": kek_id(master)})


def data_key(person_id: UUID, epoch: int | None = None) -> bytes | None:
    """This person's data key (32 bytes), or None when it was destroyed or never made.

    Without `epoch` the key store is read each time. A caller that has just read the person's `key_epoch`
    from the main database, in the transaction it is working in, may pass it: then a key remembered in this
    process under that very epoch is used. Destroying a key raises the epoch, so that no process can use a
    remembered key afterwards. Never pass an epoch that was itself remembered.
    """
    if epoch is not None and (key := _remembered.get(person_id, epoch)):
        return key
    row = PersonKey.objects.filter(person=person_id).first()
    if row is None:
        return None
    key = _unwrap(row)
    if epoch is not None:
        _remembered.put(person_id, epoch, key)
    return key


def data_keys(people: Mapping[UUID, int | None]) -> dict[UUID, bytes]:
    """Return `data_key` of each person, given with their epoch or None, in one query. Who has no key is left out."""
    found = {
        person: key
        for person, epoch in people.items()
        if epoch is not None and (key := _remembered.get(person, epoch))
    }
    wanted = people.keys() - found.keys()
    for row in PersonKey.objects.filter(person__in=wanted) if wanted else ():
        found[row.person] = _unwrap(row)
        if (epoch := people[row.person]) is not None:
            _remembered.put(row.person, epoch, found[row.person])
    return found


def destroy(person_id: UUID) -> None:
    """Destroy this person's data key for good; what it sealed stays closed for everyone. May be repeated.

    The key goes first and the epoch follows: the other way round, another process could remember the key
    under the new epoch just before it goes. Nobody else learns of the new epoch before the transaction of the
    main database ends in which it is called: do nothing else in that.
    """
    PersonKey.objects.filter(person=person_id).delete()
    _remembered.forget(person_id)
    theirs = get_user_model().objects.filter(pk=person_id)
    for epoch in theirs.values_list("key_epoch", flat=True):
        get_user_model().objects.filter(pk=person_id).update(key_epoch=epoch + 1)


def who_have_one() -> set[UUID]:
    """Return everybody whose data key has not been destroyed."""
    return set(PersonKey.objects.values_list("person", flat=True))


def rewrapped(row: PersonKey) -> bytes:
    """Return the data key of this row wrapped under the first master key. The row is not changed."""
    return aes_key_wrap(_wrapping_key(settings.MASTER_KEYS[0], row.person), _unwrap(row))


def mac(purpose: str, data: bytes) -> bytes:
    """Return HMAC-SHA256 (32 bytes) of `data` under a key derived from the first master key for this purpose."""
    return _mac(settings.MASTER_KEYS[0], purpose, data)


def macs(purpose: str, data: bytes) -> list[bytes]:
    """Return `mac` under each of the master keys, the first one first: what was stored may lie under any of them."""
    return [_mac(master, purpose, data) for master in settings.MASTER_KEYS]


def is_mac(tag: bytes, purpose: str, data: bytes) -> bool:
    """Whether `tag` is the MAC of `data` under any of the master keys, so that it survives their rotation."""
    return any(hmac.compare_digest(tag, _mac(master, purpose, data)) for master in settings.MASTER_KEYS)


def of_server(purpose: str) -> list[bytes]:
    """Return keys for data that belongs to no single person, one from each master key. The first seals, all open."""
    return [_derive(master, b"server " + purpose.encode(), KEY_BYTES) for master in settings.MASTER_KEYS]


def seal(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Encrypt `plaintext` under `key`, bound to `context`: version byte | nonce (12) | AES-256-GCM.

    The plaintext is padded to a multiple of 256 bytes. `context` names the one place where the result can be opened.
    """
    length = len(plaintext).to_bytes(LENGTH_BYTES, "big")
    padding = bytes(-(LENGTH_BYTES + len(plaintext)) % BLOCK)
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, length + plaintext + padding, context)


def sealed_bytes(length: int) -> int:
    """Return how many bytes `seal` makes of so many."""
    padding = -(LENGTH_BYTES + length) % BLOCK
    return len(VERSION) + NONCE_BYTES + LENGTH_BYTES + length + padding + TAG_BYTES


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Return the plaintext. Raises CannotOpen for anything but what `seal` made with this key and this context."""
    head = len(VERSION) + NONCE_BYTES
    if sealed[: len(VERSION)] != VERSION or len(sealed) < head + TAG_BYTES + BLOCK:
        raise CannotOpen("not something that was sealed here")
    try:
        padded = AESGCM(key).decrypt(sealed[len(VERSION) : head], sealed[head:], context)
    except InvalidTag:
        raise CannotOpen("another key, another context, or changed bytes") from None
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")
    if end > len(padded) or any(padded[end:]):
        raise CannotOpen("the padding is not as it was made")
    return padded[LENGTH_BYTES:end]


def kek_id(master: bytes) -> str:
    """Return a short public id of a master key, which is stored beside what it wraps."""
    return _derive(master, b"key id", 8).hex()


def _unwrap(row: PersonKey) -> bytes:
    for master in settings.MASTER_KEYS:
        if kek_id(master) == row.kek_id:
            try:
                return aes_key_unwrap(_wrapping_key(master, row.person), bytes(row.wrapped))
            except InvalidUnwrap:
                raise CannotOpen("this wrapped key belongs to another person") from None
    raise CannotOpen(f"the master key {row.kek_id} is not among MASTER_KEYS")


def _wrapping_key(master: bytes, person_id: UUID) -> bytes:
    return _derive(master, b"wrap " + person_id.bytes, KEY_BYTES)


def _mac(master: bytes, purpose: str, data: bytes) -> bytes:
    return hmac.digest(_mac_key(master, purpose), data, "sha256")


@lru_cache(maxsize=64)
def _mac_key(master: bytes, purpose: str) -> bytes:
    """Derived once in each process: every command needs several MACs. It belongs to the server, not to a person."""
    return _derive(master, b"mac " + purpose.encode(), KEY_BYTES)


def _derive(master: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=None, info=b"counterpoint " + purpose).derive(master)
