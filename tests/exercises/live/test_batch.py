"""What shares a batch shares nothing: over generated batches each gets what it gets alone, and so do the records."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from couples.accounts.models import User
from exercises.core.pair import Partner
from exercises.core.text import Refused
from exercises.live import batch
from exercises.live.access import AccessDenied, Caller
from exercises.live.batch import Look, Request, Result, Submission
from exercises.live.decision import Command
from exercises.live.models import Draft, RecordedEvent, Stream
from exercises.live.screens import partner, rendering
from exercises.live.store import drafts, streams
from tests import walker
from tests.exercises.live.connected import submission
from tests.exercises.live.rooms import EVERY, Chair, Room, opened_by_others
from tests.exercises.live.test_access import signed_in
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db
SEEDS = range(100 if IS_LONG else 4)


@pytest.fixture
def fixed(monkeypatch):
    """The same time and the same chance, whenever and however something is decided."""
    now = timezone.localtime()
    monkeypatch.setattr(timezone, "localtime", lambda _value: now)
    monkeypatch.setattr(secrets, "randbits", lambda _bits: 12345)


def rooms(rng: Random) -> list[Room]:
    """Some couples, each somewhere in some exercise."""
    found = []
    for number in range(3):
        room = opened_by_others(number, rng.choice(EVERY))
        commands = room.walking(rng.randrange(10**6))
        for _ in range(rng.randrange(12)):
            next(commands, None)
        found.append(room)
    return found


def a_submission(room: Room, rng: Random) -> Submission:
    """Something offered, or said before, or said before with other words, or nonsense."""
    chair = rng.choice(room.chairs)
    if room.said and rng.random() < 0.3:
        past = rng.choice(room.said)
        return submission(room, chair, past if rng.random() < 0.5 else replace(past, fields={"see": "?"}))
    offer = walker.picked(chair.look()["commands"], rng)
    if offer is None or rng.random() < 0.2:
        visit = rng.choice((0, 1, chair.look()["visit"]))
        return submission(room, chair, Command(uuid4(), rng.choice(("open", "fly")), visit, {"see": ["x"]}))
    command = chair.command(offer["name"], **walker.filled(offer, rng, "Words"))
    if rng.random() < 0.5:
        drafts.save(granted_to(chair), command.visit, command.name, {"see": "Typed before it was sent"})
    return submission(room, chair, command)


def a_look(room: Room, rng: Random) -> Look:
    chair = rng.choice(room.chairs)
    if rng.random() < 0.3:
        drafts.save(
            granted_to(chair), rng.choice((1, 2, 3)), "hand_in", {"see": f"Draft of {chair.user.name} here"}
        )
    known = partner.show(room.id, chair.caller, rendering.as_html)
    return Look(room.id, chair.caller, rng.choice((None, known, known)))


def granted_to(chair: Chair) -> Any:
    return partner.access_and_state(chair.session, chair.caller)[0]


def from_outside(room: Room, stranger: User, rng: Random) -> Request:
    """Of somebody who may not, for one of several reasons."""
    _client, signed_out = signed_in(room.alex.user)
    caller = rng.choice(
        (Caller(stranger.pk), replace(signed_out, session_key="gone"), replace(signed_out, password=""))
    )
    stream = room.id if rng.random() < 0.8 else uuid4()
    return (
        Look(stream, caller)
        if rng.random() < 0.5
        else Submission(stream, caller, Command(uuid4(), "pause", 1), Partner.A)
    )


def generated(seed: int) -> list[Request]:
    """At most one submission to each session, as the batches see to it."""
    rng = Random(seed)
    there = rooms(rng)
    asked: list[Request] = [a_submission(room, rng) for room in there if rng.random() < 0.8]
    asked += [a_look(rng.choice(there), rng) for _ in range(4)]
    taken = {one.stream for one in asked if isinstance(one, Submission)}
    for _ in range(2):
        other = from_outside(rng.choice(there), there[0].blair.user, rng)
        if isinstance(other, Look) or other.stream not in taken:
            asked.append(other)
            taken.add(other.stream)
    rng.shuffle(asked)
    return asked


def visible(answer: Any) -> Any:
    """Everything of an answer that reaches somebody."""
    match answer:
        case Refused():
            return answer.code, answer.message, answer.fields
        case AccessDenied():
            return answer.code
        case Result(inputs=None):
            return answer.changed
    assert isinstance(answer, Result)
    assert answer.inputs is not None
    made = [partner.made(answer.inputs, render) for render in (rendering.as_html, rendering.as_json)]
    return answer.changed, [(one.screen, one.presence, one.view, one.kept) for one in made]


def tried(call: Any, *args: Any) -> Any:
    try:
        return visible(call(*args))
    except (Refused, AccessDenied) as no:
        return visible(no)


def written(stream: UUID) -> Any:
    """What a session holds: its records, heads, status and drafts. Sealed words differ each time they are sealed."""
    rows = []
    for row in RecordedEvent.objects.filter(stream=stream).order_by("sequence"):
        facts = (row.sequence, row.person_id, row.command_id, bytes(row.body_mac), row.at, row.seen_by)
        rows.append((facts, [{**event, "sealed": len(event.get("sealed", ""))} for event in row.events]))
    kept = sorted(Draft.objects.filter(stream=stream).values_list("person", "visit", "name"), key=str)
    of = Stream.objects.filter(pk=stream)
    return rows, of.values_list("status", "head", "head_a", "head_b", "head_o").first(), kept


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    streams.memory.clear()


@pytest.mark.parametrize("seed", SEEDS)
def test_each_gets_in_a_batch_what_it_gets_alone(fixed, seed):
    asked = generated(seed)
    apart, kept = [], {}
    for one in asked:
        with undone():
            apart.append(tried(batch.alone, one))
            if isinstance(one, Submission):
                kept[one.stream] = written(one.stream)
    streams.memory.clear()
    together = batch.run(asked)
    found = [
        tried(batch.alone, one) if isinstance(answer, batch.Alone) else visible(answer)
        for one, answer in zip(asked, together, strict=True)
    ]
    assert found == apart
    assert {stream: written(stream) for stream in kept} == kept


def test_what_is_generated_has_everything_in_it(fixed):
    """Otherwise the test above would prove little."""
    kinds = set()
    for seed in range(6):
        with undone():
            asked = generated(seed)
            for one, answer in zip(asked, batch.run(asked), strict=True):
                is_kept = isinstance(answer, Result) and answer.inputs is None
                kinds.add((type(one).__name__, "the last holds" if is_kept else type(answer).__name__))
    assert kinds >= {
        ("Look", "Result"),
        ("Look", "the last holds"),
        ("Look", "AccessDenied"),
        ("Submission", "Result"),
        ("Submission", "Alone"),
        ("Submission", "AccessDenied"),
    }
