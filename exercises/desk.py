"""One open tab's dealings with the database, away from the event loop: submit, look, keep, arrive. Sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from exercises import access, drafts, live, looking, presence, screens
from exercises.access import Caller, Seat
from exercises.core.words import Refused
from exercises.frames import DraftTyped
from exercises.live import Command
from exercises.looking import Kept, Look


@dataclass
class Desk:
    """`kept`: the drafts as they were when this tab last acted, so that none rides on what the other does."""

    stream: UUID
    caller: Caller
    render: screens.Render
    language: str
    kept: Kept | None = None

    def seat(self) -> Seat:
        return access.seat(self.stream, self.caller)

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

    def arrive(self) -> bool:
        """Take the lease of who is here; True where that is news for the other."""
        return presence.arrive(looking.approach(self.stream, self.caller)[0])
