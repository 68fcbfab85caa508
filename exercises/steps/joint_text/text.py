"""The events and the state of a `joint_text` step. `evolve` checks no rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from exercises.core.events import content
from exercises.core.pair import Partner
from exercises.core.settlement import Version
from exercises.core.text import Gone


@dataclass(frozen=True)
class Suggested:
    """The whole text as `by` would have it: who sends it accepts exactly these words. `weeks`: until the two look at it
    again; 0: no date."""

    by: Partner
    weeks: int
    words: str | Gone = content()


@dataclass(frozen=True)
class Accepted:
    """The words and their digest are copied under the acceptor's own key."""

    by: Partner
    at: datetime
    words: str | Gone = content()
    digest: str | Gone = content()


@dataclass(frozen=True)
class State:
    """`text`: the one that was suggested last. `accepted`: by the other, in exactly these words."""

    text: Version | None = None
    accepted: Accepted | None = None


def evolve(state: State, event: Suggested | Accepted) -> State:
    if isinstance(event, Accepted):
        return replace(state, accepted=event)
    return State(Version(event.by, event.words, event.weeks))
