"""The lock of the private pages: opened by a proof in this browser session, shut again after ten minutes unused.

It stores nothing but one sealed value of fixed length in the session, which every signed-in person's session gets,
so that a copy of the database does not tell who uses private pages. It knows nothing of what lies behind it.
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

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from couples.accounts.models import User
from couples.keys import data_keys
from couples.lock import proofs

SESSION_FIELD: Final = "lock"
LOCK_TIMEOUT: Final = timedelta(minutes=10)
"""Without use of a private page for so long, they lock by themselves."""
PENDING_KEPT: Final = "kept"
LOST: Final = "lost"

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class State:
    """`used`: when a private page was last used after a proof. `shut`: when they were locked by hand; what was
    proved before that opens nothing. `mark`: the PIN and the reset for which this holds."""

    used: float = 0
    closed: float = 0
    mark: str = ""


def is_open(request: HttpRequest) -> bool:
    """May private pages be shown in this browser session now? Changes nothing."""
    user = request.user
    if not isinstance(user, User):
        return False
    state = read(request)
    if (
        state.used
        and state.mark == mark(user)
        and 0 <= time.time() - state.used < LOCK_TIMEOUT.total_seconds()
    ):
        return True
    return proofs.is_free(user) or proofs.signed_in_lately(request, user, since=state.closed) is not None


def touch(request: HttpRequest) -> None:
    """A private page is used: the ten minutes begin anew. Only where `is_open` has just said yes."""
    user = request.user
    assert isinstance(user, User)
    write(request, replace(read(request), used=time.time(), mark=mark(user)))


def unlock(request: HttpRequest, secret: str) -> bool:
    """Open with what was typed: the PIN, a recovery code, or the password where it counts."""
    user = request.user
    assert isinstance(user, User)
    if proofs.strength(user, secret) is None:
        return False
    write(request, replace(read(request), used=time.time(), mark=mark(user)))
    return True


def close(request: HttpRequest) -> None:
    """Lock now, in this browser session."""
    write(request, State(closed=time.time()))


def prepare(request: HttpRequest) -> None:
    """Give this session the value that all have. Called where everybody passes: at home."""
    if SESSION_FIELD not in request.session:
        write(request, State())


def keep_open(request: HttpRequest) -> None:
    """The PIN was just changed, or a reset settled, in this open session, which stays open; all others shut."""
    user = request.user
    assert isinstance(user, User)
    write(request, replace(read(request), used=time.time(), mark=mark(user)))


def settle(request: HttpRequest) -> None:
    """The password was changed while they stood open: it is not that of a reset by mail any more."""
    user = request.user
    assert isinstance(user, User)
    if user.mail_reset_at is not None:
        proofs.clear_mail_reset(user)
        keep_open(request)


def required(view: View) -> View:
    """For private pages: signed in, lock open; each use counts. Otherwise the person is asked to open them first."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_open(request):
            return ask(request)
        touch(request)
        return view(request, *args, **kwargs)

    return guarded


def before_new_proofs(view: View) -> View:
    """For pages that make, or show, what opens private pages: they must be open already. Else an app and a mailbox, or
    a password beside a PIN, would be enough for a passkey or a code of one's own. Let through is who has nothing that
    opens them, such as somebody invited who signs in by mailed codes alone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        stands = isinstance(user, User) and proofs.has_any(user)
        return ask(request) if stands and not is_open(request) else view(request, *args, **kwargs)

    return guarded


def ask(request: HttpRequest, late: str = "") -> HttpResponse:
    """To the page where one opens them, and from there back to here. `late`: KEPT or LOST, of what was sent in."""
    more = {"late": late} if late else {}
    return redirect(f"{reverse('lock_open')}?{urlencode({'next': request.path} | more)}")


def read(request: HttpRequest) -> State:
    """What this session says of the lock; whatever cannot be opened is a lock that is shut."""
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
    """Changes with the PIN and with a reset by mail, so that what was proved before them opens nothing after."""
    reset = user.mail_reset_at.isoformat() if user.mail_reset_at else ""
    return data_keys.mac("lock mark", f"{user.pk}|{user.pin}|{reset}".encode()).hex()[:32]


def _key() -> bytes:
    return data_keys.mac("lock", b"session")


def _context(request: HttpRequest) -> bytes:
    return f"lock|{request.user.pk}".encode()
