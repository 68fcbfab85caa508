"""Two invented people walk through an exercise, knowing only what they are offered. In memory; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from random import Random
from typing import Any, Final

from couples import clock
from exercises.core import rules, session
from exercises.core.events import Entered
from exercises.core.kind import Exercise
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.core.text import Refused
from exercises.core.view import view_of
from exercises.preview.filling import filled

MOST: Final = 200
"""Commands in one walk. A test walks every exercise to its end."""
TRIES: Final = 8
"""How often a form that was refused is filled in with other answers."""
CHANCE: Final = 2**130
"""In place of a drawn number: draws of a step that is entered have none, so that both are asked in the same order."""

BACK: Final = ("plain", "quiet")
"""The style of what takes something back or goes another way; it comes after all that leads on."""


@dataclass(frozen=True)
class Moment:
    """The session after a command: who sent it, and which; nobody and none at the beginning."""

    now: Session
    at: datetime
    by: Partner | None = None
    did: Offer | None = None


def walk(exercise: Exercise) -> Iterator[Moment]:
    """Yield the session as it is started, and then after each command, to its end or until nothing new can be done."""
    at = clock.local()
    now = session.evolve(session.new_session(exercise, at), Entered(Partner.A))
    moment, been = Moment(now, at), [_state(now)]
    for _number in range(MOST):
        yield moment
        if moment.now.over:
            return
        found = next(_forward(moment, been), None)
        if found is None:
            return
        moment = found
        been.append(_state(found.now))


def _forward(moment: Moment, been: Sequence[Any]) -> Iterator[Moment]:
    """Yield what may come next and has not been: first what leads on, and by turns."""
    last = moment.by or Partner.B
    at = moment.at + timedelta(minutes=1)
    offers = [[(by, one) for one in _offers(moment, by)] for by in (last.other, last)]
    by_rank = [each for rank in zip_longest(*offers) for each in rank if each]
    for by, offer in sorted(by_rank, key=lambda each: each[1].style in BACK):
        after = _after(moment, by, offer, at)
        if after is not None and _state(after) not in been:
            yield Moment(after, at, by, offer)


def _offers(moment: Moment, by: Partner) -> list[Offer]:
    return [one for one in view_of(moment.now, by, moment.at).commands if one.scope == "step"]


def _after(moment: Moment, by: Partner, offer: Offer, at: datetime) -> Session | None:
    """Return the session after this command; None where it is refused however its form is filled in."""
    for number in range(TRIES):
        raw = filled(offer, by, Random(number) if number else None)  # nosec B311 # invented answers
        ask = Ask(by=by, name=offer.name, visit=moment.now.visit, at=at, chance=CHANCE, raw=raw)
        try:
            return rules.outcome(moment.now, ask).after
        except Refused:
            continue
    return None


def _state(now: Session) -> tuple[Any, ...]:
    return now.over, now.index, now.entered, now.ready, now.carried, now.state
