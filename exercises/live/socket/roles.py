"""What one connection asks the database, as a partner or as an observer. It sends nothing.

Each call checks the caller's access again and raises AccessDenied.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol
from uuid import UUID

from django.db import transaction
from django.utils import translation

from couples.counseling import scopes
from exercises.core.pair import Observer, Partner, Viewer
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live import access, batches, commands
from exercises.live.access import NO_SUCH, AccessDenied, Caller
from exercises.live.batch import Look, Result, Submission
from exercises.live.database_threads import in_database, on_arrival
from exercises.live.decision import Command
from exercises.live.notify.broadcast import Viewpoint
from exercises.live.observer import access as observer_access
from exercises.live.observer import acting
from exercises.live.observer import screen as observer_screen
from exercises.live.observer.screen import ObserverScreen
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import parts, rendering
from exercises.live.screens.partner import PartnerScreen, ViewerScreen
from exercises.live.socket.protocol import STALE, DraftTyped
from exercises.live.store import presence

NO_DRAFTS: Final = _("What you write here is not kept until you send it.")


class Role(Protocol):
    @property
    def viewpoint(self) -> Viewpoint:
        """The stream and viewer of this connection."""

    async def show(self) -> ViewerScreen:
        """Return what may be seen now. Records that this person is here when that is not known yet."""

    async def submit(self, command: Command) -> tuple[tuple[Viewpoint, ...], ViewerScreen]:
        """Carry out the command. Returns the viewpoints that changed and the screen after it; raises Refused."""

    async def save_draft(self, typed: DraftTyped) -> bool:
        """Keep what was typed. Returns whether the screen shows it, so that it must be read again; raises Refused."""

    def news(self) -> tuple[Viewpoint, ...]:
        """Return, once, the viewpoints to notify that this person has come. Reads nothing."""


def role_of(stream: UUID, caller: Caller, whole: bool, language: str) -> Role:
    """Return the caller's role at this stream. `whole`: screens as JSON, not in parts. Raises AccessDenied."""
    try:
        partner = access.of_partner(stream, caller).partner
    except AccessDenied as denied:
        if denied.code != NO_SUCH:
            raise
        _let_observe(stream, caller)
        hers = Observer(str(caller.user_id))
        return AsObserver(stream, caller, _render(stream, hers, whole, language), language)
    return AsPartner(stream, caller, _render(stream, partner, whole, language), language, partner)


def _let_observe(stream: UUID, caller: Caller) -> None:
    """Raise AccessDenied unless she may observe, and what is stored about her and the couple is the latest."""
    observer_access.require(observer_access.of_observer(stream, caller), scopes.LIVE)


def _render(stream: UUID, viewer: Viewer, whole: bool, language: str) -> rendering.Render:
    """Return how screens are made: as JSON, or in parts that this viewer's connections share."""
    if whole:
        return rendering.as_json
    return partial(rendering.as_html, make=parts.of(stream, viewer, language).make)


@dataclass
class AsPartner:
    """The role of a partner. `last`: the last screen shown; None means the next one is read with its drafts.

    `is_here`: their presence is recorded. `is_news`: it was recorded just now.
    """

    stream: UUID
    caller: Caller
    render: rendering.Render
    language: str
    partner: Partner
    last: PartnerScreen | None = None
    is_here: bool = False
    is_news: bool = False

    @property
    def viewpoint(self) -> Viewpoint:
        return self.stream, self.partner

    async def show(self) -> PartnerScreen:
        if not self.is_here:
            return await on_arrival(lambda: self.shown(self.arrive()))  # all is new: the longest to make
        return self.shown(await batches.carry_out(Look(self.stream, self.caller, self.last)))

    def arrive(self) -> Result:
        """Record that they are here, in the transaction that granted access. Return what the first screen shows."""
        with transaction.atomic():
            granted, session = partner_screen.access_and_state(self.stream, self.caller)
            self.is_news = not session.apart and presence.arrive(granted)
        self.is_here = True
        return Result(partner_screen.first_inputs(granted, session))

    async def submit(self, command: Command) -> tuple[tuple[Viewpoint, ...], PartnerScreen]:
        """As in Role. The screen is made from the access and the state of the command's own transaction."""
        try:
            result = await batches.carry_out(Submission(self.stream, self.caller, command, self.partner))
        except Refused as refused:
            if refused.code in STALE:
                self.last = None
            raise
        return result.changed, self.shown(result)

    def shown(self, result: Result) -> PartnerScreen:
        """Return the screen of this result, made anew unless the last one holds. Reads nothing."""
        if result.inputs is not None:
            with translation.override(self.language):
                self.last = partner_screen.made(result.inputs, self.render)
        assert self.last is not None
        return self.last

    async def save_draft(self, typed: DraftTyped) -> bool:
        """As in Role: what comes from a form that is gone already is shown as left over."""
        keep = partial(commands.keep_draft, self.stream, self.caller)
        await in_database(keep, typed.visit, typed.name, typed.fields)
        if self.last and not self.last.has_form(typed.visit, typed.name):
            self.last = None
        return self.last is None

    def news(self) -> tuple[Viewpoint, ...]:
        told = ((self.stream, self.partner.other),) if self.is_news else ()
        self.is_news = False
        return told


@dataclass
class AsObserver:
    """The role of a counselor: each look records presence. `is_news`: a visit not yet told."""

    stream: UUID
    caller: Caller
    render: rendering.Render
    language: str
    is_news: bool = False

    @property
    def viewpoint(self) -> Viewpoint:
        return self.stream, Observer()

    async def show(self) -> ViewerScreen:
        screen = await in_database(self.look)
        self.is_news |= screen.is_new_visit
        return screen

    def look(self) -> ObserverScreen:
        with translation.override(self.language):
            return observer_screen.show(self.stream, self.caller, self.render)

    async def submit(self, command: Command) -> tuple[tuple[Viewpoint, ...], ViewerScreen]:
        done = await in_database(acting.submit, self.stream, self.caller, command)
        return done.changed, await self.show()

    async def save_draft(self, typed: DraftTyped) -> bool:
        await in_database(observer_access.of_observer, self.stream, self.caller)
        raise Refused("not_yours", NO_DRAFTS)

    def news(self) -> tuple[Viewpoint, ...]:
        told = tuple((self.stream, partner) for partner in Partner) if self.is_news else ()
        self.is_news = False
        return told
