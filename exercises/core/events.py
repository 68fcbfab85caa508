"""How events say what they hold: structure (what the flow needs) or content (of one author). Knows no step."""

from __future__ import annotations

from dataclasses import Field as DataclassField
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from .pair import Partner
from .words import GONE


def content() -> Any:
    """Marks a field as content of the event's author (`by`): stored under that person's key, may be GONE one day."""
    return field(metadata={"content": True})


def content_fields(event: Any) -> tuple[DataclassField[Any], ...]:
    return tuple(each for each in fields(event) if each.metadata.get("content"))


def without_content(event: Any, author: Partner) -> Any:
    """The event as it reads when its author's key is destroyed; events of others stay as they are."""
    if getattr(event, "by", None) is not author:
        return event
    return replace(event, **{each.name: GONE for each in content_fields(event)})


@dataclass(frozen=True)
class Entered:
    by: Partner


@dataclass(frozen=True)
class Paused:
    by: Partner
    at: datetime


@dataclass(frozen=True)
class Resumed:
    by: Partner


@dataclass(frozen=True)
class SetAside:
    by: Partner


@dataclass(frozen=True)
class PickedUp:
    by: Partner


@dataclass(frozen=True)
class ReadyToGoOn:
    by: Partner


@dataclass(frozen=True)
class MovedOn:
    """The step was left for step number `to`; a `to` beyond the last step ends the session well."""

    to: int
    at: datetime


@dataclass(frozen=True)
class Ended:
    by: Partner


SESSION_EVENTS: dict[str, type] = {
    "session.entered": Entered,
    "session.paused": Paused,
    "session.resumed": Resumed,
    "session.set_aside": SetAside,
    "session.picked_up": PickedUp,
    "session.ready_to_go_on": ReadyToGoOn,
    "session.moved_on": MovedOn,
    "session.ended": Ended,
}
