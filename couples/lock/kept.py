"""What is kept of how the private pages are locked: which secrets open them, and nothing of the secrets themselves.

It is sealed under the person's data key, which the server can read, in one length for everybody. What is in it does
not open the pages of somebody with a PIN: the key of the pages is in it only in boxes, each sealed to a public key
that belongs to the PIN, to a code, or to a passkey. So a new key can be put into each without knowing its secret.
"""

from __future__ import annotations

import base64
import json
import os
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from couples.keys import boxes, data_keys
from couples.lock.derivation import SALT_BYTES

SIZE: Final = 8192 - data_keys.LENGTH_BYTES
"""Bytes: enough for a PIN, MAX_CODES codes and MAX_PASSKEYS passkeys."""
MAX_PASSKEYS: Final = 4
MAX_CODES: Final = 30
"""How many codes there may be at once, with those from before. None of them gives way to others."""
FORMER_KEPT: Final = timedelta(days=30)
"""For how long codes still open the pages after others were made, or the PIN was changed, perhaps by somebody else."""


@dataclass(frozen=True)
class Copy:
    """The key of the pages, for whoever has one more secret. `of`: the passkey, or 0. `until`: when a former code ends,
    in seconds; 0 for what has no end yet."""

    public: str
    box: str
    of: int = 0
    until: int = 0

    @classmethod
    def for_secret(cls, secret: bytes, person: UUID, key: bytes, of: int = 0) -> Copy:
        public = boxes.public_of(secret)
        return cls(_text(public), _text(boxes.seal(public, key, _context(person))), of)

    def of_key(self, person: UUID, key: bytes) -> Copy:
        """Return the copy of another key that the same secret opens."""
        return replace(self, box=_text(boxes.seal(_bytes(self.public), key, _context(person))))

    @property
    def is_over(self) -> bool:
        return 0 < self.until <= time.time()

    def opened(self, person: UUID, secret: bytes) -> bytes | None:
        """Return the key, or None if this is not the secret."""
        try:
            return boxes.unseal(secret, _bytes(self.box), _context(person))
        except data_keys.CannotOpen:
            return None


@dataclass(frozen=True)
class Kept:
    """`free`: the key itself, only while there is no `pin`, the copy that the PIN opens. `earlier_pin`: the hash of a
    PIN from before there were copies, until it is used once. `codes`: the newest. `older`: those from before, which
    open for FORMER_KEPT longer, the first to end in front.
    """

    free: str = ""
    salt: str = field(default_factory=lambda: _text(os.urandom(SALT_BYTES)))
    pin: Copy | None = None
    earlier_pin: str = ""
    codes: tuple[Copy, ...] = ()
    older: tuple[Copy, ...] = ()
    passkeys: tuple[Copy, ...] = ()

    @property
    def has_pin(self) -> bool:
        return self.pin is not None or bool(self.earlier_pin)

    @property
    def free_key(self) -> bytes:
        """The key of the pages. Only for those without a `pin`."""
        return _bytes(self.free)

    @property
    def salt_bytes(self) -> bytes:
        return _bytes(self.salt)

    @property
    def copies(self) -> tuple[Copy, ...]:
        """All codes that open the pages."""
        return self.codes + self.former

    @property
    def former(self) -> tuple[Copy, ...]:
        """Those that open the pages, and confirm no change of what opens them."""
        return tuple(copy for copy in self.older if not copy.is_over)

    def has_room_for(self, codes: int) -> bool:
        """Return whether so many new codes fit beside those that there are."""
        return len(self.copies) + codes <= MAX_CODES

    @property
    def what_proves(self) -> str:
        """What a proof was made for: it changes when a PIN is set, changed or removed, and with nothing else."""
        return f"{self.salt}|{self.pin.public if self.pin else self.earlier_pin}"

    def of_key(self, person: UUID, key: bytes) -> Kept:
        """Return the same with copies of another key, without a PIN and without `free`."""

        def again(copies: tuple[Copy, ...]) -> tuple[Copy, ...]:
            return tuple(copy.of_key(person, key) for copy in copies)

        kept = replace(self, codes=again(self.codes), older=again(self.older), passkeys=again(self.passkeys))
        return replace(kept, free="", pin=None, earlier_pin="")

    def with_pin(self, person: UUID, key: bytes, secret: bytes) -> Kept:
        """Return the same, opened by the PIN with this secret instead of by itself."""
        return replace(self, free="", pin=Copy.for_secret(secret, person, key), earlier_pin="")

    def without_pin(self, key: bytes) -> Kept:
        """Return the same, open without a PIN. A proof for the PIN counts no longer."""
        return replace(self, free=_text(key), salt=_text(os.urandom(SALT_BYTES)), pin=None, earlier_pin="")

    def with_former(self) -> Kept:
        """Return the same with its codes among the older ones, so that others can take their place. None is dropped."""
        until = int(time.time() + FORMER_KEPT.total_seconds())
        older = (replace(copy, until=copy.until or until) for copy in self.former + self.codes)
        return replace(self, codes=(), older=tuple(older))


def sealed(kept: Kept, person: UUID, data_key: bytes) -> bytes:
    """Return it sealed, in the one length that it has for everybody."""
    body = json.dumps(asdict(kept), separators=(",", ":")).encode()
    assert len(body) <= SIZE
    return data_keys.seal(data_key, body.ljust(SIZE), _context(person))


def unsealed(stored: bytes, person: UUID, data_key: bytes) -> Kept:
    """Return what was sealed. Raises CannotOpen."""
    found: dict[str, Any] = json.loads(data_keys.unseal(data_key, stored, _context(person)))
    found.pop("pin_since", None)  # kept by an earlier version
    found["pin"] = found["pin"] and Copy(**found["pin"])
    for name in ("codes", "older", "passkeys"):
        found[name] = tuple(Copy(**one) for one in found[name])
    return Kept(**found)


def _context(person: UUID) -> bytes:
    return f"lock of private pages|{person}".encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
