"""What a command comes to, before anything of it is written."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from couples import clock
from exercises.core import ledger_rules, ledger_view, rules
from exercises.core import view as views
from exercises.core.events import Opens, WordsTakenBack
from exercises.core.ledger import Ledger
from exercises.core.offer import Ask
from exercises.core.pair import Observer, Viewer
from exercises.core.session import Session
from exercises.live.access import PartnerAccess
from exercises.live.models import Stream
from exercises.live.store import readable, streams


@dataclass(frozen=True)
class Command:
    """A command as it was received, not validated. `id` is new for each command and stays the same on retries."""

    id: UUID
    name: str
    visit: int
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return json.dumps([self.name, self.visit, dict(self.fields)], sort_keys=True).encode()


@dataclass(frozen=True)
class Decision:
    """What a command comes to at the head of a stream; nothing of it is written yet.

    `before`, `after`: the session or ledger. `settled`: what it enters into the couple's ledger.
    """

    granted: PartnerAccess
    command: Command
    at: datetime
    before: Any
    events: Sequence[Any]
    after: Any
    settled: Sequence[Any] = ()

    @property
    def is_one_record(self) -> bool:
        """Whether it is written by one record of a session and nothing else, but for the sender's drafts."""
        is_alone = isinstance(self.before, Session) and not self.settled and not self.taken
        is_quiet = is_alone and status_of(self.after) == self.granted.status
        return is_quiet and not readable.changed(self.before, self.after, self.at)

    @property
    def taken(self) -> list[WordsTakenBack]:
        return [event for event in self.events if isinstance(event, WordsTakenBack)]

    @property
    def opens(self) -> bool:
        """Whether something opens that until now could be taken back."""
        return any(isinstance(event, Opens) for event in self.events)

    def seen_by(self, after: Any) -> tuple[Viewer, ...]:
        """Return the viewers to notify: the sender always, the partner and observers only if their view differs.

        Notifying the partner of a private act would make their connection redraw the same screen, and the delay would
        reveal the act.
        """
        view: Callable[[Any, Viewer, datetime], Any] = (
            ledger_view.view if isinstance(after, Ledger) else views.view_of
        )

        def differs(viewer: Viewer) -> bool:
            return bool(view(self.before, viewer, self.at) != view(after, viewer, self.at))

        if not self.events:
            return ()
        other, observer = self.granted.partner.other, Observer(reads=self.granted.read_along)
        others: tuple[Viewer, ...] = (other,) if differs(other) else ()
        return (self.granted.partner, *others, *((Observer(),) if differs(observer) else ()))


def decide(granted: PartnerAccess, state: Any, command: Command) -> Decision:
    """Return what the command comes to. Raises Refused; reads and writes nothing."""
    ask = Ask(
        by=granted.partner,
        name=command.name,
        visit=command.visit,
        at=clock.local(),
        chance=secrets.randbits(256),
        raw=command.fields,
    )
    if isinstance(state, Ledger):
        events = ledger_rules.decide(state, ask)
        return Decision(granted, command, ask.at, state, events, streams.evolve_all(state, events))
    outcome = rules.outcome(state, ask)
    return Decision(granted, command, ask.at, state, outcome.events, outcome.after, outcome.settled)


def status_of(session: Session) -> Stream.Status:
    if session.over:
        return Stream.Status.OVER
    if session.apart:
        return Stream.Status.APART
    return Stream.Status.ASIDE if session.set_aside else Stream.Status.ROOM
