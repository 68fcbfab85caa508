"""The lock of the private pages: opened by a proof in this browser session, closed after LOCK_TIMEOUT without use.

It stores one sealed value of fixed length in the session. Every signed-in person's session gets one, so that a copy of
the database does not tell who uses private pages.
"""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from couples.accounts.models import User
from couples.facts import holding
from couples.keys import data_keys
from couples.lock import proofs

SESSION_FIELD: Final = "lock"
LOCK_TIMEOUT: Final = timedelta(minutes=10)
"""The private pages lock after this long without use."""
PENDING_KEPT: Final = "kept"
LOST: Final = "lost"

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class State:
    """`used`: when a private page was last used after a proof. `closed`: when they were locked by hand; proofs from
    before then no longer count. `mark`: the PIN and the reset by mail for which this state is valid."""

    used: float = 0
    closed: float = 0
    mark: str = ""


def is_open(request: HttpRequest) -> bool:
    """Return whether private pages may be shown in this browser session now. No side effects.

    Raises DoesNotHold if they would open, but what is stored about the person does not hold.
    """
    user = request.user
    if not isinstance(user, User) or not _has_opened(request, user):
        return False
    holding.require("private pages", user.pk)
    return True


def touch(request: HttpRequest) -> None:
    """Restart the timeout because a private page was used. Call it only right after `is_open` returned True."""
    user = request.user
    assert isinstance(user, User)
    write(request, replace(read(request), used=time.time(), mark=mark(user)))


def unlock(request: HttpRequest, secret: str) -> bool:
    """Open the pages with the PIN, a recovery code, or the password where it counts. Returns whether they are open."""
    user = request.user
    assert isinstance(user, User)
    if proofs.strength(user, secret) is None:
        return False
    holding.require("private pages", user.pk)
    write(request, replace(read(request), used=time.time(), mark=mark(user)))
    return True


def close(request: HttpRequest) -> None:
    """Lock now, in this browser session."""
    write(request, State(closed=time.time()))


def prepare(request: HttpRequest) -> None:
    """Give this session the sealed value that every session has. Called on the home page, which everybody visits."""
    if SESSION_FIELD not in request.session:
        write(request, State())


def keep_open(request: HttpRequest) -> None:
    """Keep this session open after its PIN was changed or a reset cleared; all other sessions of the person close."""
    user = request.user
    assert isinstance(user, User)
    write(request, replace(read(request), used=time.time(), mark=mark(user)))


def settle(request: HttpRequest) -> None:
    """Clear a reset by mail if the password was changed while the pages were open, and keep them open."""
    user = request.user
    assert isinstance(user, User)
    if user.mail_reset_at is not None:
        proofs.clear_mail_reset(user)
        keep_open(request)


def required(view: View) -> View:
    """Decorate a page, inside `page`, that needs an open lock; each use restarts the timeout."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_open(request):
            return ask(request)
        touch(request)
        return view(request, *args, **kwargs)

    return guarded


def before_new_proofs(view: View) -> View:
    """Decorate a page that creates or shows a proof (passkey, app, codes): the private pages must be open already.

    Otherwise somebody with access to the mailbox, or with the password of a person who has a PIN, could make a passkey
    of their own. A person who has no proof at all, such as one who signs in by mailed codes only, is let through.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        stands = isinstance(user, User) and proofs.has_any(user)
        return ask(request) if stands and not is_open(request) else view(request, *args, **kwargs)

    return guarded


def ask(request: HttpRequest, late: str = "") -> HttpResponse:
    """Redirect to the page that opens the lock, and then back. `late`: PENDING_KEPT or LOST, for what was sent."""
    more = {"late": late} if late else {}
    return redirect(f"{reverse('lock_open')}?{urlencode({'next': request.path} | more)}")


def read(request: HttpRequest) -> State:
    """Return the lock state of this session; a value that cannot be decrypted counts as closed."""
    sealed = request.session.get(SESSION_FIELD, "")
    try:
        text = data_keys.unseal(_key(), base64.b64decode(sealed), _context(request))
    except (data_keys.CannotOpen, ValueError):
        return State()
    return State(**json.loads(text))


def write(request: HttpRequest, state: State) -> None:
    sealed = data_keys.seal(_key(), json.dumps(asdict(state)).encode(), _context(request))
    request.session[SESSION_FIELD] = base64.b64encode(sealed).decode()


def mark(user: User) -> str:
    """Return a MAC that changes with the PIN and with a reset by mail, so that earlier proofs no longer count."""
    reset = user.mail_reset_at.isoformat() if user.mail_reset_at else ""
    return data_keys.mac("lock mark", f"{user.pk}|{user.pin}|{reset}".encode()).hex()[:32]


def _has_opened(request: HttpRequest, user: User) -> bool:
    state = read(request)
    is_in_use = state.used and 0 <= time.time() - state.used < LOCK_TIMEOUT.total_seconds()
    if is_in_use and state.mark == mark(user):
        return True
    return proofs.is_free(user) or proofs.signed_in_lately(request, user, since=state.closed) is not None


def _key() -> bytes:
    return data_keys.mac("lock", b"session")


def _context(request: HttpRequest) -> bytes:
    return f"lock|{request.user.pk}".encode()
