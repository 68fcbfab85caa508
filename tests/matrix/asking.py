"""Send one request of the matrix and undo it: what the answer was, in one word, and which tables it wrote to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from exercises.live.store import streams
from tests.matrix.world import World

UNHEEDED: Final = frozenset(
    {
        "couples_signin",
        "django_cache",
        "exercises_lease",
        "exercises_privatestore",
        "couples_accessrecord",
        "couples_chainlink",
        "couples_latest",
    }
    | {"account_emailaddress"}
)
"""Tables that reading or signing in may write to: presence, access records. They have tests of their own."""
WRITE: Final = re.compile(r'^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.I)


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield every named address of the app as (name, route), except the admin's, which has its own test."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name), route


def sign_in(role: str, world: World) -> str:
    """Return the session cookie of this role; empty for nobody."""
    if role == "nobody":
        return ""
    client = Client()
    client.force_login(world.people[role])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def without_a_trace() -> Iterator[set[str]]:
    """Undo what happens inside, in both databases and in the memory of this process. Yields the tables written to."""
    written: set[str] = set()

    def notice(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITE.match(sql):
            written.add(found[1])
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for name in ("default", "keys"):
            stack.enter_context(transaction.atomic(using=name))
            stack.enter_context(connections[name].execute_wrapper(notice))
        yield written
        for name in ("default", "keys"):
            transaction.set_rollback(True, using=name)
    streams.memory.clear()


CLIENT: Final = Client()
"""One for all: each new one would load the middleware anew."""


def ask(cookie: str, method: str, address: str, data: Mapping[str, Any] | None = None) -> Any:
    client = CLIENT
    client.cookies.clear()
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return client.post(address, data or {}) if method == "POST" else client.get(address)


KNOWN: Final = {
    **dict.fromkeys((200, 204), "shown"),
    **dict.fromkeys((400, 422), "refused"),
    401: "sign in",
    403: "forbidden",
    404: "nothing",
    405: "not so",
}


def in_a_word(response: Any) -> str:
    """Return the answer in one word: shown, refused, sign in, elsewhere, nothing, forbidden, not so or broken."""
    status = response.status_code
    if status in (301, 302, 303):
        where = response["Location"]
        return "sign in" if where.startswith("/account/login/") else "elsewhere"
    return KNOWN.get(status, f"broken: {status}")
