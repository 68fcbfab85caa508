"""Master keys go back and forth while people write, open and begin: nothing is lost, and every field opens."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.conf import settings as here
from django.db import connections

from couples.accounts import users
from couples.facts import signing
from couples.keys import data_keys, rotation
from couples.keys.models import PersonKey
from couples.pairing import acceptance
from exercises.core.text import GONE
from exercises.live import access
from exercises.live.models import Stream
from exercises.live.store import drafts, streams
from exercises.live.store import signing as of_records
from tests.exercises.live.rooms import EVERY, opened

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = b"o" * 32, b"n" * 32
ROTATIONS = 20


@pytest.fixture
def both_keys(settings):
    """Every server has both, as during a rotation."""
    settings.MASTER_KEYS = [OLD, NEW]
    return settings


def at_work(acts: list[Callable[[Event], None]], happened: Callable[[], bool]) -> None:
    """Each act in a thread and a connection of its own, until all rotations are done and it has happened."""
    done, wrong = Event(), []

    def run(act: Callable[[Event], None]) -> None:
        try:
            act(done)
        except BaseException as error:
            wrong.append(error)
            raise
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    rotated = rounds = 0
    while rounds < ROTATIONS or (rounds < 20 * ROTATIONS and not happened()):
        rounds += 1
        here.MASTER_KEYS = here.MASTER_KEYS[::-1]
        rotated += rotation.rotate()
        of_records.sign_under_first_key()
        done.wait(0.1)  # let the others in
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
    assert rotated >= ROTATIONS * 6


def walks(room, said: list[str]) -> Callable[[Event], None]:
    """Two people in a session: what they send is in `said`. Keys are read from the store each time."""

    def act(done: Event) -> None:
        rng = Random(5)
        while not done.wait(0.01) and not room.alex.look()["over"]:
            data_keys._remembered.forget(room.alex.user.pk)
            data_keys._remembered.forget(room.blair.user.pk)
            streams.memory.clear()
            chair = rng.choice(room.chairs)
            if command := chair.step(rng, f"{chair.user.name}-{rng.randrange(10**9)}"):
                said.extend(text for text in command.fields.values() if str(text).startswith(chair.user.name))

    return act


def types(room, kept: dict[str, str]) -> Callable[[Event], None]:
    """Somebody types a draft, again and again."""

    def act(done: Event) -> None:
        granted = access.of_partner(room.id, room.alex.caller)
        number = 0
        while not done.wait(0.03):
            data_keys._remembered.forget(room.alex.user.pk)
            kept["see"] = f"typed {number}"
            assert drafts.save(granted, 90, "hand_in", kept)
            assert drafts.of(granted, 90)[0]["hand_in"] == kept
            number += 1

    return act


def joins(new: list) -> Callable[[Event], None]:
    """New people begin, whose keys are made while the first master key changes."""

    def act(done: Event) -> None:
        while not done.wait(0.05):
            person = users.create(f"{uuid4().hex}@example.org", "New").pk
            new.append((person, data_keys.data_key(person)))

    return act


def test_nothing_is_lost_while_keys_are_rotated_back_and_forth(both_keys):
    rooms, said = [], list[str]()
    for number, slug in enumerate(EVERY):
        alex = users.create(f"alex{number}@example.org", "Alex")
        blair = users.create(f"blair{number}@example.org", "Blair")
        rooms.append(opened(acceptance.pair(alex, blair), alex, blair, slug))
    kept, new = dict[str, str](), list[tuple[object, bytes | None]]()
    before = {row.person: data_keys.data_key(row.person) for row in PersonKey.objects.all()}

    at_work(
        [*(walks(room, said) for room in rooms[:2]), types(rooms[2], kept), joins(new)],
        lambda: bool(said and kept and new),
    )

    both_keys.MASTER_KEYS = [NEW, OLD]
    rotation.rotate()
    signing.sign_under_first_key()
    assert of_records.sign_under_first_key() == Stream.objects.count()
    both_keys.MASTER_KEYS = [NEW]
    assert new
    assert kept
    assert {person: data_keys.data_key(person) for person in before} == before
    assert [(person, data_keys.data_key(person)) for person, _key in new] == new
    lies = "".join(everything_opened(room) for room in rooms)
    assert said
    assert not [text for text in said if repr(text)[1:-1] not in lies]


def everything_opened(room) -> str:
    """All that was ever sent in this room, unsealed again with the one master key that is left."""
    for chair in room.chairs:
        data_keys._remembered.forget(chair.user.pk)
    streams.memory.clear()
    events = repr(streams.events_of(access.of_partner(room.id, room.alex.caller)))
    assert repr(GONE) not in events
    return events
