"""The stored names of the events of a session itself. They never change."""

from __future__ import annotations

from typing import Final

from .counselor_events import COUNSELOR_EVENTS
from .events import (
    AskedToGoOn,
    BegunApart,
    Brought,
    DrawnBefore,
    Ended,
    Entered,
    Follows,
    MovedOn,
    Parted,
    Paused,
    PickedUp,
    ReadyToGoOn,
    Resumed,
    SetAside,
    TimerExtended,
    TimerSwitchedOff,
    WordsTakenBack,
)

SESSION_EVENTS: Final[dict[str, type]] = {
    **COUNSELOR_EVENTS,
    "session.entered": Entered,
    "session.begun_apart": BegunApart,
    "session.follows": Follows,
    "session.brought": Brought,
    "session.drawn_before": DrawnBefore,
    "session.paused": Paused,
    "session.resumed": Resumed,
    "session.asked_to_go_on": AskedToGoOn,
    "session.set_aside": SetAside,
    "session.picked_up": PickedUp,
    "session.timer_extended": TimerExtended,
    "session.timer_switched_off": TimerSwitchedOff,
    "session.ready_to_go_on": ReadyToGoOn,
    "session.moved_on": MovedOn,
    "session.ended": Ended,
    "session.parted": Parted,
    "session.words_taken_back": WordsTakenBack,
}
