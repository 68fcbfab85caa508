"""A counselor in the room sees only the step, is seen, and does nothing in the place of the two."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from couples.counseling.models import AccessRecord
from exercises.core.pair import Observer
from exercises.live import access, commands
from exercises.live.access import AccessDenied, Caller
from exercises.live.decision import Command
from exercises.live.models import Lease
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from tests.exercises.live.observing import let_in, look, signed_in
from tests.exercises.live.rooms import LETTER

__all__ = ["let_in"]
pytestmark = pytest.mark.django_db


def test_she_sees_the_steps_by_name_and_nothing_that_was_said(let_in, room, casey):
    room.write_apart().open_the_letter()
    for render in (rendering.as_json, rendering.as_html):
        theirs = str(partner_screen.show(room.id, room.blair.caller, render).screen)
        hers = str(look(room, casey, render).screen)
        for words in LETTER.values():
            assert words in theirs
            assert words not in hers
    assert [step["state"] for step in look(room, casey).screen["steps"]].count("now") == 1


@pytest.mark.parametrize("act", ["pause", "enough", "end"])
def test_she_sees_that_it_is_paused_set_aside_or_over(let_in, room, casey, act):
    before = look(room, casey, rendering.as_html).screen
    room.alex.do(act)
    assert look(room, casey, rendering.as_html).screen != before


def test_who_is_here_and_who_has_come_is_nothing_she_can_see(let_in, room, casey):
    seen = look(room, casey)
    assert seen.presence is None
    assert not seen.screen["both_entered"]
    assert not seen.screen["partner_ready"]
    assert {one["name"] for one in seen.screen["commands"]} <= {"say", "ask_to_wait", "offer_on"}


def test_a_private_act_changes_no_byte_of_her_screen_and_notifies_nobody_there(let_in, room, casey):
    room.write_apart()
    before = look(room, casey, rendering.as_html).screen
    assert (room.id, Observer()) not in room.alex.do("hand_in", **LETTER).changed
    assert look(room, casey, rendering.as_html).screen == before
    assert (room.id, Observer()) in room.alex.do("open").changed
    assert room.records.last().seen_by == "abo"


def test_turns_within_a_step_are_nothing_she_can_count(let_in, room, casey):
    room.write_apart().open_the_letter()
    hers, theirs = look(room, casey).screen, room.alex.look()["visit"]
    done = room.blair.do("say_back", words="Yes")
    room.alex.do("not_quite")
    assert room.alex.look()["visit"] > theirs
    assert (room.id, Observer()) not in done.changed
    assert look(room, casey).screen == hers


@pytest.mark.parametrize("name", ["pause", "end", "enter", "ready", "enough", "hand_in", "open"])
def test_she_does_nothing_of_the_two_over_the_page_or_by_the_one_way_in(let_in, room, casey, name):
    before = room.sequences()
    with pytest.raises(AccessDenied):
        commands.submit(room.id, Caller(casey.pk), Command(uuid4(), name, 1, {}))
    answer = signed_in(casey).post(f"/sessions/{room.id}/", {"command": name, "visit": "1"})
    assert answer.status_code == 422
    assert room.sequences() == before


def test_both_see_her_while_she_is_there_and_that_she_has_left(let_in, room, casey):
    assert "Casey" not in room.alex.page()["room"]
    look(room, casey)
    for chair in room.chairs:
        assert "Casey is observing this session" in chair.page()["room"]
        assert chair.look()["visitors"] == [{"name": "Casey", "here": True}]
    Lease.objects.filter(person=casey).update(until=timezone.now() - timedelta(seconds=1))
    assert "Casey is no longer observing" in room.blair.page()["room"]


def test_she_is_not_one_of_the_two_who_are_here(let_in, room, casey):
    look(room, casey)
    assert partner_screen.show(room.id, room.alex.caller, rendering.as_json).presence == "not_here"


def test_each_visit_leaves_one_record_however_often_she_looks(let_in, room, casey, couple):
    for _ in range(5):
        look(room, casey)
    records = list(AccessRecord.objects.values_list("couple", "reader", "role", "what"))
    assert records == [(couple.pk, casey.pk, "counselor", "live")]
    Lease.objects.update(until=timezone.now())
    look(room, casey)
    assert AccessRecord.objects.count() == 2


def test_who_is_not_let_in_leaves_no_record_and_no_trace_in_the_room(linked, room, casey):
    with pytest.raises(AccessDenied):
        look(room, casey)
    assert not AccessRecord.objects.exists()
    assert not Lease.objects.filter(person=casey).exists()


def test_a_visit_of_another_session_is_none_of_this_one(let_in, room, casey, alex, couple):
    look(room, casey)
    room.alex.do("end")
    from exercises.live import start as starting
    from tests.exercises.live.rooms import NEED

    fresh = starting.start_session(couple, alex.pk, NEED)
    assert not access.of_partner(fresh, Caller(alex.pk)).visited


def test_her_page_is_whole_and_offers_her_own_acts(let_in, room, casey):
    page = signed_in(casey).get(f"/sessions/{room.id}/").content.decode()
    assert "Where they are" in page
    assert "Alex and Blair" in page
    offered = set(re.findall(r'data-command="(\w+)"', page))
    assert offered == {one["name"] for one in look(room, casey).screen["commands"]}
