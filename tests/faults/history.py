"""What was sent and answered, and whether the database agrees. Trusts neither; refuses to guess what was meant."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from exercises.core import rules, session
from exercises.core.events import Brought, Follows
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.core.text import Refused
from exercises.live import access
from exercises.live.access import Caller
from exercises.live.decision import Command
from exercises.live.models import RecordedEvent
from exercises.live.store import event_codec, record_macs, streams

FOR_NOW = ("too_fast", "try_again")
"""Refusals that ask for the same command again, with the same id."""


@dataclass
class Sent:
    """One command of one person, however often it was sent. `answers`: accepted, or a refusal's code, as they came."""

    session: UUID
    person: UUID
    voice: Partner
    command: Command
    answers: list[str] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)
    at: list[float] = field(default_factory=list)
    """When each answer came."""

    def answered(self, answer: str) -> None:
        self.answers.append(answer)
        self.at.append(time.monotonic())

    def waited(self, since: float) -> float:
        """Seconds until the first answer from then on."""
        return min((at - since for at in self.at if at >= since), default=float("inf"))

    @property
    def accepted(self) -> bool:
        return "accepted" in self.answers

    @property
    def mac(self) -> bytes:
        return record_macs.mac_of_command(self.session, self.person, self.command.id, self.command.body)


def problems(sent: Iterable[Sent]) -> list[str]:
    """Everything that should not be: nothing, if no command was lost, doubled, or decided out of its place."""
    by_session: dict[UUID, list[Sent]] = {}
    for one in sent:
        by_session.setdefault(one.session, []).append(one)
    return [problem for stream, those in by_session.items() for problem in _in_session(stream, those)]


def _in_session(stream: UUID, sent: list[Sent]) -> Iterator[str]:
    rows = list(RecordedEvent.objects.filter(stream=stream).order_by("sequence"))
    if [row.sequence for row in rows] != list(range(1, len(rows) + 1)):
        yield f"gap: {[row.sequence for row in rows]}"
    yield from _lost(rows, sent)
    yield from _doubled(rows[1:], sent)
    yield from _taken_back(sent)
    yield from _out_of_order(stream, rows, {one.command.id: one for one in sent})


def _lost(rows: list[RecordedEvent], sent: list[Sent]) -> Iterator[str]:
    there = {(row.person_id, row.command_id) for row in rows}
    for one in sent:
        if one.accepted and (one.person, one.command.id) not in there:
            yield f"lost: {one.command.name} was accepted and is not there"


def _doubled(rows: list[RecordedEvent], sent: list[Sent]) -> Iterator[str]:
    """No more records of the same words by the same person than commands that said them."""
    said = Counter((one.person, one.mac) for one in sent)
    done = Counter((row.person_id, bytes(row.body_mac)) for row in rows)
    names = {(one.person, one.mac): one.command.name for one in sent}
    for what, count in done.items():
        if count > said[what]:
            yield f"doubled: {names.get(what, 'something never sent')}, {said[what]} sent, {count} done"


def _taken_back(sent: list[Sent]) -> Iterator[str]:
    for one in sent:
        after = one.answers[one.answers.index("accepted") + 1 :] if one.accepted else []
        if refused := [answer for answer in after if answer not in ("accepted", *FOR_NOW)]:
            yield f"taken back: {one.command.name} was accepted, then {refused[0]}"


OF_THE_START = (Follows, Brought)
"""What a session is given when it is started, besides that somebody has joined it."""


def _out_of_order(stream: UUID, rows: list[RecordedEvent], sent: dict[UUID, Sent]) -> Iterator[str]:
    """Decide everything again in the recorded order: each command must cause what was recorded for it."""
    granted = access.of_partner(stream, Caller(rows[0].person_id))
    now = streams.initial_state(granted)
    for row in rows:
        stored = event_codec.decode(row.events, stream, row.sequence, streams.key_of(granted))
        again = _decided(now, sent.get(row.command_id), row) if row.sequence > 1 else ["Entered"]
        kinds = [type(event).__name__ for event in stored if not isinstance(event, OF_THE_START)]
        if kinds != again:
            yield f"out of place: record {row.sequence} holds {kinds}, and in its place would be {again}"
            return  # what follows stands on it
        now = session.replay(now, stored)


def _decided(now: Any, sent: Sent | None, row: RecordedEvent) -> list[str]:
    if sent is None:
        return ["nothing, for it was never sent"]
    command = sent.command
    ask = Ask(by=sent.voice, name=command.name, visit=command.visit, at=row.at, chance=0, raw=command.fields)
    try:
        return [type(event).__name__ for event in rules.outcome(now, ask).events]
    except Refused as refused:
        return [refused.code]
