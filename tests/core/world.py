"""One simulated session with the open pages of those who look on: everything they are sent, as text and in order.

No database and no Django: commands go to the core, screens through the same `Diff` as on a socket. How a view is
made visible is given by `Rendering`, so that the same proofs run over HTML.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from exercises.core import ledger, ledger_view, rules, session
from exercises.core.counselor_rules import CounselorAsk, counselor_act
from exercises.core.kind import Exercise, Seen
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Observer, Partner, Viewer
from exercises.core.rules import Outcome
from exercises.core.text import Refused
from exercises.core.view import View, view_of
from exercises.live.socket.diff import Diff, Frame
from tests.core.examples import NOON
from tests.core.plain import plain

Screen = dict[str, Any]
Render = Callable[["World", Viewer], Screen]


def as_data(world: World, viewer: Viewer) -> Screen:
    """The whole view, as the JSON protocol sends it."""
    return {"view": plain(world.seen(viewer))}


def in_parts(world: World, viewer: Viewer) -> Screen:
    """The view in the three parts of the page."""
    seen = world.seen(viewer)
    step = replace(seen.step, seen=Seen())
    return {
        "room": plain(replace(seen, step=step, forms=(), recap=())),
        "theirs": plain([seen.step.seen.theirs, seen.recap]),
        "mine": plain([seen.step.seen.mine, seen.forms]),
    }


def of_the_ledger(world: World, viewer: Viewer) -> Screen:
    """The couple's agreements, as they come out of the session."""
    return {"ledger": plain(ledger_view.view(world.ledger, viewer, world.at))}


@dataclass(frozen=True)
class Rendering:
    """How a view is made visible: as `whole` screens, or by `parts`; and what a connection does with it."""

    whole: tuple[Render, ...] = (as_data, of_the_ledger)
    parts: tuple[Render, ...] = (in_parts,)
    diff: Callable[[bool], Diff] = Diff
    view: Callable[[session.Session, Viewer, datetime], View] = view_of


@dataclass
class Connection:
    """Somebody's open page: what it was sent, as text, in order."""

    viewer: Viewer
    screen: Render
    diff: Diff
    sent: list[str] = field(default_factory=list)

    def send(self, frames: list[Frame]) -> None:
        self.sent += [json.dumps(frame, ensure_ascii=False) for frame in frames]


@dataclass(frozen=True)
class Act:
    """A command as it comes in. `late`: how many visits it is behind."""

    by: Partner
    name: str
    raw: Any
    chance: int
    late: int = 0


class World:
    """A session from its `first` events on, with two connections or more for each of the `viewers`."""

    def __init__(
        self, exercise: Exercise, viewers: tuple[Viewer, ...], rendering: Rendering, first: Sequence[Any] = ()
    ) -> None:
        self.now = session.replay(session.new_session(exercise, NOON), first)
        self.at = NOON
        self.rendering = rendering
        self.ledger = ledger.Ledger()
        screens = rendering.whole + rendering.parts
        self.connections = [self._connect(viewer, screen) for viewer in viewers for screen in screens]
        self.style()

    def _connect(self, viewer: Viewer, screen: Render) -> Connection:
        return Connection(viewer, screen, self.rendering.diff(screen in self.rendering.whole))

    def reconnect(self, number: int) -> None:
        """A reload: a fresh connection that is shown the whole again."""
        old = self.connections[number]
        self.connections[number] = fresh = self._connect(old.viewer, old.screen)
        fresh.sent = old.sent
        self.style()

    def seen(self, viewer: Viewer) -> View:
        if viewer not in self._seen:
            self._seen[viewer] = self.rendering.view(self.now, viewer, self.at)
        return self._seen[viewer]

    def style(self, answered: Viewer | None = None) -> None:
        """Everybody is shown what they may see now; who was answered has it with the acknowledgement."""
        self._seen: dict[Viewer, View] = {}
        for one in self.connections:
            screen = one.screen(self, one.viewer)
            own = one.viewer == answered
            one.send(one.diff.accepted("id", screen) if own else one.diff.screen(screen))

    def offers(self, by: Viewer) -> tuple[Offer, ...]:
        return self.seen(by).commands

    def outcome(self, act: Act) -> Outcome:
        visit = self.now.visit - act.late
        asked = Ask(by=act.by, name=act.name, visit=visit, at=self.at, chance=act.chance, raw=act.raw)
        return rules.outcome(self.now, asked)

    def play(self, act: Act) -> bool:
        """Was it accepted? All who look on are sent what follows, as the consumer would."""
        try:
            outcome = self.outcome(act)
        except Refused as no:
            self._refuse(act.by, no)
            return False
        for entry in outcome.settled:
            for event in ledger.enter(entry.key or str(len(self.ledger.lines)), entry, self.at):
                self.ledger = ledger.evolve(self.ledger, event)
        self.now = outcome.after
        self.style(answered=act.by)
        return True

    def counselor(self, by: Observer, name: str, raw: Any) -> bool:
        """What a counselor asks for, as it comes in. Was it accepted?"""
        me, visit = Observer(by.id), self.seen(by).visit
        try:
            asked = CounselorAsk(by=me, name=name, visit=visit, at=self.at, raw=raw)
            self.now = session.evolve(self.now, counselor_act(self.now, asked))
        except Refused as no:
            self._refuse(by, no)
            return False
        self.style(answered=by)
        return True

    def _refuse(self, by: Viewer, no: Refused) -> None:
        fields = {name: json.dumps(plain(why)) for name, why in no.fields.items()}
        for one in self.connections:
            if one.viewer == by:
                one.send(one.diff.refused("id", no.code, json.dumps(plain(no.message)), fields))
