"""The live protocol (docs/protocol.md): the messages a client may send, how often, and the close codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live.decision import Command

HTML, JSON = "counterpoint.html.v1", "counterpoint.json.v1"
TOO_SLOW, TOO_FAST, RESTART = 4408, 4429, 1012
SIGNED_IN_ANEW, SOMEBODY_ELSE = 4409, 4410
"""Close codes, besides those of `AccessDenied`."""
STALE: Final = ("moved_on", "paused", "over", "not_your_turn")
"""Codes of refusals that mean the sender's screen is out of date: the present screen is sent after them."""
BURST: Final = 60
PER_SECOND: Final = 20


@dataclass(frozen=True)
class DraftTyped:
    visit: int
    name: str
    fields: Mapping[str, Any]


class Ping:
    """A keep-alive message; it is answered with pong."""


Said = Command | DraftTyped | Ping


def parsed(text: str | None) -> Any:
    """Return the JSON of a client's message, or None if it is none."""
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return None


def read(frame: Any) -> Said:
    """Return what a client's message says. Raises Refused("invalid")."""
    match frame:
        case {"type": "ping"}:
            return Ping()
        case {"visit": bool()}:
            pass  # a bool is an int in Python
        case {"type": "command", "id": str(id_), "name": str(name), "visit": int(visit)}:
            return Command(_uuid(id_), name[:80], visit, _fields(frame))
        case {"type": "draft", "name": str(name), "visit": int(visit)}:
            return DraftTyped(visit, name[:80], _fields(frame))
    raise Refused("invalid", _("This message can’t be read."))


def said_id(frame: Any) -> str:
    """Return the id that the client gave, for the answer; empty if there is none."""
    given = frame.get("id") if isinstance(frame, dict) else None
    return sendable(given[:80]) if isinstance(given, str) else ""


def sendable(text: str) -> str:
    """Return the text without lone surrogates, which JSON can contain and a frame cannot."""
    return text.encode("utf-8", "replace").decode()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("invalid", _("Each command needs its own id, a UUID.")) from None


def _fields(frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields. Raises Refused for nested values, which no field has."""
    fields = frame.get("fields", {})
    if not isinstance(fields, dict) or not all(map(_is_flat, fields.values())):
        raise Refused("invalid", _("This message can’t be read."))
    return fields


def _is_flat(value: Any) -> bool:
    inside = value if isinstance(value, list) else [value]
    return not any(isinstance(one, list | dict) for one in inside)
