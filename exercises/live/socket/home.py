"""The socket of an open home page: it says that something may have changed there, and never what.

The page then asks for itself again, as a page. The socket reads no stream and shows nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final
from uuid import UUID

import orjson

from couples import clock
from couples.accounts.models import SignIn, User
from couples.ratelimits.token_bucket import TokenBucket
from couples.security_log import Kind, note
from exercises.live import database_threads
from exercises.live.access import SIGNED_OUT, Caller
from exercises.live.database_threads import in_database
from exercises.live.notify import broadcast
from exercises.live.notify.broadcast import HomeOf
from exercises.live.socket import protocol
from exercises.live.socket.consumer import Consumer

HOME: Final = "counterpoint.home.v1"
MOST_HOMES: Final = 8
"""Open home pages of one person in this process; more are closed, to keep the server fast for all."""

_open: Final[Counter[UUID]] = Counter()


class HomeConsumer(Consumer):
    """`caller` is None until a signed-in person has connected."""

    caller: Caller | None = None

    async def connect(self) -> None:
        offered, caller = self.scope["subprotocols"], self.scope["caller"]
        await self.accept(HOME if HOME in offered else None)
        if caller is None:
            await self.close(self.scope["denied"] or SIGNED_OUT)
            return
        if _open[caller.user_id] >= MOST_HOMES:
            await self.close(protocol.TOO_FAST)
            return
        self.caller, self.bucket = caller, TokenBucket(burst=protocol.BURST, per_second=protocol.PER_SECOND)
        _open[caller.user_id] += 1
        await broadcast.join(self.channel_name, *self._groups(caller))
        await self._say("here")

    async def changed(self, _message: dict[str, Any]) -> None:
        """Pass the hint on, if the sign-in still holds. While the database is away nothing is said."""
        if self.caller is None:
            return
        try:
            holds = await in_database(is_still_signed_in, self.caller)
        except database_threads.TROUBLE:
            return
        if holds:
            await self._say("changed")
        else:
            await self.close(SIGNED_OUT)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer a ping. Nothing else is understood here."""
        if self.caller is None or not self.bucket.take():
            if self.caller:
                note(Kind.LIMIT_FOR_FRAMES)
            await self.close(protocol.TOO_FAST)
        elif protocol.parsed(text_data) == {"type": "ping"}:
            await self._say("pong")

    async def end(self) -> None:
        if self.caller:
            _open[self.caller.user_id] -= 1
            if not _open[self.caller.user_id]:
                del _open[self.caller.user_id]
            await broadcast.leave(self.channel_name, *self._groups(self.caller))

    async def _say(self, kind: str) -> None:
        await self.send(orjson.dumps({"type": kind}).decode())

    @staticmethod
    def _groups(caller: Caller) -> tuple[HomeOf, UUID]:
        """The hints for home pages, and what makes every connection of this person check its sign-in."""
        return HomeOf(caller.user_id), caller.user_id


def is_still_signed_in(caller: Caller) -> bool:
    """Return whether the caller's sign-in is valid."""
    signed_in = SignIn.objects.filter(session_key=caller.session_key, expire_date__gt=clock.now())
    people = User.objects.filter(pk=caller.user_id, is_active=True, password=caller.password or "")
    return signed_in.exists() and people.exists()
