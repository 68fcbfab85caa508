"""Two people who write limits, requests and agreements for months, at the table and on the page of agreements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from exercises.core import ledger, ledger_rules, rules, session
from exercises.core.events import Entered
from exercises.core.ledger import Ledger
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.core.text import Refused
from exercises.steps.negotiation.item import Item
from tests.core.examples import NOON
from tests.core.filling import filled
from tests.core.real import REAL

WORDS = (
    "We eat at seven",
    "we eat at SEVEN.",
    "Phones away",
    "One evening apart",
    "Would you write?",
    "I rest",
)
BOUNDARY = REAL["limit-request-or-agreement"]


@dataclass
class Move:
    """One accepted command. `item`: what was on the table; `settled`: what it entered, with the ids of the entries."""

    ask: Ask
    offer: Offer
    before: Ledger
    after: Ledger
    item: Item | None = None
    events: list[Any] = field(default_factory=list)
    settled: list[tuple[str, Any]] = field(default_factory=list)


@dataclass
class Months:
    """What the two have, and where they are. `refused`: how often the words of a form were refused."""

    rng: Random
    book: Ledger = field(default_factory=Ledger)
    now: Session | None = None
    number: int = 0
    at: datetime = NOON
    refused: int = 0

    @property
    def item(self) -> Item | None:
        return getattr(self.now.state, "item", None) if self.now else None

    def move(self) -> Move | None:
        """One more thing that somebody does; None if a day passed, a session began, or words were refused."""
        chance, by = self.rng.random(), self.rng.choice(list(Partner))
        if self.now is None or chance < 0.08:
            self.at += timedelta(days=self.rng.choice((0, 0, 1, 2, 5)))
            own = ledger_rules.offers(self.book, by, self.at)
            if own and self.rng.random() < 0.6:
                return self._on_the_page(by, self.rng.choice(own))
            if self.now is None:
                self._begin(by)
            return None
        likely = {"next": 1.0, "touches_limit": 0.2}
        offers = [
            one for one in rules.step_offers(self.now, by) if self.rng.random() < likely.get(one.name, 0.7)
        ]
        return self._in_the_session(by, self.rng.choice(offers)) if offers else None

    def _begin(self, by: Partner) -> None:
        can = [entry for entry in self.book.lines if ledger_rules.look_again(self.book, by, entry, self.at)]
        entry = self.rng.choice(can) if can and self.rng.random() < 0.3 else ""
        begun = [Entered(by), *ledger_rules.brought(self.book, by, self.at, entry), Entered(by.other)]
        self.now, self.number = session.replay(session.new_session(BOUNDARY, self.at), begun), self.number + 1

    def _ask(self, by: Partner, offer: Offer, visit: int) -> Ask:
        raw = filled(offer, self.rng, by)
        if "words" in raw and offer.name not in ("ask", "reply"):
            raw["words"] = self.rng.choice(WORDS)
        if offer.initial and self.rng.random() < 0.5:
            raw |= offer.initial
        chance = self.rng.getrandbits(256)
        return Ask(by=by, name=offer.name, visit=visit, at=self.at, chance=chance, raw=raw)

    def _on_the_page(self, by: Partner, offer: Offer) -> Move | None:
        if offer.name == "close" and self.rng.random() < 0.9:
            return None
        ask, before = self._ask(by, offer, 0), self.book
        events = ledger_rules.decide(before, ask)
        self._write(events)
        return Move(ask, offer, before, self.book, events=events)

    def _in_the_session(self, by: Partner, offer: Offer) -> Move | None:
        assert self.now is not None
        ask, before, item = self._ask(by, offer, self.now.visit), self.book, self.item
        try:
            outcome = rules.outcome(self.now, ask)
        except Refused as no:
            if (no.code, *no.fields) != ("invalid", "words"):
                raise
            self.refused += 1
            return None
        settled = [(one.entry or f"{self.number}.{one.key}", one) for one in outcome.settled]
        for entry, one in settled:
            self._write(ledger.enter(entry, one, self.at))
        self.now = None if outcome.after.over else outcome.after
        return Move(ask, offer, before, self.book, item, list(outcome.events), settled)

    def _write(self, events: list[Any]) -> None:
        for event in events:
            self.book = ledger.evolve(self.book, event)
