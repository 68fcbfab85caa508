"""Two people walk through an exercise, knowing only what they are offered. Refuses to know any step kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from exercises.core import moving, rules, session
from exercises.core.events import BegunApart, Entered
from exercises.core.kind import Exercise
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Observer, Pair, Partner
from exercises.core.session import Session
from exercises.core.view import view_of
from tests.core.examples import NOON
from tests.core.filling import filled

BOUND = 500
ROOM = (
    *("pause", "resume", "ask_to_go_on", "more_time", "no_timer", "leave", "enough", "pick_up"),
    *("go_on_anyway", "yes_to_step", "not_this_step", "put_words_aside"),
)
VIEWERS = (Partner.A, Partner.B, Observer())


@dataclass
class Walk:
    """One session as it goes on. `history`: the events so far; `cuts`: where in it each command ended, and the
    `states` there."""

    rng: Random
    now: Session
    at: datetime = NOON
    history: list[Any] = field(default_factory=list)
    cuts: list[int] = field(default_factory=lambda: [0])
    states: list[Session] = field(default_factory=list)
    lazy: float = 0.3

    def offers(self, by: Partner) -> tuple[Offer, ...]:
        seen = view_of(self.now, by, self.at)
        return seen.commands

    def pick(self) -> tuple[Partner, Offer]:
        """Somebody and what they do: mostly what leads on, sometimes anything, rarely a word to the room."""
        open_to = Pair(*map(self.offers, Partner))
        able = [who for who in Partner if any(one.scope == "step" for one in open_to.of(who))]
        if self.now.pause or self.now.set_aside or self.rng.random() < 0.05:
            calm = [(who, one) for who in Partner for one in open_to.of(who) if one.name in ROOM]
            if calm:
                return self.rng.choice(calm)
        assert able, f"nobody can do anything in {self.now.step.id}: {self.now.state}"
        who = self.rng.choice(able)
        steps = [one for one in open_to.of(who) if one.scope == "step"]
        return who, self.rng.choice(steps) if self.rng.random() < self.lazy else steps[0]

    def ask(self, by: Partner, name: str, raw: Any) -> Ask:
        return Ask(
            by=by, name=name, visit=self.now.visit, at=self.at, chance=self.rng.getrandbits(256), raw=raw
        )

    def step(self) -> tuple[Session, Ask, list[Any]]:
        """One more command, accepted; the session before it, what was asked, and what came of it."""
        before = self.now
        self.at += timedelta(minutes=self.rng.choice((0, 1, 30)))
        who, offer = self.pick()
        ask = self.ask(who, offer.name, filled(offer, self.rng, who))
        events = list(rules.outcome(before, ask).events)
        self.history += events
        self.cuts.append(len(self.history))
        self.now = session.replay(before, events)
        self.states.append(self.now)
        return before, ask, events


def walk(exercise: Exercise, seed: int) -> Walk:
    rng = Random(seed)
    first = begun_apart(rng) if is_apart(seed) else []
    beginning = session.replay(session.new_session(exercise, NOON), first)
    lazy = rng.choice((0.1, 0.3, 0.5))
    return Walk(rng, beginning, history=[*first], cuts=[len(first)], states=[beginning], lazy=lazy)


def is_apart(seed: int) -> bool:
    """Whether the walk with this seed is one that is begun apart: each fourth is."""
    return seed % 4 == 3


def begun_apart(rng: Random) -> list[Any]:
    """The events with which somebody starts a session apart, and the other joins."""
    by = rng.choice(tuple(Partner))
    return [Entered(by), BegunApart(by, NOON, rng.randrange(moving.CHANCES)), Entered(by.other)]


def steps(
    exercise: Exercise, seed: int, at_most: int = BOUND
) -> Iterator[tuple[Walk, Session, Ask, list[Any]]]:
    """A whole walk, command by command, to the end of the session. Raises where it finds no end within the bound."""
    going = walk(exercise, seed)
    for _ in range(at_most):
        if going.now.over:
            return
        before, ask, events = going.step()
        yield replace(going), before, ask, events
    assert going.now.over, f"no end after {at_most} commands, in {going.now.step.id}: {going.now.state}"
