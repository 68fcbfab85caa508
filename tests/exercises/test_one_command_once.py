"""For one command each thing is done once: read, opened, evolved, seen. What it hands on is what the records tell."""

from __future__ import annotations

from datetime import timedelta
from time import sleep
from uuid import uuid4

import pytest

from couples.keys import data_keys
from exercises.core import session
from exercises.core import view as views
from exercises.live import access
from exercises.live.decision import Command
from exercises.live.models import RecordedEvent
from exercises.live.screens import rendering
from exercises.live.socket.roles import AsPartner
from exercises.live.store import drafts, event_codec, presence, streams
from tests.exercises.calls import Calls, calls_of
from tests.exercises.live.connected import connected, show, submit
from tests.exercises.live.rooms import EVERY, LETTER, opened

pytestmark = pytest.mark.django_db(transaction=True)
WATCHED = (
    access.of_partner,
    session.evolve,
    views.view_of,
    event_codec.decode,
    data_keys.seal,
    data_keys.unseal,
    rendering.as_html,
)
OF_COMMAND = {"of_partner": 1, "as_html": 1, "view_of": 5, "query": 6}
"""The sights: of the other and of an observer, before and after, to know whom to wake; and the sender's own, after.
The queries: begin, access, the record, its heads, drafts, commit; of a socket also its sign-in."""


def calls_for(role: AsPartner, name: str, **fields: str) -> Calls:
    with calls_of(*WATCHED) as calls:
        submit(role, Command(uuid4(), name, 2, fields))
    return calls


def test_what_is_said_is_sealed_once_and_opened_evolved_and_read_back_never(writing):
    calls = calls_for(connected(writing.alex), "hand_in", **LETTER)
    assert calls.count == OF_COMMAND | {"evolve": 1, "seal": 1}


def test_each_event_of_a_command_is_evolved_once(writing):
    writing.alex.do("hand_in", **LETTER)
    calls = calls_for(connected(writing.alex), "open")
    happened = RecordedEvent.objects.order_by("sequence").last().events
    assert len(happened) > 1
    looks = 1  # whether something was taken back elsewhere, because it opens a form
    assert calls.count == OF_COMMAND | {"evolve": len(happened), "query": OF_COMMAND["query"] + looks}


def test_nothing_is_seen_twice_from_the_same_place(writing):
    seen = calls_for(connected(writing.alex), "hand_in", **LETTER).arguments["view_of"]
    assert len({(id(one["session"]), one["viewer"]) for one in seen}) == len(seen)


def test_the_broadcast_of_ones_own_command_costs_one_query_and_draws_nothing(writing):
    role = connected(writing.alex)
    calls_for(role, "hand_in", **LETTER)
    with calls_of(*WATCHED) as calls:
        show(role)
    assert calls.count == {"of_partner": 1, "query": 1}


def test_the_others_look_in_the_same_process_opens_nothing(writing):
    role, theirs = connected(writing.alex), connected(writing.blair)
    calls_for(role, "hand_in", **LETTER)
    calls_for(role, "open")
    with calls_of(*WATCHED) as calls:
        show(theirs)
    assert calls.count == {"of_partner": 1, "view_of": 1, "as_html": 1, "query": 2}


@pytest.mark.parametrize("slug", EVERY)
def test_what_a_command_hands_on_is_what_another_process_reads(couple, alex, blair, slug):
    room = opened(couple, alex, blair, slug)
    for _command in room.walking(seed=7):
        granted = access.of_partner(room.id, room.alex.caller)
        known = streams.memory.get(room.id)
        assert known.sequence == granted.head
        assert known.state == streams.rebuilt(granted)


def test_taken_back_words_are_not_handed_on(writing):
    writing.open_the_letter()
    done = writing.alex.do("take_words_back", past="1")
    assert LETTER["see"] not in str(done.state)
    assert done.state == streams.rebuilt(done.granted)


def test_words_that_could_not_be_sealed_are_not_handed_on(writing):
    data_keys.destroy(writing.alex.user.pk)
    done = writing.alex.do("hand_in", **LETTER)
    assert LETTER["see"] not in str(done.state)
    assert done.state == streams.rebuilt(done.granted)


def test_the_access_that_is_handed_on_is_the_one_that_is_read_next(writing):
    for name in ("pause", "resume", "enough", "pick_up", "end"):
        done = writing.alex.do(name)
        assert done.granted == access.of_partner(writing.id, writing.alex.caller)


def test_a_look_is_made_again_when_time_alone_has_changed_what_is_seen(writing, monkeypatch):
    monkeypatch.setattr(views, "PAUSE", timedelta(seconds=0.3))
    role = connected(writing.alex)
    submit(role, Command(uuid4(), "pause", 2))
    assert not show(role).view.pause_is_over
    sleep(0.4)
    assert show(role).view.pause_is_over


def test_a_look_is_made_again_when_the_other_comes(writing):
    role = connected(writing.alex)
    assert show(role).presence == "not_here"
    presence.arrive(access.of_partner(writing.id, writing.blair.caller))
    assert show(role).presence == "here"


def test_a_draft_that_was_saved_since_does_not_ride_on_a_look(writing):
    role = connected(writing.alex)
    before = show(role).screen
    writing.blair.do("pause")
    writing.blair.do("resume")
    drafts.save(access.of_partner(writing.id, writing.alex.caller), 2, "hand_in", {"see": "We ate at nine"})
    assert show(role).screen == before
