"""What is stored of a command tells nothing of what was said, not even to somebody with an account of their own."""

import importlib
from uuid import uuid4

import pytest
from django.apps import apps

from exercises.core.text import Refused
from exercises.live.decision import Command
from exercises.live.models import RecordedEvent
from exercises.live.store import streams
from tests.exercises.live.rooms import LETTER, opened, opened_by_others

pytestmark = pytest.mark.django_db
SAID = {"together": "call", "first": "you"}


def macs_of(room) -> list[bytes]:
    return [bytes(row.body_mac) for row in room.records if row.person_id]


def test_the_same_words_are_not_the_same_in_a_dump(couple, alex, blair):
    """By the same person again, by the other, and in another couple's session."""
    room, others = opened(couple, alex, blair, "see-feel-need-ask"), opened_by_others(1, "see-feel-need-ask")
    for chair in (*room.chairs, *others.chairs):
        chair.do("ready", **SAID)
        if chair is room.alex or chair is others.alex:
            chair.do("not_ready")
            chair.do("ready", **SAID)
    found = macs_of(room) + macs_of(others)
    assert len(found) == len(set(found)) > 8


def test_nobody_tests_a_guess_with_what_is_stored_of_somebody_elses_command(room):
    room.alex.do("ready", **SAID)
    theirs, known = room.records.last(), uuid4()
    visit = room.blair.look()["visit"]
    RecordedEvent.objects.create(
        stream_id=room.id,
        sequence=9001,
        person=room.blair.user,
        command_id=known,
        body_mac=theirs.body_mac,
        at=theirs.at,
        events=[],
    )
    with pytest.raises(Refused) as refused:
        room.blair.send(Command(known, "ready", visit, SAID))
    assert refused.value.code == "repeated"


def test_what_happened_before_the_update_has_happened_and_its_mac_is_gone(writing):
    hand_in = writing.alex.command("hand_in", **LETTER)
    writing.alex.send(hand_in)
    importlib.import_module("exercises.migrations.0006_macs_of_commands").empty(apps, None)
    streams.memory.clear()
    assert not any(macs_of(writing))
    assert writing.alex.send(hand_in).changed == ()
    with pytest.raises(Refused):
        writing.alex.send(Command(uuid4(), "hand_in", hand_in.visit, hand_in.fields))
