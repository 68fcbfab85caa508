"""Two people at the table, played in the core: they write, open, and make moves; what they settle is in `book`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from exercises.core import ledger, ledger_rules, rules, session
from exercises.core.events import Entered
from exercises.core.ledger import Ledger, standing
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.core.session import Session
from tests.core.examples import NOON
from tests.core.real import REAL

A, B = Partner
EXERCISE = REAL["limit-request-or-agreement"]


class Table:
    """The two, what they have, and a session."""

    def __init__(self, book: Ledger | None = None, days: int = 0, entry: str = "") -> None:
        self.book, self.at = book or Ledger(), NOON + timedelta(days=days)
        begun = [Entered(A), *ledger_rules.brought(self.book, A, self.at, entry), Entered(B)]
        self.now: Session = session.replay(session.new_session(EXERCISE, self.at), begun)
        self.number = days
        for who in (A, B):
            self.do(who, "ready", together="writing")

    def write(self, alexs: Mapping[str, str], blairs: Mapping[str, str]) -> Table:
        self.do(A, "hand_in", **alexs)
        self.do(B, "hand_in", **blairs)
        self.do(A, "open")
        self.do(B, "open")
        return self

    def at_item_of(self, author: Partner) -> Table:
        while self.now.state.item.author is not author:
            self.do(A, "next").do(B, "next")
        return self

    def do(self, by: Partner, name: str, **raw: str) -> Table:
        ask = Ask(by=by, name=name, visit=self.now.visit, at=self.at, chance=0, raw=raw)
        outcome = rules.outcome(self.now, ask)
        self.now = outcome.after
        for one in outcome.settled:
            for event in ledger.enter(one.entry or f"{self.number}{one.key}", one, self.at):
                self.book = ledger.evolve(self.book, event)
        return self

    def agree(self) -> Table:
        digest = self.now.state.item.version.digest
        return self.do(A, "accept", digest=digest).do(B, "accept", digest=digest)

    def initial(self, by: Partner, name: str) -> Mapping[str, Any]:
        return next(one.initial for one in rules.step_offers(self.now, by) if one.name == name)

    def states(self) -> list[tuple[str, str, Any]]:
        return [
            (line.listed.kind, standing(line, self.at.date()), line.words.of(line.listed.author))
            for line in self.book.lines.values()
        ]
