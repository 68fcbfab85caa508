"""Tell the open home pages of some people that something on them may have changed: a hint that carries nothing.

A lost hint costs only time: the page looks again by itself after a while, and whenever it comes into view.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import transaction

from exercises.live.notify import broadcast
from exercises.live.notify.broadcast import HomeOf


def changed(people: Iterable[UUID]) -> None:
    """Tell these people's open home pages after the commit."""
    homes = [HomeOf(person) for person in people]
    transaction.on_commit(partial(_announce, homes))


def _announce(homes: list[HomeOf]) -> None:
    """Announce at once; on a thread that runs an event loop, in its background."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        async_to_sync(broadcast.announce)(homes)
    else:
        broadcast.announce_soon(homes)
