"""Events and their fields: structure (what the flow needs) or content (of one author). Independent of step kinds."""

from __future__ import annotations

from dataclasses import Field as DataclassField
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from exercises.core.text import GONE

from .pair import Partner


def content() -> Any:
    """Marks a field as content of the event's author (`by`): stored under that person's key, may be GONE one day."""
    return field(metadata={"content": True})


def content_fields(event: Any) -> tuple[DataclassField[Any], ...]:
    return tuple(each for each in fields(event) if each.metadata.get("content"))


def says(event: Any) -> bool:
    """Return whether the event holds content of its author that has not been erased."""
    return any(getattr(event, each.name) not in (None, GONE) for each in content_fields(event))


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


@dataclass(frozen=True)
class Parted:
    """The two are no longer a couple here. It ends the session as it is; who left is not recorded."""

    at: datetime


@dataclass(frozen=True)
class WordsTakenBack:
    """An author withdrew their own words from a step that was left: step number `past` of those left, from 0.

    What they said is removed from the stored events themselves; whoever remembers a state forgets it.
    """

    by: Partner
    past: int


SESSION_EVENTS: dict[str, type] = {
    "session.entered": Entered,
    "session.paused": Paused,
    "session.resumed": Resumed,
    "session.set_aside": SetAside,
    "session.picked_up": PickedUp,
    "session.ready_to_go_on": ReadyToGoOn,
    "session.moved_on": MovedOn,
    "session.ended": Ended,
    "session.parted": Parted,
    "session.words_taken_back": WordsTakenBack,
}
