"""A private act notifies no connection of the partner, by broadcast or poll, so no delay can reveal it."""

import pytest

from exercises.core.pair import Observer, Partner
from exercises.live.notify.poll import read_fingerprints
from tests.exercises.live.rooms import BALANCE, LETTER, LIMIT, Room, opened

pytestmark = pytest.mark.django_db(transaction=True)
A, B = Partner
ITEM = {"words": "We walk on Sundays.", "kind": "request"}


def fingerprints(room: Room) -> dict[Partner, object]:
    watched = [
        ((room.id, partner), chair.user.pk, "") for partner, chair in zip(Partner, room.chairs, strict=True)
    ]
    read = read_fingerprints(watched)
    return {partner: read.viewpoints[room.id, partner] for partner in Partner}


@pytest.mark.parametrize("name", ["hand_in", "take_back"])
def test_handing_in_and_taking_back_concern_only_who_does_it(couple, alex, blair, name):
    room = opened(couple, alex, blair, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    if name == "take_back":
        room.blair.do("hand_in", **ITEM)
    before = fingerprints(room)
    done = room.blair.do(name, **(ITEM if name == "hand_in" else {}))
    assert done.changed == ((room.id, B),)
    after = fingerprints(room)
    assert after[A] == before[A]
    assert after[B] != before[B]


def test_opening_concerns_both_and_whoever_looks_on_because_the_step_is_done(writing):
    writing.alex.do("hand_in", **LETTER)
    viewpoints = ((writing.id, viewer) for viewer in (A, B, Observer()))
    assert writing.alex.do("open").changed == tuple(viewpoints)


def test_being_ready_is_seen_by_the_other(couple, alex, blair):
    room = opened(couple, alex, blair, BALANCE)
    done = room.alex.do("ready", together="writing", first="me")
    assert set(done.changed) == {(room.id, A), (room.id, B)}


def test_a_new_password_concerns_only_whose_it_is(room, alex, blair):
    watched = [
        ((room.id, partner), chair.user.pk, "") for partner, chair in zip(Partner, room.chairs, strict=True)
    ]
    before = read_fingerprints(watched)
    blair.set_password("another one entirely")
    blair.save()
    after = read_fingerprints(watched)
    assert after.viewpoints == before.viewpoints
    assert [person for person in after.people if after.people[person] != before.people[person]] == [blair.pk]
