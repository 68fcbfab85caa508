"""Two histories that differ only in what one partner keeps closed, side by side: does anybody else notice?

`Twins` leads both through the same public acts and lets `owner` do different private ones. Whatever the partner and
a counselor who reads along and does all that she may are sent (every frame, refusal, revision and order) must be the
same, until it opens by right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import zip_longest
from random import Random
from typing import Any, Final

from exercises.core.kind import Exercise
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.room import PAUSE
from exercises.core.text import Refused
from tests.core.examples import pin_of
from tests.core.filling import filled, filled_anew, wrecked
from tests.core.three import READING
from tests.core.walking import begun_apart
from tests.core.what_stays_closed import (
    Leak,
    Opened,
    differ_by_right,
    never_opens,
    openings,
    opens_when_both_have,
    sealed,
    silent,
)
from tests.core.world import Act, Rendering, World

LENGTH: Final = 70
CALM: Final = (
    "pause",
    "resume",
    "ask_to_go_on",
    "more_time",
    "no_timer",
    "leave",
    "enough",
    "pick_up",
    "end",
    "go_on_anyway",
    "yes_to_step",
    "not_this_step",
    "put_words_aside",
)
RELATIONS: Final = ("same", "nearly", "closed", "other")


class Twins:
    """`compared`: how many acts were watched while the two histories differed in something closed. `guesses`: every
    command of the kinds of this exercise, and one that there is not."""

    def __init__(
        self, exercise: Exercise, seed: int, owner: Partner, rendering: Rendering, apart: bool = False
    ) -> None:
        self.rng = Random(seed)
        self.owner, self.other = owner, owner.other
        begun = begun_apart(self.rng) if apart else ()
        self.first, self.second = (World(exercise, (self.other, READING), rendering, begun) for _ in range(2))
        self.worlds = (self.first, self.second)
        self.handed_in: dict[str, Any] = {}
        self.compared = 0
        commands = {name for step in exercise.steps for name in pin_of(step.kind.name).COMMANDS}
        self.guesses = sorted({"continue", "unknown", *commands})
        self.compare("at the beginning")

    def run(self) -> None:
        """To the end of the session, or until what differs opens by right. Raises Leak."""
        moves: dict[Callable[[], None], int] = {
            self.lead_on: 40, self.in_private: 20, self.level: 6, self.probe: 20, self.wander: 20, self.to_the_room: 3,
            self.reload: 5, self.wait: 3, self.counselor: 6,
        }  # fmt: skip
        for _ in range(LENGTH):
            (move,) = self.rng.choices(list(moves), list(moves.values()))
            try:
                move()
            except Opened:
                return
            if self.first.now.over:
                return

    def compare(self, after: Any) -> None:
        self.compared += self.first.now != self.second.now
        for one, two in zip(self.first.connections, self.second.connections, strict=True):
            for number, (left, right) in enumerate(zip_longest(one.sent, two.sent)):
                if left != right:
                    raise Leak(f"frame {number} to {one.viewer} after {after}:\n  {left}\n  {right}")
            one.sent.clear()
            two.sent.clear()

    # what is done in both alike

    def publicly(self, *acts: Act) -> None:
        """The same act in both, or two acts that look alike. Raises Opened where it opens what differs."""
        one, two = acts * 2 if len(acts) == 1 else acts
        told = [self._opens(world, act) for world, act in ((self.first, one), (self.second, two))]
        if differ_by_right(*told):
            raise Opened
        self.first.play(one)
        self.second.play(two)
        self.compare(one)

    def _opens(self, world: World, act: Act) -> list[Any]:
        try:
            return openings(world.now, world.outcome(act).events, self.owner)
        except Refused:
            return []

    def _act(self, by: Partner, offer: Offer) -> Act:
        return Act(by, offer.name, filled(offer, self.rng, by), self.rng.getrandbits(256))

    def lead_on(self) -> None:
        """Somebody does what is first on offer."""
        if self.first.now.pause or self.first.now.set_aside:
            return self.to_the_room(("resume", "pick_up"))
        able = [who for who in Partner if self._steps(who)]
        who = self.rng.choice(able or [self.other])
        return self.do(who, self._steps(who)[0]) if able else self.in_private()

    def wander(self) -> None:
        """Somebody does anything that is on offer."""
        who = self.rng.choice(list(Partner))
        if steps := self._steps(who):
            self.do(who, self.rng.choice(steps))

    def _steps(self, who: Partner) -> list[Offer]:
        return [offer for offer in self.first.offers(who) if offer.scope == "step"]

    def do(self, who: Partner, offer: Offer) -> None:
        if who is self.other:
            self.publicly(self._act(who, offer))
        elif offer.name in silent(self.first.now):
            self._silent(offer)
        elif offer.name in sealed(self.first.now):
            self._sealed()
        elif offer.name in {one.name for one in self.second.offers(who)}:
            self.publicly(self._act(who, offer))

    def _silent(self, offer: Offer) -> None:
        """What the owner does in silence; but with the other's already there it opens, for all to see."""
        act = self._act(self.owner, offer)
        if opens_when_both_have(self.first.now) and any(self._opens(world, act) for world in self.worlds):
            self.publicly(act)
        else:
            self.level()

    def _sealed(self) -> None:
        """The owner does something closed of which it shows that it was done: alike, or not, in the two."""
        kinds = sealed(self.first.now)
        able = [[one for one in world.offers(self.owner) if one.name in kinds] for world in self.worlds]
        one, two = (self._act(self.owner, self.rng.choice(offers)) for offers in able)
        two = replace(two, chance=one.chance)  # what is drawn by chance is no secret
        self.publicly(one, self.rng.choice((one, one, two)))

    def to_the_room(self, names: tuple[str, ...] = CALM) -> None:
        who = self.rng.choice(list(Partner))
        calm = [offer for offer in self.first.offers(who) if offer.name in names]
        if calm:
            self.publicly(self._act(who, self.rng.choice(calm)))

    def reload(self) -> None:
        number = self.rng.randrange(len(self.first.connections))
        for world in self.worlds:
            world.reconnect(number)
        self.compare("a reload")

    def wait(self) -> None:
        for world in self.worlds:
            world.at += timedelta(minutes=25)
            world.style()
        self.compare("some time")

    def counselor(self) -> None:
        """The counselor does something that is on offer to her, or not; the same in both."""
        offers = self.first.offers(READING)
        offer = self.rng.choice(offers) if offers else PAUSE
        raw = filled(offer, self.rng, self.other)
        for world in self.worlds:
            world.counselor(READING, offer.name, raw)
        self.compare(f"a counselor's {offer.name}")

    def probe(self) -> None:
        """The other tries what is not theirs to do: to learn something from how it is refused."""
        names = [*self.guesses, *(offer.name for offer in self.first.offers(self.owner))]
        name = self.rng.choice(names)
        offers = [one for who in Partner for one in self.first.offers(who) if one.name == name]
        raw = filled(self.rng.choice(offers), self.rng, self.other) if offers else {}
        if self.rng.random() < 0.3:
            raw = wrecked(raw, self.rng)
        late = self.rng.choice((0, 0, 0, 0, 1, -1))
        self.publicly(Act(self.other, name, raw, self.rng.getrandbits(256), late))

    # what only the owner knows of

    def in_private(self) -> None:
        """In each of the two on its own: nothing, or one or two private acts, or commands that are refused."""
        for world in self.worlds:
            for _ in range(self.rng.randrange(3)):
                able = [one for one in world.offers(self.owner) if one.name in silent(world.now)]
                if able and self.rng.random() < 0.8:
                    self._hand(world, self.rng.choice(able))
                else:
                    name, late = self.rng.choice(self.guesses), self.rng.choice((0, 1))
                    world.play(Act(self.owner, name, {"x": "y"}, 0, late=late))
        self.compare("private acts")

    def _hand(self, world: World, offer: Offer, relation: str = "") -> None:
        """A form like the one that was handed in before, in some relation; so the two can meet again and go on."""
        act = self._act(self.owner, offer)
        known = self.handed_in if self.handed_in.keys() <= {field.name for field in offer.fields} else {}
        if offer.fields and known:
            act = replace(act, raw=self._related(world, offer, known, relation or self.rng.choice(RELATIONS)))
        if opens_when_both_have(world.now) and self._opens(world, act):
            return  # no private act any more
        if world.play(act) and offer.fields and world is self.first:
            self.handed_in = dict(act.raw)

    def _related(self, world: World, offer: Offer, known: dict[str, Any], relation: str) -> dict[str, Any]:
        if relation == "closed" and (closed := never_opens(world.now, known)):
            return filled_anew(offer, known, closed, self.rng, self.owner)
        if relation == "nearly":
            names = [field.name for field in offer.fields]
            return filled_anew(offer, known, self.rng.sample(names, 1), self.rng, self.owner)
        return filled(offer, self.rng, self.owner) if relation == "other" else known

    def level(self) -> None:
        """In both the sheet is handed in, with the same or nearly the same answers."""
        relation = self.rng.choice(("same", "nearly", "closed", "closed", "closed"))
        for world in self.worlds:
            for name in ("take_back", "hand_in"):
                for offer in [one for one in world.offers(self.owner) if one.name == name]:
                    self._hand(world, offer, "other" if world is self.first else relation)
        self.compare("private acts")
