"""Two people at one session, without browser or socket: they read their screens and send the commands offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, Self
from uuid import UUID, uuid4

from couples.accounts import users
from couples.accounts.models import User
from couples.pairing import acceptance
from couples.pairing.models import Couple
from exercises import catalog
from exercises.live import commands
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.live.decision import Command
from exercises.live.models import RecordedEvent
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from exercises.live.store import versions
from tests import walker
from tests.core.real import FIRST
from tests.long_run import IS_LONG

NEED, LIMIT, BALANCE = "see-feel-need-ask", "limit-request-or-agreement", "balance-check-in"
OFFERED = tuple(each.slug for each in catalog.couple_definitions() if not each.with_counselor)
"""The exercises that a couple may start themselves, also those that are added later."""
EVERY = tuple(slug for slug in OFFERED if IS_LONG or slug in FIRST)
"""Those of them that a test of everything stored or sent walks; `test_every_room` walks each."""
WALKED = tuple(each.slug for each in catalog.couple_definitions())
"""All exercises for two, also those that begin only when a counselor has assigned them."""
LETTER = {"see": "We ate at nine", "feel": "Tired", "need": "Rest", "ask": "Would you write to me?"}


@dataclass
class Chair:
    """One person's place at a session."""

    session: UUID
    user: User

    @property
    def caller(self) -> Caller:
        return Caller(self.user.pk)

    def look(self) -> dict[str, Any]:
        return partner_screen.show(self.session, self.caller, rendering.as_json).screen

    def page(self) -> dict[str, str]:
        return partner_screen.show(self.session, self.caller, rendering.as_html).screen

    def offered(self, scope: str = "step") -> list[str]:
        return [one["name"] for one in self.look()["commands"] if one["scope"] == scope]

    def command(self, name: str, id: UUID | None = None, visit: int | None = None, **fields: Any) -> Command:
        here = self.look()["visit"] if visit is None else visit
        return Command(id or uuid4(), name, here, fields)

    def send(self, command: Command) -> commands.Done:
        return commands.submit(self.session, self.caller, command)

    def do(self, name: str, **fields: Any) -> commands.Done:
        return self.send(self.command(name, **fields))

    def step(self, rng: Random, mark: str) -> Command | None:
        """One command of those on offer, filled in as described, if any moves the exercise."""
        offer = walker.picked(self.look()["commands"], rng)
        if offer is None:
            return None
        command = self.command(offer["name"], **walker.filled(offer, rng, mark))
        self.send(command)
        return command


@dataclass
class Room:
    id: UUID
    alex: Chair
    blair: Chair
    said: list[Command] = field(default_factory=list)

    @property
    def chairs(self) -> tuple[Chair, Chair]:
        return self.alex, self.blair

    def write_apart(self) -> Self:
        self.alex.do("ready", together="writing", first="me")
        self.blair.do("ready", together="writing", first="you")
        return self

    def open_the_letter(self) -> Self:
        self.alex.do("hand_in", **LETTER)
        self.alex.do("open")
        return self

    def walk(self, seed: int = 1, most: int = 400) -> Self:
        """To the end, by whatever is offered."""
        for _ in self.walking(seed, most):
            pass
        return self

    def walking(self, seed: int = 1, most: int = 400):
        rng = Random(seed)
        for _ in range(most):
            if self.alex.look()["over"]:
                return
            chair = rng.choice(self.chairs)
            done = chair.step(rng, f"{chair.user.name}-{rng.randrange(10**9)}")
            if done:
                self.said.append(done)
                yield done
        raise AssertionError(f"no end after {most} commands: {self.alex.look()}")

    def sequences(self) -> list[int]:
        return list(self.records.values_list("sequence", flat=True))

    @property
    def records(self):
        return RecordedEvent.objects.filter(stream=self.id).order_by("sequence")


def opened(couple: Couple, alex: User, blair: User, slug: str, is_due: bool = True) -> Room:
    """Alex opened a session and Blair joined it. `is_due`: as for `start_session`."""
    definition = catalog.named(slug)
    if definition and definition.with_counselor:  # as one that a counselor assigned
        asked = starting.Asked(is_due=is_due)
        session = starting.start_version(couple, alex.pk, versions.of(definition), asked)
    else:
        session = starting.start_session(couple, alex.pk, slug, is_due)
    at = partial(Chair, session)
    room = Room(session, at(alex), at(blair))
    room.blair.do("enter")
    return room


def opened_by_others(number: int, slug: str) -> Room:
    """A room like this of another couple, Ann and Ben of this number."""
    ann, ben = (users.create(f"{name}{number}@example.org", name.title()) for name in ("ann", "ben"))
    return opened(acceptance.pair(ann, ben), ann, ben, slug)
