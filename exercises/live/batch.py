"""Carry out what several connections ask for together: one transaction, one insert, one commit.

What shares a batch shares nothing else: each result is what `alone` would give for its request. What needs more than
one record of its own session, was overtaken or is refused, is carried out alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.core.text import Refused
from exercises.live import commands
from exercises.live.access import NO_SUCH, AccessDenied, Caller, PartnerAccess
from exercises.live.commands import Done
from exercises.live.decision import Command, Decision, decide
from exercises.live.notify.broadcast import Viewpoint
from exercises.live.screens import partner
from exercises.live.screens.partner import Kept, PartnerScreen, ScreenInputs
from exercises.live.store import drafts, elsewhere, insert, several
from exercises.live.store.reading import DoesNotHold


@dataclass(frozen=True)
class Look:
    """A partner's connection wants to know its screen. `last`: the one that it has."""

    stream: UUID
    caller: Caller
    last: PartnerScreen | None = None


@dataclass(frozen=True)
class Submission:
    """A partner's command, and the screen after it. `by`: as which of the two they are connected."""

    stream: UUID
    caller: Caller
    command: Command
    by: Partner


Request = Look | Submission


@dataclass(frozen=True)
class Result:
    """`inputs`: what the screen is made from; None where the last one holds. `changed`: the viewpoints to notify."""

    inputs: ScreenInputs | None
    changed: tuple[Viewpoint, ...] = ()


class Alone(Exception):
    """This request must be carried out alone; the batch has done nothing of it."""


def alone(request: Request) -> Result:
    """Carry out one request. Raises AccessDenied or Refused, and then nothing has changed.

    A connection passes its last screen. It holds if nothing has changed. Otherwise its drafts are used again, not read
    again: a draft saved since would arrive with the next update, and so reveal when the partner did something closed.
    """
    if isinstance(request, Submission):
        done = commands.submit(request.stream, request.caller, request.command)
        return Result(partner.first_inputs(done.granted, done.state), done.changed)
    granted, session = partner.access_and_state(request.stream, request.caller)
    return _results([_Screen(granted, session, request.last)])[0]


def run(requests: Sequence[Request]) -> list[Result | AccessDenied | Alone]:
    """Carry out all requests, and return their results in order. No two submissions are to one stream.

    Raises any other error of one of them, and then nothing has happened.
    """
    writes = any(isinstance(request, Submission) for request in requests)
    with transaction.atomic() if writes else nullcontext():
        return _run(requests)


def _run(requests: Sequence[Request]) -> list[Result | AccessDenied | Alone]:
    answers = [
        _of_session(one) for one in several.each_access([(each.stream, each.caller) for each in requests])
    ]
    states = several.states(one for one in answers if isinstance(one, PartnerAccess))
    answers = [_of_what_holds(one, states) for one in answers]
    granted = {index: one for index, one in enumerate(answers) if isinstance(one, PartnerAccess)}
    screens: dict[int, _Screen] = {}
    decided: dict[UUID, tuple[int, Decision]] = {}
    for index, one in granted.items():
        request, state = requests[index], states[one.stream]
        if isinstance(request, Look):
            screens[index] = _Screen(one, state, request.last)
        elif decision := _decided(one, state, request.command):
            assert one.stream not in decided
            decided[one.stream] = (index, decision)
    for stream, done in _written([decision for _index, decision in decided.values()]).items():
        index, decision = decided[stream]
        screens[index] = _Screen(done.granted, done.state, sent=decision.command, changed=done.changed)
    results = dict(zip(screens, _results(list(screens.values())), strict=True))
    denied = {index: one for index, one in enumerate(answers) if isinstance(one, AccessDenied)}
    return [results.get(index) or denied.get(index) or Alone() for index in range(len(requests))]


def _of_session(granted: PartnerAccess | AccessDenied) -> PartnerAccess | AccessDenied:
    is_other = isinstance(granted, PartnerAccess) and granted.kind != "session"
    return AccessDenied(NO_SUCH) if is_other else granted


def _of_what_holds(
    granted: PartnerAccess | AccessDenied, states: Mapping[UUID, Any]
) -> PartnerAccess | AccessDenied:
    is_broken = isinstance(granted, PartnerAccess) and granted.stream not in states
    return DoesNotHold() if is_broken else granted


def _decided(granted: PartnerAccess, session: Session, command: Command) -> Decision | None:
    """Return what it comes to, or None where it is carried out alone."""
    try:
        decision = decide(granted, session, command)
    except Refused:
        return None
    if not decision.is_one_record or (decision.opens and elsewhere.look([granted])):
        return None
    return decision


def _written(decisions: Sequence[Decision]) -> Mapping[UUID, Done]:
    """Write a record for each that was not overtaken. Returns what was done, by stream."""
    new = {one.granted.stream: (one, commands.new_record(one, one.after)) for one in decisions}
    written = insert.several([record for _one, record in new.values()]) if new else {}
    return {
        stream: commands.appended(one, record, one.after, written[stream])
        for stream, (one, record) in new.items()
        if stream in written
    }


@dataclass(frozen=True)
class _Screen:
    """A screen that is wanted: the access and the session it shows, and the command whose effect it shows."""

    granted: PartnerAccess
    session: Session
    last: PartnerScreen | None = None
    sent: Command | None = None
    changed: tuple[Viewpoint, ...] = ()


def _results(screens: Sequence[_Screen]) -> list[Result]:
    """Read what is still missing for these screens: the drafts where somebody has reached a visit or acted in it."""
    views = [None if _holds(one) else partner.view_of(one.granted, one.session) for one in screens]
    kept: list[Kept | None] = [one.last.kept if one.last else None for one in screens]
    wanted: dict[int, drafts.Wanted] = {}
    for index, (one, view) in enumerate(zip(screens, views, strict=True)):
        known = kept[index]
        if view and (known is None or known.visit != view.visit):
            sent = (one.sent.visit, one.sent.name) if one.sent else None
            wanted[index] = drafts.Wanted(one.granted, view.visit, partner.forms_of(view), sent)
    for index, found in zip(wanted, drafts.of_several(list(wanted.values())), strict=True):
        kept[index] = Kept(wanted[index].visit, *found)
    return [
        Result(partner.inputs(one.granted, one.session, view, mine) if view and mine else None, one.changed)
        for one, view, mine in zip(screens, views, kept, strict=True)
    ]


def _holds(screen: _Screen) -> bool:
    return screen.last is not None and screen.last.holds_for(screen.granted)
