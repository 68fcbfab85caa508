"""Django's sessions, so that a copy of the database signs nobody in, and a change in it makes nobody another person.

The cookie holds a random key; the row only a MAC of it. The data are sealed under a key of the server, bound to that
MAC and to the person, so that in another row they open nothing. Any of the master keys opens; the first one seals.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase, UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from couples.accounts import sign_in_ends
from couples.accounts.models import SignIn
from couples.accounts.sign_in_ends import End
from couples.keys import data_keys
from couples.keys.any_key import unseal_with

SIGN_INS: Final = "sign-ins"
COOKIE_LENGTH: Final = 32
KEY_LENGTH: Final = 40
"""As long as the column: 160 bits of the MAC, in hexadecimal."""


def stored_keys(key: str) -> list[str]:
    """Return under which keys the session with this key may be stored: one for each master key, the first one first."""
    macs = data_keys.macs(SIGN_INS, key.encode(errors="backslashreplace"))
    return [mac.hex()[:KEY_LENGTH] for mac in macs]


def sealed(stored_key: str, person: UUID | None, data: dict[str, Any]) -> str:
    """Return the data as they are stored in the row with this key, of this person."""
    plain = json.dumps(data, separators=(",", ":")).encode()
    key = data_keys.of_server(SIGN_INS)[0]
    return base64.b64encode(data_keys.seal(key, plain, _context(stored_key, person))).decode()


def opened(row: SignIn) -> dict[str, Any] | None:
    """Return the data of this row, or None if they were not sealed for it."""
    try:
        stored = base64.b64decode(row.session_data, validate=True)
        plain = unseal_with(data_keys.of_server(SIGN_INS), stored, _context(row.session_key, row.person))
    except (binascii.Error, ValueError, data_keys.CannotOpen):
        return None
    data: dict[str, Any] = json.loads(plain)
    return data


def _context(stored_key: str, person: UUID | None) -> bytes:
    return f"sign-in|{stored_key}|{person or ''}".encode()


class SessionStore(SessionBase):
    """`ended`: whose sign-in, of which this is the cookie, has ended a short time ago, and why. It is empty then."""

    ended: tuple[str, End] | None = None
    _found: tuple[str, str] | None = None

    @property
    def stored_key(self) -> str:
        """The key of its row; empty if it has none."""
        key = self.session_key
        if key is None:
            return ""
        return self._found[1] if self._found and self._found[0] == key else self.keys_of(key)[0]

    def keys_of(self, key: str) -> list[str]:
        """Return under which keys a session with this key may be stored, the first one first."""
        return stored_keys(key)

    def load(self) -> dict[str, Any]:
        key = self.session_key or ""
        row = SignIn.objects.filter(session_key__in=self.keys_of(key)).first()
        data = opened(row) if row else None
        if row is None or data is None or row.expire_date <= timezone.now():
            why = sign_in_ends.why(data) if data else None
            self.ended = (data[SESSION_KEY], why) if data and why else None
            self._session_key = None
            return {}
        self._found = key, row.session_key
        return data

    def exists(self, session_key: str) -> bool:
        return SignIn.objects.filter(session_key__in=self.keys_of(session_key)).exists()

    def create(self) -> None:
        self._session_key = get_random_string(COOKIE_LENGTH, VALID_KEY_CHARS)
        self.save(must_create=True)
        self.modified = True

    def cycle_key(self) -> None:
        """Give it another key. Of several requests that do so to one sign-in at once, the first one does.

        Raises SessionInterrupted in the others: by then the sign-in that they came with is over.
        """
        with transaction.atomic():
            if SESSION_KEY in self and self.session_key and not self._delete(self.session_key):
                raise SessionInterrupted
            super().cycle_key()

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        columns = self._columns(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        if must_create:
            SignIn.objects.create(session_key=self.stored_key, **columns)
        elif not SignIn.objects.filter(session_key=self.stored_key).update(**columns):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self._delete(key)

    def get_expiry_age(self, **_kwargs: Any) -> int:
        """Return for how many seconds the browser keeps the cookie, if it keeps it at all: until the very end of the
        sign-in. Whether it was used meanwhile is known here alone."""
        left = sign_in_ends.left_in_all(self._session)  # type: ignore[attr-defined]
        return settings.SESSION_COOKIE_AGE if left is None else max(0, int(left.total_seconds()))

    def _delete(self, key: str) -> int:
        """Return how many rows there were. Of simultaneous requests only one finds the row."""
        return SignIn.objects.filter(session_key__in=self.keys_of(key)).delete()[0]

    @classmethod
    def clear_expired(cls) -> None:
        """Delete what has ended, but a person's sign-in only when nobody needs to be told any more why it ended."""
        now = timezone.now()
        over = SignIn.objects.filter(expire_date__lt=now)
        over.filter(person__isnull=True).delete()
        over.filter(expire_date__lt=now - sign_in_ends.END_TOLD_FOR).delete()

    def _columns(self, data: dict[str, Any]) -> dict[str, Any]:
        person = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        nobodys = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return {
            "session_data": sealed(self.stored_key, person, data),
            "expire_date": sign_in_ends.end_of(data) or nobodys,
            "person": person,
        }
