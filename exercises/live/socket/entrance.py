"""Who comes to which session, or to the home page, as Channels' routing and sign-in find it out for each socket.

Both end before the socket is served. Within them, their copies of the scope, the row of the person and the sign-in
would stay in memory as long as it is open: a tenth to a fifth of what a connection needs.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from channels.auth import AuthMiddleware, get_user
from channels.sessions import CookieMiddleware, SessionMiddleware

from couples.accounts import beside, factors, page_owner, signed_in
from couples.accounts.models import User
from couples.accounts.page_owner import Asker
from exercises.live import database_threads
from exercises.live.access import SIGNED_OUT, Caller
from exercises.live.database_threads import on_arrival
from exercises.live.socket import protocol
from exercises.translate import language_of

DENIED = {
    Asker.OWNER: None,
    Asker.NOBODY: SIGNED_OUT,
    Asker.ANEW: protocol.SIGNED_IN_ANEW,
    Asker.SOMEBODY_ELSE: protocol.SOMEBODY_ELSE,
}
"""With which code a socket is closed, by who asks for it from a page."""
log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[Any]]


async def found(scope: Scope, receive: Receive, send: Send) -> Any:
    """The innermost application of routing and sign-in: it serves nothing, and returns what they have found out."""
    return scope


class SignIns(AuthMiddleware):
    """As in Channels, but read in a database thread: a new socket waits for no page."""

    async def resolve_scope(self, scope: Scope) -> None:
        scope["user"]._wrapped = await on_arrival(_user_of, scope)


def _user_of(scope: Scope) -> Any:
    return signed_in.of_socket(scope["session"], get_user.func(scope))


def finding(inner: Application) -> Application:
    """Return who is signed in, around routing: as `AuthMiddlewareStack` does."""
    found_out: Application = CookieMiddleware(SessionMiddleware(SignIns(inner)))
    return found_out


class Entrance:
    """An ASGI application that serves each socket with a scope of a few facts: those of a session, and those of homes.

    `caller` is None if nobody is signed in, or the page that asks is not of this sign-in; `denied` is the code to close
    it with then. `finding`: routing and sign-in around `found`.
    """

    def __init__(self, finding: Application, sessions: Application, homes: Application) -> None:
        self.finding, self.sessions, self.homes = finding, sessions, homes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """While the database is away no socket opens, and whoever asks for one is to ask again."""
        try:
            facts = facts_of(await self.finding(scope, receive, send))
        except database_threads.TROUBLE as trouble:
            log.warning("socket_not_opened", extra={"kind": type(trouble).__name__})
            await send({"type": "websocket.http.response.start", "status": 503, "headers": []})
            await send({"type": "websocket.http.response.body", "body": b""})
            return
        await (self.sessions if facts["session_id"] else self.homes)(facts, receive, send)


def facts_of(found: Scope) -> Scope:
    user, session, caller = found["user"], found["session"], None
    denied = _denied(found.get("subprotocols", []), session, user)
    if beside.covered_for(session):
        denied = protocol.SOMEBODY_ELSE
    if isinstance(user, User) and denied is None:
        used = factors.used_in(session, user)
        caller = Caller(user.pk, session.stored_key, user.password, used)
    return {
        "type": found["type"],
        "subprotocols": found.get("subprotocols", []),
        "session_id": found["url_route"]["kwargs"].get("session_id"),
        "caller": caller,
        "denied": denied,
        "language": language_of(found),
    }


def _denied(offered: list[str], session: Any, user: Any) -> int | None:
    """Return the code for a page that is not of this sign-in. A program has no page, and says nothing of one."""
    if not isinstance(user, User):
        return SIGNED_OUT
    said = page_owner.said_in(offered)
    return DENIED[page_owner.asker(said, session, user)] if said else None
