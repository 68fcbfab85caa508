"""One open tab's dealings with the database, away from the event loop: submit, look, keep, arrive. Sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils import translation

from exercises import access, balcony, drafts, live, looking, observing, presence, screens
from exercises.access import NO_SUCH, Caller, Shut
from exercises.core.pair import Observer, Partner
from exercises.core.words import Refused
from exercises.core.words import say as _
from exercises.frames import DraftTyped
from exercises.hints import Place
from exercises.live import Command
from exercises.looking import Glimpse, Kept, Look


class Desk(Protocol):
    """What a tab may ask for. Each call finds out anew whether it still may; else it raises access.Shut."""

    @property
    def place(self) -> Place: ...

    def look(self) -> Glimpse: ...

    def submit(self, command: Command) -> tuple[live.Done, Glimpse]: ...

    def keep(self, typed: DraftTyped) -> bool: ...

    def arrive(self) -> tuple[Place, ...]:
        """Say that somebody is here; the places from which that is news."""


def desk(stream: UUID, caller: Caller, render: screens.Render, language: str) -> Desk:
    """The desk of whoever asks, as the server's facts have it. Raises access.Shut."""
    try:
        partner = access.seat(stream, caller).partner
    except Shut as shut:
        if shut.code != NO_SUCH:
            raise
        balcony.place(stream, caller)
        return ObserversDesk(stream, caller, render, language)
    return PartnersDesk(stream, caller, render, language, partner)


@dataclass
class PartnersDesk:
    """`kept`: the drafts as they were when this tab last acted, so that none rides on what the other does."""

    stream: UUID
    caller: Caller
    render: screens.Render
    language: str
    partner: Partner
    kept: Kept | None = None

    @property
    def place(self) -> Place:
        return self.stream, self.partner

    def look(self) -> Look:
        with translation.override(self.language):
            look = looking.look(self.stream, self.caller, self.render, kept=self.kept)
        self.kept = look.kept
        return look

    def submit(self, command: Command) -> tuple[live.Done, Look]:
        """Carry it out and look again. What is refused because the session moved on is kept as a draft."""
        try:
            done = live.submit(self.stream, self.caller, command)
        except Refused as refused:
            if refused.code in ("moved_on", "paused"):
                self.keep(DraftTyped(command.visit, command.name, command.fields))
                self.kept = None
            raise
        self.kept = None
        return done, self.look()

    def keep(self, typed: DraftTyped) -> bool:
        seat, session, _reader = looking.approach(self.stream, self.caller)
        return typed.visit <= session.visit and drafts.save(seat, typed.visit, typed.name, typed.fields)

    def arrive(self) -> tuple[Place, ...]:
        seat, _session, _reader = looking.approach(self.stream, self.caller)
        return ((self.stream, self.partner.other),) if presence.arrive(seat) else ()


@dataclass
class ObserversDesk:
    """Somebody who looks on: everything they want to do is refused, whatever it is. Looking itself is being here."""

    stream: UUID
    caller: Caller
    render: screens.Render
    language: str
    is_news: bool = False

    @property
    def place(self) -> Place:
        return self.stream, Observer()

    def look(self) -> Glimpse:
        with translation.override(self.language):
            look = observing.look(self.stream, self.caller, self.render)
        self.is_news |= look.news
        return look

    def submit(self, command: Command) -> tuple[live.Done, Glimpse]:
        balcony.place(self.stream, self.caller)
        raise Refused("not_yours", _("You are looking on. Only the two of them do something here."))

    def keep(self, typed: DraftTyped) -> bool:
        balcony.place(self.stream, self.caller)
        return False

    def arrive(self) -> tuple[Place, ...]:
        told = tuple((self.stream, partner) for partner in Partner) if self.is_news else ()
        self.is_news = False
        return told
