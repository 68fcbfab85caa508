"""Events and their fields: structure (what the flow needs) or content (of one author). Independent of step kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field as DataclassField
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from exercises.core.text import GONE

from .pair import Author, Partner


def content(**default: Any) -> Any:
    """Mark a field as content of the event's author (`by`): stored under that person's key, GONE once erased.

    A field that was added later has a `default`, with which older events are read.
    """
    return field(metadata={"content": True}, **default)


def content_fields(event: Any) -> tuple[DataclassField[Any], ...]:
    return tuple(each for each in fields(event) if each.metadata.get("content"))


def says(event: Any) -> bool:
    """Return whether the event holds content of its author that has not been erased."""
    return any(getattr(event, each.name) not in (None, GONE) for each in content_fields(event))


def without_content(event: Any, author: Author) -> Any:
    """Return the event as it reads once `author`'s key is destroyed; events of others are returned unchanged."""
    if getattr(event, "by", None) != author:
        return event
    return replace(event, **{each.name: GONE for each in content_fields(event)})


class TakesBack:
    """An event with which somebody takes back, or ends alone, what is shown or holds, or would open: it must not come
    back when a stream is cut back to before it."""


class Opens:
    """An event with which something opens that until then each kept, or could take back."""


@dataclass(frozen=True)
class Entered:
    by: Partner


@dataclass(frozen=True)
class BegunApart:
    """`by` started it apart: each does their part when it suits them, in writing, and `by` speaks first.

    It comes last in the record that starts the session, and enters the first step after the arrival; `chance` is drawn
    for that step.
    """

    by: Partner
    at: datetime
    chance: int = 0


@dataclass(frozen=True)
class Follows:
    """The session follows another of the same couple and exercise, whose forms opened on that day.

    `stream`: its id. It comes first, in the record that starts the session.
    """

    stream: str
    on: date


@dataclass(frozen=True)
class DrawnBefore:
    """How often each key was drawn in earlier sessions of the two and this exercise; it comes in the first record."""

    times: Mapping[str, int]


@dataclass(frozen=True)
class Brought:
    """What `by` brings to a new session from the couple's ledger.

    `entry`: the entry to be looked at again, of this `kind`, or ""; `times_a`, `times_b`: how often each has put it
    off. `open`: how many other proposals of `by` are put off. `answers`: what stands on the sheet of `by` at first;
    `declined`: words of `by` that got a no, each with the day from which they can be proposed again.
    """

    by: Partner
    entry: str
    kind: str
    times_a: int
    times_b: int
    open: int
    answers: Any = content()
    declined: Any = content()


@dataclass(frozen=True)
class Paused:
    by: Author
    at: datetime


@dataclass(frozen=True)
class Resumed:
    by: Author
    at: datetime | None = None  # as it was stored before pauses moved the timer


@dataclass(frozen=True)
class AskedToGoOn:
    """Whoever did not pause asked the one who did to go on; a counselor's pause is over when both have."""

    by: Partner


@dataclass(frozen=True)
class SetAside:
    """`pause_stays`: the other had paused, so that the session is still paused when it is picked up."""

    by: Partner
    pause_stays: bool = False


@dataclass(frozen=True)
class PickedUp:
    by: Partner


@dataclass(frozen=True)
class TimerExtended:
    """`minutes`: where they are not stored, it was five."""

    by: Author
    at: datetime
    minutes: int = 5


@dataclass(frozen=True)
class TimerSwitchedOff:
    by: Partner


@dataclass(frozen=True)
class ReadyToGoOn:
    by: Partner


@dataclass(frozen=True)
class MovedOn:
    """The session moved to step number `to` (from 0); a `to` beyond the last step ends the session.

    `chance`: a random number for draws in the step that was entered; 0 in sessions from before it was drawn. `back`: to
    the step before, as both wanted; nothing of the step that is left is handed on."""

    to: int
    at: datetime
    chance: int = 0
    back: bool = False


@dataclass(frozen=True)
class Ended:
    by: Partner


@dataclass(frozen=True)
class Parted(TakesBack):
    """The two are no longer a couple here. This ends the session; who left is not recorded."""

    at: datetime


@dataclass(frozen=True)
class WordsTakenBack(TakesBack):
    """An author withdrew their own words from a step that was left: step number `past` of those left, from 0.

    Their words are removed from the stored events; states that were kept in memory must be discarded.
    """

    by: Partner
    past: int
