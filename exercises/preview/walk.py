"""Two invented people walk through an exercise, knowing only what they are offered. In memory; nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, zip_longest
from random import Random
from typing import Any, Final

from couples import clock
from exercises.core import rules, session
from exercises.core.events import DrawnBefore, Entered
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
"""How often a form that was refused, or a walk without an end, is tried with other answers."""
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


def walk(exercise: Exercise, before: Mapping[str, int] | None = None, answers: int = 0) -> list[Moment]:
    """Return the session as it is started, and then after each command, to its end.

    Where the first answers lead to no end, others are tried; then what was found last is returned. `before`: what was
    drawn in earlier sessions. `answers`: a number; with another one the two answer otherwise.
    """
    moments: list[Moment] = []
    for tried in range(answers, answers + TRIES):
        moments = list(_walk(exercise, tried, DrawnBefore(before or {})))
        if moments[-1].now.over:
            break
    return moments


def _walk(exercise: Exercise, answers: int, before: DrawnBefore) -> Iterator[Moment]:
    at = clock.local()
    now = session.replay(session.new_session(exercise, at), [Entered(Partner.A), before])
    moments = [Moment(now, at)]
    yield moments[0]
    while not moments[-1].now.over and len(moments) < MOST:
        found = next(_forward(moments, answers), None)
        if found is None:
            return
        moments.append(found)
        yield found


def _forward(moments: Sequence[Moment], answers: int) -> Iterator[Moment]:
    """Yield what may come next and has not been: by turns, first what leads on and was not done in this step yet."""
    moment, been = moments[-1], [_state(one.now) for one in moments]
    last = moment.by or Partner.B
    at = moment.at + timedelta(minutes=1)
    done = Counter(
        (after.by, after.did and after.did.name)
        for before, after in pairwise(moments)
        if _is_here(before, moment)
    )
    offers = [[(by, one) for one in _offers(moment, by)] for by in (last.other, last)]
    by_rank = [each for rank in zip_longest(*offers) for each in rank if each]
    writes = any(one.private and one.fields for _by, one in by_rank)

    def comes_late(offer: Offer) -> bool:
        return offer.style in BACK or (offer.name == rules.CONTINUE.name and writes)

    for by, offer in sorted(by_rank, key=lambda each: (done[each[0], each[1].name], comes_late(each[1]))):
        after = _after(moment, by, offer, at, Random(answers + len(been)) if answers else None)  # nosec B311 # invented
        if after is not None and _state(after) not in been:
            yield Moment(after, at, by, offer)


def _is_here(one: Moment, now: Moment) -> bool:
    """Return whether this was in the same step, on the same way through it."""
    return (one.now.index, len(one.now.past)) == (now.now.index, len(now.now.past))


def _offers(moment: Moment, by: Partner) -> list[Offer]:
    return [one for one in view_of(moment.now, by, moment.at).commands if one.scope == "step"]


def _after(moment: Moment, by: Partner, offer: Offer, at: datetime, rng: Random | None) -> Session | None:
    """Return the session after this command; None where it is refused however its form is filled in."""
    for _number in range(TRIES):
        raw = filled(offer, by, rng)
        ask = Ask(by=by, name=offer.name, visit=moment.now.visit, at=at, chance=CHANCE, raw=raw)
        try:
            return rules.outcome(moment.now, ask).after
        except Refused:
            rng = rng or Random(0)  # nosec B311 # invented answers
    return None


def _state(now: Session) -> tuple[Any, ...]:
    return now.over, now.index, now.entered, now.ready, now.carried, now.state
