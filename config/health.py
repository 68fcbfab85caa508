"""`/healthz` and `/readyz`, for who watches the process from its own machine. They hold no content and know no Host.

To everybody else, and through a proxy, they are pages that do not exist.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from threading import Thread
from typing import Any, Final

import orjson
from django.conf import settings
from django.db import Error, connections
from redis import Redis, RedisError

from couples import duties, tick
from couples.keys import rotation
from couples.mail_queue import sender
from exercises.live.database_threads import leave_pool

from .edge.asgi import Application, Receive, Scope, Send
from .edge.proxies import is_of_this_machine
from .migrated import is_migrated

SECONDS: Final = 4.0
"""For so long the databases and Redis are waited for."""
SECONDS_FOR_POOL: Final = 1.0
"""After so long without a connection for a page the pool is busy."""
READY: Final = {"ok", "busy"}
"""A busy process refuses pages, while live sessions go on."""
OF_A_PROXY: Final = {b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via"}
"""Who sends one of these passes on what somebody else asks for."""
Report = dict[str, Any]


class Health:
    """Outside of everything that believes a header: the connection itself says who asks."""

    def __init__(self, inner: Application, check: Callable[[], Report] | None = None) -> None:
        self.inner, self.check = inner, check or stores
        self.checking: asyncio.Future[Report] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else ""
        if path not in ("/healthz", "/readyz") or not _is_from_here(scope):
            await self.inner(scope, receive, send)
        elif path == "/healthz":
            await _answer(send, HTTPStatus.OK, {"alive": True})
        else:
            report = await self._report()
            parts = [*report["databases"].values(), report.get("master_keys", "ok")]
            is_ready = all(state in READY for state in parts)
            status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
            await _answer(send, status, {"ready": is_ready, **report, "duties": last_done()})

    async def _report(self) -> Report:
        """Return the state of the stores. However many ask, one thread looks, and none is waited for longer."""
        if self.checking is None or self.checking.done():
            self.checking = _apart(self.check)
        try:
            async with asyncio.timeout(SECONDS):
                return await asyncio.shield(self.checking)
        except TimeoutError:
            return {"databases": dict.fromkeys(settings.DATABASES, "no answer"), "layer": "unknown"}


def stores() -> Report:
    """Return the state of each database and of Redis. Runs in a thread of its own.

    A connection of its own reads the migrations; whether pages get one, their pool is asked.
    """
    pools = {alias: _lends(alias) for alias in settings.DATABASES}
    leave_pool()
    try:
        states = {alias: _state_of(alias) if state in READY else state for alias, state in pools.items()}
        busy = {alias: "busy" for alias, state in states.items() if state == "ok" and pools[alias] == "busy"}
        return {"databases": states | busy, "master_keys": _master_keys(), "layer": _layer()}
    finally:
        connections.close_all()


def last_done() -> dict[str, int | None]:
    """Return how many seconds ago this process carried out each duty; None where it has not yet."""
    now, wanted = time.monotonic(), list(tick.OWN_DUTIES)
    if settings.TICK_SECONDS:
        wanted += tick.DUTIES
    ages = {name: round(now - at) for name, at in duties.last_done.items()}
    return {name: ages.get(name) for name in (*(name for name, _duty in wanted), sender.NAME)}


def _lends(alias: str) -> str:
    """Return what a page would meet: its pool, on PostgreSQL."""
    state = getattr(connections[alias], "state", None)
    return str(state(SECONDS_FOR_POOL)) if state else "ok"


def _state_of(alias: str) -> str:
    try:
        return "ok" if is_migrated(alias) else "not migrated"
    except Error:
        return "away"


def _master_keys() -> str:
    """Return what to do if all data keys lie under other master keys."""
    try:
        return rotation.why_nothing_opens() or "ok"
    except Error:
        return "unknown"


def _layer() -> str:
    if not settings.REDIS_URL:
        return "none"
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as redis:
            redis.ping()
    except (RedisError, OSError):
        return "away"
    return "ok"


def _is_from_here(scope: Scope) -> bool:
    return is_of_this_machine(scope.get("client")) and not OF_A_PROXY & {
        name.lower() for name, _value in scope["headers"]
    }


def _apart(check: Callable[[], Report]) -> asyncio.Future[Report]:
    """Call it in a thread that the end of the process does not wait for."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[Report] = loop.create_future()

    def run() -> None:
        found = check()
        with suppress(RuntimeError):  # the process ends
            loop.call_soon_threadsafe(result.set_result, found)

    Thread(target=run, name="readiness", daemon=True).start()
    return result


async def _answer(send: Send, status: HTTPStatus, report: Report) -> None:
    body = orjson.dumps(report)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": body})
