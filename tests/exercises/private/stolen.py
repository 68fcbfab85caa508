"""Somebody who has copies of both databases, the settings and this source, and looks for the key of private pages.

They know every key of the server, so they open all that the server opens by itself. They try every text and every
value that lies in a row as a code, as a PIN, as the secret of a passkey, and as the cookie of a session. Knows no test.
"""

import base64
import json
from contextlib import suppress

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.base import SessionBase
from django.test import RequestFactory

from couples.accounts import sessions as stored
from couples.accounts.adapter import Factors
from couples.accounts.models import SignIn
from couples.keys import boxes, data_keys
from couples.lock import codes, cookie_key, derivation, locks, state
from couples.lock.locks import OpenStore
from exercises.private import pending, store
from exercises.private.models import PrivateStore


def rows():
    """Every value of every row of both databases."""
    for model in set(apps.get_models()) - {ContentType, Permission}:
        for row in model._default_manager.values_list().iterator():
            yield from (bytes(one) if isinstance(one, memoryview) else one for one in row)


def texts():
    """Every text in a row, also in JSON, in sessions, and what the server alone can unseal."""
    for value in rows():
        yield from _texts_in(value)
    for data in sessions():
        yield from _texts_in(data)


def sessions():
    """What every stored session holds, as the server's keys open it."""
    return [stored.opened(row) or {} for row in SignIn.objects.all()]


def _texts_in(value):
    if isinstance(value, str):
        yield value
        with suppress(data_keys.CannotOpen, ValueError):
            yield Factors().decrypt(value)
    elif isinstance(value, dict):
        yield from _texts_in([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts_in(one)


def keys_of(user):
    """Return every key for this person's pages that they find: those that open what is there, and any others."""
    lock = locks.of(user.pk)
    found = [base64.b64decode(lock.kept.free)] if lock.kept.free else []
    found += _from_copies(lock)
    found += _from_sessions(user)
    return [OpenStore(user.pk, key, lock.data_key, "") for key in found if len(key) == data_keys.KEY_BYTES]


def _from_copies(lock):
    kept = lock.kept
    copies = [copy for copy in (kept.pin, *kept.codes, *kept.older, *kept.passkeys) if copy]
    found = {boxes.public_of(secret): secret for secret in set(_secrets(lock))} if copies else {}
    for copy in copies:
        if secret := found.get(base64.b64decode(copy.public)):
            yield copy.opened(lock.person, secret)


def _secrets(lock):
    yield lock.data_key
    yield from data_keys.of_server("any")
    yield cookie_key.of_server()
    for text in set(texts()):
        yield codes.secret_of(text)
        yield derivation.secret_of(text, lock.kept.salt_bytes)
        raw = text.encode()
        yield raw[:32].ljust(32)
        with suppress(ValueError):
            if len(value := base64.b64decode(text, validate=True)) == 32:
                yield value
    for value in rows():
        if isinstance(value, bytes) and len(value) >= 32:
            yield value[:32]
            yield value[-32:]


def lock_states(user):
    """Return what the sessions of this person keep of the lock, as the server's keys open it."""
    for data in sessions():
        request = RequestFactory().get("/")
        request.user, request.session = user, SessionBase()
        request.session.update(data)
        if (found := state.read(request)).mark:
            yield found


def _from_sessions(user):
    kept = [base64.b64decode(one.key) for one in lock_states(user)]
    yield from (key[:32] for key in kept)
    for cookie in {*texts(), ""}:
        wrapping = boxes.derived(
            cookie.encode(), f"open private pages|{user.pk}", salt=cookie_key.of_server()
        )
        for key in kept:
            with suppress(InvalidUnwrap):
                yield aes_key_unwrap(wrapping, key)


def read(user):
    """Return everything of this person's private pages that they can read."""
    row = PrivateStore.objects.get(person=user)
    found = [json.dumps(store.read(key)) + str(pending.read(key) or "") for key in keys_of(user)]
    data_key = data_keys.data_key(user.pk)
    for sealed in (bytes(row.sealed), bytes(row.pending), bytes(row.pending)[pending.HEAD_BYTES :]):
        for context in (f"shelf|{user.pk}", f"shelf waiting|{user.pk}"):
            for key in (data_key, *data_keys.of_server("private")):
                for opens in (data_keys.unseal, boxes.unseal):
                    with suppress(data_keys.CannotOpen):
                        found.append(opens(key, sealed, context.encode()).decode("latin-1"))
    return "".join(found)


def everything(user):
    """Return all rows as text, with bytes in several writings, and what is sealed about this person opened."""
    opened = [str(locks.of(user.pk).kept), *(str(one) for one in lock_states(user))]
    raw = [value for value in rows() if isinstance(value, bytes)]
    shown = [*map(str, rows()), *texts(), *opened]
    return "\n".join(
        shown + [one.hex() for one in raw] + [base64.b64encode(one).decode() for one in raw]
    ), raw
