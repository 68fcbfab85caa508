"""The marked words that the matrix looks for, and who may read which; computed from both partners’ own pages."""

from __future__ import annotations

from typing import Any

from couples.counseling import scopes
from tests.matrix.world import GIVEN_ALONE, NOTE, NOTED, STORE, TOLD_ALONE, World, marks, shared_in


def found_in(response: Any) -> set[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return set(marks(body.decode("utf-8", "replace")))


def allowed(role: str, world: World) -> frozenset[str]:
    """Return what this role may read anywhere. Casey may read only what both partners see, and only in her scopes."""
    seen = world.seen
    own = frozenset(mark for mark in world.typed if mark.startswith(f"{role.title()}-"))
    match role:
        case "alex":
            return (
                seen["alex"] | own | frozenset(world.closed.values()) | {NOTE, STORE, GIVEN_ALONE, TOLD_ALONE}
            )
        case "blair":
            return seen["blair"] | own | {NOTE}
        case "casey":
            return _in_scope(world) | {NOTE, NOTED, GIVEN_ALONE, TOLD_ALONE}
    return frozenset()


def _in_scope(world: World) -> frozenset[str]:
    given, seen = shared_in(world.state), world.seen
    both = seen["alex"] & seen["blair"]
    found = seen["ledger"] if scopes.AGREEMENTS in given else frozenset()
    return found | both if given & {scopes.ANSWERS, scopes.BALANCE} else found


def must_be_seen(world: World) -> frozenset[str]:
    alone = {NOTE, NOTED, STORE, GIVEN_ALONE, TOLD_ALONE, *world.closed.values()}
    return world.asked_for | world.seen["ledger"] | alone
