"""What counselors do in a session, and what the two do about it. Their pauses and minutes are those of `events`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .events import TakesBack, content
from .pair import Observer, Partner


@dataclass(frozen=True)
class AskedToWait:
    """The two are asked not to leave the step that they are in."""

    by: Observer


@dataclass(frozen=True)
class Released:
    """Whoever asked them to wait asks it no more."""

    by: Observer


@dataclass(frozen=True)
class SaidToBoth:
    by: Observer
    words: Any = content()


@dataclass(frozen=True)
class StepOffered:
    """The step before (`back`), or the next one. It comes when both say yes."""

    by: Observer
    back: bool


@dataclass(frozen=True)
class OfferTakenBack:
    by: Observer


@dataclass(frozen=True)
class CounselorLeft(TakesBack):
    """A counselor may not be in the room any more. What she asks and offers ends with that; her words stay.

    States that were kept in memory must be discarded: her key may be destroyed.
    """

    by: Observer
    at: datetime


@dataclass(frozen=True)
class StepHeld:
    """The step would have been left now, but a counselor asks the two to wait: each is asked once more."""


@dataclass(frozen=True)
class SaidYes:
    """To the step that is offered."""

    by: Partner


@dataclass(frozen=True)
class OfferPutAside:
    by: Partner


@dataclass(frozen=True)
class WordsPutAside:
    """`by` does not want to see a counselor's words any more, up to the act with this number."""

    by: Partner
    number: int


COUNSELOR_EVENTS: dict[str, type] = {
    "session.asked_to_wait": AskedToWait,
    "session.released": Released,
    "session.said_to_both": SaidToBoth,
    "session.step_offered": StepOffered,
    "session.offer_taken_back": OfferTakenBack,
    "session.counselor_left": CounselorLeft,
    "session.step_held": StepHeld,
    "session.said_yes": SaidYes,
    "session.offer_put_aside": OfferPutAside,
    "session.words_put_aside": WordsPutAside,
}
