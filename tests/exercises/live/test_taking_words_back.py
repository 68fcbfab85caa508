"""Own revealed words, taken back: nowhere stored any more, "removed" on both screens, in every process at once."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from exercises.core.pair import Partner
from exercises.core.text import Refused
from exercises.live import access
from exercises.live.access import Caller
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import streams
from tests.exercises.live.rooms import LETTER, LIMIT, opened

pytestmark = pytest.mark.django_db
REMOVED = "This was removed by its author."


def options(chair) -> dict[str, str]:
    offers = [one for one in chair.look()["commands"] if one["name"] == "take_words_back"]
    return {one["label"]: one["value"] for offer in offers for one in offer["fields"][0]["choices"]}


def stored() -> str:
    return json.dumps(list(RecordedEvent.objects.order_by("pk").values_list("events", flat=True)))


def sealed_by(stream, partner: Partner) -> int:
    rows = RecordedEvent.objects.filter(stream=stream).values_list("events", flat=True)
    return sum(
        "sealed" in event for events in rows for event in events if event["data"].get("by") == partner.value
    )


def page(user, room) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/sessions/{room.id}/").content.decode()


def test_both_read_removed_in_their_place_and_the_others_words_stay(lived, alex, blair):
    assert LETTER["feel"] in page(blair, lived)
    lived.alex.do("take_words_back", past="1")
    for user in (alex, blair):
        shown = page(user, lived)
        assert not [words for words in LETTER.values() if words in shown]
        assert REMOVED in shown
        assert "You were tired, I heard" in shown


def test_the_words_are_taken_out_of_what_is_stored(lived):
    before = sealed_by(lived.id, Partner.A), sealed_by(lived.id, Partner.B)
    lived.alex.do("take_words_back", past="1")
    after = sealed_by(lived.id, Partner.A), sealed_by(lived.id, Partner.B)
    assert after[0] == before[0] - 1
    assert after[1] == before[1]
    emptied = [row for row in lived.records if any(e["name"] == "sheet.handed_in" for e in row.events)]
    assert [bytes(row.body_mac) for row in emptied] == [b""], "the MAC could tell which words they were"


def test_another_process_that_remembers_them_forgets_them_with_the_next_look(lived, alex, blair):
    assert LETTER["feel"] in str(lived.blair.look())
    remembered = streams.memory.get(lived.id)
    lived.alex.do("take_words_back", past="1")
    streams.memory.put(lived.id, remembered)  # as in a process that has not heard of it
    assert LETTER["feel"] not in str(lived.blair.look())


def test_what_the_other_accepted_stays_with_them(lived, alex, blair):
    lived.alex.do("take_words_back", past="1")
    client = Client()
    client.force_login(blair)
    assert LETTER["ask"] in client.get("/agreements/").content.decode()


def test_only_the_author_and_only_once(lived, drew):
    assert "1" not in options(lived.blair).values()
    with pytest.raises(Refused):
        lived.blair.do("take_words_back", past="1")
    lived.alex.do("take_words_back", past="1")
    assert "1" not in options(lived.alex).values()
    with pytest.raises(Refused):
        lived.alex.do("take_words_back", past="1")
    with pytest.raises(access.AccessDenied):
        access.of_partner(lived.id, Caller(drew.pk))


@pytest.mark.parametrize("past", [None, "", "99", "-1", "x", ["1", "2"]])
def test_garbage_takes_nothing(lived, past):
    before = stored()
    with pytest.raises(Refused):
        lived.alex.do("take_words_back", **({} if past is None else {"past": past}))
    assert stored() == before


def test_it_happens_once_however_often_it_is_sent(lived):
    command = lived.alex.command("take_words_back", past="1")
    lived.alex.send(command)
    count = RecordedEvent.objects.count()
    lived.alex.send(command)
    assert RecordedEvent.objects.count() == count


def test_in_the_running_session_too_for_the_steps_left(writing, alex, blair):
    writing.open_the_letter()
    assert LETTER["need"] in page(blair, writing)
    writing.alex.do("take_words_back", past="1")
    for user in (alex, blair):
        assert LETTER["need"] not in page(user, writing)
    writing.blair.do("say_back", words="I heard something")
    assert "I heard something" in page(alex, writing)


def test_a_step_that_was_never_opened_wakes_and_changes_nothing_for_the_other(couple, alex, blair):
    room = opened(couple, alex, blair, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    room.alex.do("hand_in", words="Kept to myself", kind="limit")
    room.blair.do("end")
    before = room.blair.look()
    done = room.alex.do("take_words_back", past="1")
    assert done.changed == ((room.id, Partner.A),)
    assert room.blair.look() == before
    assert sealed_by(room.id, Partner.A) == 1, "only how they are together is left"


def test_without_script_it_takes_two_presses_and_comes_back_to_the_page(lived, alex):
    client = Client()
    client.force_login(alex)
    shown = client.get(f"/sessions/{lived.id}/").content.decode()
    assert "Take back words of mine" in shown
    path = f"/sessions/{lived.id}/"
    assert client.post(path, {"command": "take_words_back", "visit": "1"}).status_code == 422
    answer = client.post(path, {"command": "take_words_back", "visit": "1", "past": "1"}, follow=True)
    assert answer.status_code == 200
    assert REMOVED in answer.content.decode()
    assert Stream.objects.get(pk=lived.id).status == "over"
