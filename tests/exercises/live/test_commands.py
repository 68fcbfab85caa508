"""A command happens once, whatever is sent again, and in one order, whoever is faster."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from exercises.core.events import Ended
from exercises.core.pair import Partner
from exercises.core.text import Refused
from exercises.live import access
from exercises.live.decision import Command
from exercises.live.models import Draft
from exercises.live.store import drafts, records, streams
from exercises.live.store.insert import NewRecord
from tests.exercises.live.rooms import LETTER, NEED, opened

pytestmark = pytest.mark.django_db


def refusal(chair, command) -> Refused:
    with pytest.raises(Refused) as caught:
        chair.send(command)
    return caught.value


def test_a_command_sent_twice_is_accepted_twice_and_happens_once(writing):
    hand_in = writing.alex.command("hand_in", **LETTER)
    writing.alex.send(hand_in)
    before = writing.sequences()
    assert writing.alex.send(hand_in).changed == ()
    assert writing.sequences() == before


def test_the_first_answer_is_given_again_after_the_session_has_moved_on(writing):
    hand_in = writing.alex.command("hand_in", **LETTER)
    writing.alex.send(hand_in)
    writing.alex.do("open")
    writing.blair.do("say_back", words="You were tired")
    assert writing.alex.send(hand_in).changed == ()
    assert writing.sequences() == list(range(1, 8))


def test_the_first_answer_is_given_again_after_the_session_has_ended_and_by_another_process(writing):
    hand_in = writing.alex.command("hand_in", **LETTER)
    writing.alex.send(hand_in)
    writing.blair.do("end")
    streams.memory.clear()
    assert writing.alex.send(hand_in).changed == ()


@pytest.mark.parametrize("change", ["fields", "visit", "name"])
def test_the_same_id_with_other_contents_is_refused_as_repeated(writing, change):
    hand_in = writing.alex.command("hand_in", **LETTER)
    writing.alex.send(hand_in)
    writing.alex.do("open")
    other = {"fields": {**LETTER, "ask": "No."}, "visit": hand_in.visit + 1, "name": "open"}[change]
    changed = Command(**{**vars(hand_in), change: other})
    assert refusal(writing.alex, changed).code == "repeated"


def test_an_id_belongs_to_who_used_it(writing):
    """Nobody learns from an answer that the other used this id, and nobody can use it up for them."""
    pause = writing.alex.command("pause")
    writing.alex.send(pause)
    writing.blair.send(Command(pause.id, "ask_to_go_on", 0))
    assert writing.alex.look()["asked_to_go_on"]


def test_a_refusal_is_not_remembered_but_decided_anew(room):
    early = room.alex.command("hand_in", visit=2, **LETTER)
    assert refusal(room.alex, early).code == "moved_on"
    room.write_apart()
    assert room.alex.send(early).changed == ((room.id, Partner.A),)


def test_a_command_that_changes_nothing_is_remembered_too(room):
    pause = room.blair.command("pause")
    room.alex.do("pause")
    assert room.blair.send(pause).changed == ()
    room.alex.do("resume")
    assert room.blair.send(pause).changed == ()
    assert not room.alex.look()["paused"]


def test_a_refused_command_leaves_no_trace(room):
    before = room.sequences()
    refusal(room.alex, room.alex.command("open"))
    refusal(room.alex, room.alex.command("ready", together="nowhere"))
    assert room.sequences() == before


def test_sequences_have_no_gap_and_begin_with_one(room):
    room.walk()
    assert room.sequences() == list(range(1, len(room.said) + 3))


def test_what_was_decided_on_an_old_state_is_not_written_down(room):
    granted = access.of_partner(room.id, room.blair.caller)
    room.alex.do("pause")
    with pytest.raises(IntegrityError), transaction.atomic():
        records.append(NewRecord(granted, uuid4(), b"", [Ended(granted.partner)], timezone.now()))
    assert not room.alex.look()["over"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_two_who_act_at_once_get_one_order_and_both_effects(room, _again):
    commands = [(room.alex, room.alex.command("ready", together="writing", first="me"))]
    commands += [(room.blair, room.blair.command("ready", together="writing", first="you"))]
    at_once(commands)
    assert room.sequences() == [1, 2, 3, 4]
    assert room.alex.look()["step"]["id"] == "write"


@pytest.mark.django_db(transaction=True)
def test_one_command_sent_eight_times_at_once_happens_once(writing):
    hand_in = writing.alex.command("hand_in", **LETTER)
    assert {answer.changed for answer in at_once([(writing.alex, hand_in)] * 8)} <= {
        ((writing.id, Partner.A),),
        (),
    }
    assert writing.records.filter(command_id=hand_in.id).count() == 1


@pytest.mark.django_db(transaction=True)
def test_forty_commands_at_once_stand_in_one_order_without_a_gap(room):
    names = ["pause", "ask_to_go_on", "leave", "enough", "pick_up"] * 4
    at_once([(chair, Command(uuid4(), name, 0)) for name in names for chair in room.chairs])
    assert room.sequences() == list(range(1, 43))
    room.alex.do("enough")
    room.alex.do("pick_up")
    assert room.alex.look()["steps"] == room.blair.look()["steps"]


def at_once(commands):
    """All of them at the same moment, each in a thread and a connection of its own."""
    ready = Barrier(len(commands) if len(commands) <= 8 else 8)

    def send(chair, command):
        if len(commands) <= 8:
            ready.wait()
        try:
            return chair.send(command)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(min(8, len(commands))) as threads:
        return [done.result() for done in [threads.submit(send, *one) for one in commands]]


def test_what_was_typed_vanishes_when_it_is_accepted_and_stays_when_it_is_refused(writing):
    granted = access.of_partner(writing.id, writing.alex.caller)
    drafts.save(granted, 2, "hand_in", LETTER)
    refusal(writing.alex, writing.alex.command("hand_in", see="only this"))
    assert Draft.objects.count() == 1
    writing.alex.do("hand_in", **LETTER)
    assert Draft.objects.count() == 0


def test_one_session_is_open_at_a_time_and_the_database_says_so(room, couple, alex, blair):
    with pytest.raises(Refused, match="not_your_turn"):
        opened(couple, alex, blair, NEED)
    room.alex.do("enough")
    opened(couple, alex, blair, NEED)


def test_a_session_is_not_picked_up_while_another_is_in_the_room(room, couple, alex, blair):
    room.alex.do("enough")
    other = opened(couple, alex, blair, NEED)
    assert refusal(room.blair, room.blair.command("pick_up")).code == "not_your_turn"
    assert room.blair.look()["set_aside"]
    other.alex.do("end")
    room.blair.do("pick_up")
    assert not room.alex.look()["set_aside"]
