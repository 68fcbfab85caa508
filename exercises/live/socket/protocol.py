"""The live protocol, as docs/protocol.md has it: what a client may say, how often, and what the codes mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live.commands import Command

HTML, JSON = "counterpoint.html.v1", "counterpoint.json.v1"
TOO_SLOW, TOO_FAST, RESTART = 4408, 4429, 1012
"""Close codes, besides those of `access.Shut`."""
STALE: Final = ("moved_on", "paused", "over", "not_your_turn")
"""Refusals of a command for a screen that is no longer true: the present one follows."""
BURST: Final = 60
PER_SECOND: Final = 20


@dataclass(frozen=True)
class DraftTyped:
    visit: int
    name: str
    fields: Mapping[str, Any]


class Ping:
    """Is anybody there?"""


Said = Command | DraftTyped | Ping


def read(text: str | None) -> Said:
    """What the client said. Raises Refused("invalid")."""
    try:
        frame = json.loads(text or "")
    except (ValueError, RecursionError):
        frame = None
    match frame:
        case {"type": "ping"}:
            return Ping()
        case {"visit": bool()}:
            pass  # Python takes it for a number
        case {"type": "command", "id": str(id_), "name": str(name), "visit": int(visit)}:
            return Command(_uuid(id_), name[:80], visit, _fields(frame))
        case {"type": "draft", "name": str(name), "visit": int(visit)}:
            return DraftTyped(visit, name[:80], _fields(frame))
    raise Refused("invalid", _("This message is not one we can read."))


def said_id(text: str | None) -> str:
    """The id that the client gave, for an answer that it can place; empty if there is none."""
    try:
        frame = json.loads(text or "")
    except (ValueError, RecursionError):
        return ""
    given = frame.get("id") if isinstance(frame, dict) else None
    return sendable(given[:80]) if isinstance(given, str) else ""


def sendable(text: str) -> str:
    """The text without broken characters, which JSON can name and no frame can hold."""
    return text.encode("utf-8", "replace").decode()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("invalid", _("A command needs an id of its own, a UUID.")) from None


def _fields(frame: Mapping[str, Any]) -> dict[str, Any]:
    """Names are flat: what lies deeper is no field, and would have to be carried along before it is refused."""
    fields = frame.get("fields", {})
    if not isinstance(fields, dict) or not all(map(_is_flat, fields.values())):
        raise Refused("invalid", _("This message is not one we can read."))
    return fields


def _is_flat(value: Any) -> bool:
    inside = value if isinstance(value, list) else [value]
    return not any(isinstance(one, list | dict) for one in inside)
