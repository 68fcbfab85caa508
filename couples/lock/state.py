"""The lock of the private pages: opened by a proof in this browser session, closed after LOCK_TIMEOUT without use.

It stores one sealed value of fixed length in the session. Every signed-in person's session gets one, so that a copy of
the database does not tell who uses private pages. While they are open with a PIN, their key is in it, but only for who
has the session's cookie, which is in no row.
"""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Final

from django.http import HttpRequest

from couples.accounts.models import User
from couples.keys import data_keys
from couples.lock import cookie_key, locks, proofs
from couples.lock.locks import Lock, OpenStore

SESSION_FIELD: Final = "lock"
LOCK_TIMEOUT: Final = timedelta(minutes=10)
"""The private pages lock after this long without use."""
CONFIRMED_FOR: Final = timedelta(minutes=2)
"""For how long a passkey confirms one change."""


@dataclass(frozen=True)
class State:
    """`used`: when a private page was last used after a proof. `closed`: when they were locked by hand; proofs from
    before then no longer count. `mark`: the PIN and the reset by mail for which this state is valid. `key`: the key of
    the pages, wrapped for the cookie of this session; as many random bytes where there is none. `confirmed`: when a
    passkey was used to confirm the next change of what opens them."""

    used: float = 0
    closed: float = 0
    mark: str = ""
    key: str = field(default_factory=cookie_key.filler)
    confirmed: int = 0


def opened(request: HttpRequest) -> OpenStore | None:
    """Return the open store if private pages may be shown in this browser session now, otherwise None.

    No side effects, but for a lock that everybody gets. Raises DoesNotHold if they would open, but what is stored about
    the person does not hold.
    """
    user = request.user
    if not isinstance(user, User) or (lock := locks.of(user.pk)) is None:
        return None
    open_store = _opened(request, user, lock)
    if open_store is not None:
        proofs.require_held(user, open_store)
    return open_store


def _opened(request: HttpRequest, user: User, lock: Lock) -> OpenStore | None:
    state = read(request)
    is_used = 0 <= time.time() - state.used < LOCK_TIMEOUT.total_seconds()
    if is_used and state.mark == mark(user, lock.kept.what_proves):
        return lock.without_pin or _by_key(request, lock, state)
    if lock.kept.has_pin:
        return None
    is_free = proofs.is_free_without_pin(user)
    return lock.without_pin if is_free or proofs.signed_in_lately(request, user, state.closed) else None


def is_open(request: HttpRequest) -> bool:
    return opened(request) is not None


def keep_open(request: HttpRequest, open_store: OpenStore) -> None:
    """Open the pages in this session, or restart the timeout because a private page was used.

    A new password gives the session another cookie, for which the key is wrapped again.
    """
    user = request.user
    assert isinstance(user, User)
    key = cookie_key.wrapped(request, open_store.key)
    write(request, replace(read(request), used=time.time(), mark=mark(user, open_store.proved), key=key))


def open_anew(request: HttpRequest, open_store: OpenStore) -> None:
    """Open the pages after a proof, for whoever has given it: a copy of the session’s cookie from before is void."""
    request.session.cycle_key()
    keep_open(request, open_store)


def new_key(request: HttpRequest) -> None:
    """Give this session another cookie, so that a copy of the one from before signs nobody in. Open pages stay open.

    Its open sockets end, and their pages connect again with the new cookie.
    """
    state = read(request)
    key = cookie_key.unwrapped(request, state.key)
    request.session.cycle_key()
    if key is not None:
        write(request, replace(state, key=cookie_key.wrapped(request, key)))


def unlock(request: HttpRequest, secret: str) -> bool:
    """Open the pages with the PIN, a code, or the password where it counts. Returns whether they are open."""
    return _unlock(request, proofs.opened_with, secret)


def unlock_by_code(request: HttpRequest, secret: str) -> bool:
    """Open the pages with a code and nothing else. Returns whether they are open."""
    return _unlock(request, proofs.opened_with_code, secret)


def _unlock(request: HttpRequest, by: Callable[[User, str], OpenStore | None], secret: str) -> bool:
    user = request.user
    assert isinstance(user, User)
    open_store = by(user, secret)
    if open_store is not None:
        open_anew(request, open_store)
    return open_store is not None


def close(request: HttpRequest) -> None:
    """Lock now, in this browser session."""
    write(request, State(closed=time.time()))


def confirm(request: HttpRequest) -> None:
    """Let the passkey that was just used confirm one change of what opens the pages."""
    write(request, replace(read(request), confirmed=int(time.time())))


def is_confirmed(request: HttpRequest) -> bool:
    return 0 <= time.time() - read(request).confirmed < CONFIRMED_FOR.total_seconds()


def use_confirmation(request: HttpRequest) -> None:
    write(request, replace(read(request), confirmed=0))


def prepare(request: HttpRequest) -> None:
    """Give this session the sealed value that every session has. Called on the home page, which everybody visits."""
    if SESSION_FIELD not in request.session:
        write(request, State())


def read(request: HttpRequest) -> State:
    """Return the lock state of this session; a value that cannot be decrypted counts as closed."""
    sealed = request.session.get(SESSION_FIELD, "")
    try:
        text = data_keys.unseal(cookie_key.of_server(), base64.b64decode(sealed), _context(request))
    except (data_keys.CannotOpen, ValueError):
        return State()
    return State(**json.loads(text))


def write(request: HttpRequest, state: State) -> None:
    sealed = data_keys.seal(cookie_key.of_server(), json.dumps(asdict(state)).encode(), _context(request))
    request.session[SESSION_FIELD] = base64.b64encode(sealed).decode()


def mark(user: User, proved: str) -> str:
    """Return a MAC of what was `proved`. It changes with the PIN and with a reset by mail: earlier proofs end."""
    reset = user.mail_reset_at.isoformat() if user.mail_reset_at else ""
    return data_keys.mac("lock mark", f"{user.pk}|{proved}|{reset}".encode()).hex()[:32]


def _by_key(request: HttpRequest, lock: Lock, state: State) -> OpenStore | None:
    """Return the open store with the key that this session keeps. After its cookie has changed, there is none."""
    key = cookie_key.unwrapped(request, state.key)
    return lock.opened(key) if key else None


def _context(request: HttpRequest) -> bytes:
    return f"lock|{request.user.pk}".encode()
