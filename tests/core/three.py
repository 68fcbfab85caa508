"""Two people and a counselor walk through an exercise; she holds, drops, is not allowed any more, or is erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from exercises.core import counselor_rules, session
from exercises.core.counselor_events import CounselorLeft
from exercises.core.counselor_rules import CounselorAsk
from exercises.core.kind import Exercise
from exercises.core.offer import Offer
from exercises.core.pair import Observer, Partner
from exercises.core.session import Session
from exercises.core.view import view_of
from tests.core.examples import NOON
from tests.core.filling import filled
from tests.core.walking import BOUND, Walk

CASEY: Final = Observer("6d0c1b8e-0000-4000-8000-00000000ca5e")
READING: Final = replace(CASEY, reads=True)
ENDS: Final = ("holds", "drops", "withdrawn")


@dataclass
class Three(Walk):
    """`fate`: what becomes of her on this walk. `acts`: how many she has done."""

    fate: str = "holds"
    acts: int = 0

    def her_offers(self) -> list[Offer]:
        return counselor_rules.counselor_offers(self.now, CASEY)

    def counselor(self) -> tuple[Session, Any] | None:
        """She does something that is on offer, if anything is; the session before it, and the event."""
        if not (offers := self.her_offers()):
            return None
        offer = self.rng.choice(offers)
        return self.add(self.event_of(offer.name, filled(offer, self.rng, Partner.A)))

    def event_of(self, name: str, raw: Any = None) -> Any:
        """What comes of her command. Raises Refused."""
        if raw is None:
            raw = {}
        visit = len(self.now.past) + 1
        asked = CounselorAsk(by=CASEY, name=name, visit=visit, at=self.at, raw=raw)
        return counselor_rules.counselor_act(self.now, asked)

    def leave(self) -> tuple[Session, Any]:
        """She may not be here any more."""
        return self.add(CounselorLeft(CASEY, self.at))

    def add(self, event: Any) -> tuple[Session, Any]:
        before, self.now = self.now, session.evolve(self.now, event)
        self.history.append(event)
        return before, event

    @property
    def is_there(self) -> bool:
        return self.fate == "holds" or self.acts < 6


def three(exercise: Exercise, seed: int) -> Three:
    rng = Random(seed)
    beginning = session.new_session(exercise, NOON)
    return Three(rng, beginning, lazy=rng.choice((0.1, 0.3, 0.5)), fate=ENDS[seed % len(ENDS)])


def together(exercise: Exercise, seed: int, at_most: int = 2 * BOUND) -> Iterator[tuple[Three, Session, Any]]:
    """A whole walk of three. Yields each act: hers with the session before and its event, of the others without.

    Raises where it finds no end.
    """
    going = three(exercise, seed)
    for _ in range(at_most):
        if going.now.over:
            return
        if going.is_there and going.rng.random() < 0.3:
            if done := going.counselor():
                going.acts += 1
                yield going, *done
            continue
        if going.fate == "withdrawn" and going.acts == 6:
            going.acts += 1
            yield going, *going.leave()
            continue
        going.step()
        yield going, going.now, None
    where = f"in {going.now.step.id}: {going.now.state}, {going.now.counselor}"
    assert going.now.over, f"no end after {at_most} commands, {where}"


def seen_by_both(now: Session, at: Any) -> list[Any]:
    """What each has of their own part: their side of the step, and the forms of it."""
    views = [view_of(now, who, at) for who in Partner]
    return [(view.step.seen.mine, view.forms, view.visit, view.i_am_ready) for view in views]
