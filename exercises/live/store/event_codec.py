"""Encode events as stored data and decode them. Event names never change; content is sealed here and nowhere else.

Structure is stored in clear. Content is sealed under its author's key and bound to its position in the stream.
Content whose key is destroyed is read as GONE, without an error.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, Final, get_type_hints
from uuid import UUID

from couples.keys import data_keys
from exercises.core import ledger_events
from exercises.core.events import content_fields
from exercises.core.pair import Author, Observer, Partner, author_of, written
from exercises.core.session_events import SESSION_EVENTS
from exercises.core.text import GONE
from exercises.steps.registry import STEP_KINDS

KeyOf = Callable[[Author], bytes | None]

EVENTS: Final[dict[str, type]] = {
    **SESSION_EVENTS,
    **{name: event for kind in STEP_KINDS.values() for name, event in kind.events.items()},
    **ledger_events.EVENTS,
}
NAMES: Final[dict[type, str]] = {event: name for name, event in EVENTS.items()}


def encode(events: Sequence[Any], stream: UUID, sequence: int, key_of: KeyOf) -> list[dict[str, Any]]:
    """Return the events as they are stored at this position of the stream."""
    return [_encode(event, f"{stream}|{sequence}|{index}", key_of) for index, event in enumerate(events)]


def holds_all(events: Sequence[Any], stored: Sequence[dict[str, Any]]) -> bool:
    """Whether `encode` stored every content of these events, so that reading them back gives the same events."""
    pairs = zip(events, stored, strict=True)
    return all("sealed" in found for event, found in pairs if _fields(NAMES[type(event)])[1])


def decode(stored: Sequence[dict[str, Any]], stream: UUID, sequence: int, key_of: KeyOf) -> list[Any]:
    """Return the events stored at this position. Raises data_keys.CannotOpen if they were tampered with."""
    return [_decode(event, f"{stream}|{sequence}|{index}", key_of) for index, event in enumerate(stored)]


def _encode(event: Any, position: str, key_of: KeyOf) -> dict[str, Any]:
    name = NAMES[type(event)]
    open_names, sealed_names = _fields(name)
    stored = {"name": name, "data": {field: _plain(getattr(event, field)) for field in open_names}}
    if sealed_names:
        contents = {field: getattr(event, field) for field in sealed_names}
        key = key_of(event.by)
        if key is None or GONE in contents.values():
            return stored
        text = json.dumps(contents, ensure_ascii=False, sort_keys=True).encode()
        stored["sealed"] = b64encode(data_keys.seal(key, text, _context(position, name, event.by))).decode()
    return stored


def _decode(stored: dict[str, Any], position: str, key_of: KeyOf) -> Any:
    event = EVENTS[stored["name"]]
    hints = _hints(event)
    values = {name: _typed(value, hints[name]) for name, value in stored["data"].items()}
    sealed_names = _fields(stored["name"])[1]
    if sealed_names:
        values |= _opened(stored, sealed_names, position, values["by"], key_of)
    return event(**values)


def _opened(
    stored: dict[str, Any], names: tuple[str, ...], position: str, by: Author, key_of: KeyOf
) -> dict[str, Any]:
    key = key_of(by)
    if key is None or "sealed" not in stored:
        return dict.fromkeys(names, GONE)
    context = _context(position, stored["name"], by)
    contents: dict[str, Any] = json.loads(data_keys.unseal(key, b64decode(stored["sealed"]), context))
    return contents


def _context(position: str, name: str, by: Author) -> bytes:
    return f"{position}|{name}|{written(by)}".encode()


@cache
def _fields(event_name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the fields that are stored openly, and of those whose content is sealed."""
    event = EVENTS[event_name]
    is_sealed = {each.name for each in content_fields(event)}
    names = [each.name for each in fields(event)]
    return tuple(one for one in names if one not in is_sealed), tuple(
        one for one in names if one in is_sealed
    )


@cache
def _hints(event: type) -> dict[str, Any]:
    return get_type_hints(event)


def _plain(value: Any) -> Any:
    if isinstance(value, Partner | Observer):
        return written(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _typed(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    if hint in (Partner, Partner | None, Observer, Author):
        return author_of(value)
    if hint in (datetime, datetime | None):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if hint in (date, date | None) else value
