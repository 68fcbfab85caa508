"""What was taken back stays away, whatever somebody writes into the main database afterwards."""

from __future__ import annotations

import pytest

from couples import security_log
from couples.keys.models import Latest
from couples.privacy import erasure, leaving
from couples.security_log import Kind
from exercises.core.events import Parted
from exercises.live import access
from exercises.live.models import RecordedEvent
from exercises.live.store import reading, records, signing, streams, taken_back
from tests.exercises.browsing import browser
from tests.exercises.live import forged_records as forged
from tests.exercises.live.rooms import LETTER, LIMIT, Room, opened
from tests.exercises.live.test_batch import undone
from tests.exercises.live.test_taking_words_back import REMOVED

pytestmark = pytest.mark.django_db


def rows_of(room: Room) -> list[RecordedEvent]:
    return list(room.records)


def put_back(room: Room, rows: list[RecordedEvent]) -> None:
    for row in rows:
        row.save()


@pytest.fixture
def before(lived, django_capture_on_commit_callbacks) -> list[RecordedEvent]:
    """The rows from before Alex took words back."""
    rows = rows_of(lived)
    with django_capture_on_commit_callbacks(execute=True):
        lived.alex.do("take_words_back", past="1")
    return rows


def shown_to(user, room: Room) -> str:
    return browser(user).get(f"/sessions/{room.id}/").content.decode()


def test_words_taken_back_stay_away_when_the_rows_of_before_are_put_back(lived, before, alex, blair):
    taken = rows_of(lived)[-1]
    put_back(lived, before)
    assert taken.pk not in {row.pk for row in before}
    for user in (alex, blair):
        streams.memory.clear()
        assert LETTER["feel"] not in shown_to(user, lived)
        assert REMOVED in shown_to(user, lived)
    granted = access.of_author(lived.id, lived.alex.caller)
    assert LETTER["feel"] not in repr(streams.events_of(granted))


def test_nor_are_they_put_where_others_stood(lived, before, blair):
    """What is sealed is part of what a record says, also after it was taken out."""
    row = next(one for one in before if "sealed" in one.events[0])
    stored = lived.records.get(pk=row.pk)
    event = next(one for one in stored.events if one.get("was") or one.get("sealed"))
    event["was"] = "0" * 64
    event.pop("sealed", None)
    stored.save()
    streams.memory.clear()
    assert browser(blair).get(f"/sessions/{lived.id}/").status_code == 404


def cut_back(room: Room, rows: list[RecordedEvent]) -> None:
    room.records.filter(sequence__gt=rows[-1].sequence).delete()
    put_back(room, rows)
    forged.stream_of(room).update(**dict.fromkeys(("head", "head_a", "head_b"), rows[-1].sequence))


@pytest.mark.parametrize("is_known", [False, True], ids=["cold", "in memory"])
def test_a_session_cut_back_to_before_words_were_taken_back_is_refused(lived, before, blair, casey, is_known):
    cut_back(lived, before)
    if not is_known:
        streams.memory.clear()
    security_log.take()
    assert browser(blair).get(f"/sessions/{lived.id}/").status_code == 404
    assert security_log.take()[Kind.MAC_BROKEN]
    assert "before something was taken back" in signing.whats_wrong()[0]


def test_nor_when_it_has_gone_on_since(lived, before, blair):
    """A record of another history in its place, signed here, is not the one that took words back."""
    cut_back(lived, before)
    Latest.objects.filter(purpose=taken_back.TAKEN_BACK).update(purpose="put aside")
    streams.memory.clear()
    records.append_for_nobody(lived.id, Parted(before[-1].at), before[-1].at)
    Latest.objects.filter(purpose=taken_back.TAKEN_BACK).delete()
    Latest.objects.filter(purpose="put aside").update(purpose=taken_back.TAKEN_BACK)
    streams.memory.clear()
    assert browser(blair).get(f"/sessions/{lived.id}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_what_was_announced_and_never_settled_counts_from_the_next_look_on(lived, blair):
    """The process died between the two commits."""
    rows = rows_of(lived)
    lived.alex.do("take_words_back", past="1")
    row = Latest.objects.get(purpose=taken_back.TAKEN_BACK)
    nothing, value = bytes(taken_back.NUMBER_BYTES), bytes(row.value)
    Latest.objects.filter(pk=row.pk).update(value=nothing, coming=bytes([len(value)]) + value)
    streams.memory.clear()
    assert REMOVED in shown_to(blair, lived)
    cut_back(lived, rows)
    streams.memory.clear()
    assert browser(blair).get(f"/sessions/{lived.id}/").status_code == 404


def test_what_was_announced_and_then_undone_counts_nothing(lived, blair):
    rows = rows_of(lived)
    with undone():
        lived.alex.do("take_words_back", past="1")
    assert Latest.objects.get(purpose=taken_back.TAKEN_BACK).coming
    assert [row.mac for row in rows_of(lived)] == [row.mac for row in rows]
    streams.memory.clear()
    assert LETTER["feel"] in shown_to(blair, lived)


def test_what_people_do_holds(lived, before, alex, blair):
    leaving.leave(blair)
    erasure.erase(alex)
    assert "was" in str([row.events for row in lived.records])
    assert signing.whats_wrong() == []


# Forms that were taken back before they opened -----------------------------------------------------------


@pytest.mark.parametrize("act", ["take_back", "not_yet"])
def test_a_form_taken_back_does_not_open_because_the_session_was_cut_back(
    couple, alex, blair, act, django_capture_on_commit_callbacks
):
    room = opened(couple, alex, blair, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    for chair in room.chairs:
        chair.do("hand_in", words=f"Kept closed by {chair.user.name}", kind="limit")
    if act == "not_yet":
        room.alex.do("open")
    rows = rows_of(room)
    with django_capture_on_commit_callbacks(execute=True):
        room.alex.do(act)
    cut_back(room, rows)
    for known in (True, False):
        if not known:
            streams.memory.clear()
        with pytest.raises(access.AccessDenied):
            room.blair.do("open", visit=2)


def test_a_stream_that_went_on_while_it_was_read_is_not_cut_short(lived, django_capture_on_commit_callbacks):
    """Its head was read, then words were taken back, and the keys know of it before its records are verified."""
    granted = access.of_partner(lived.id, lived.blair.caller)
    with django_capture_on_commit_callbacks(execute=True):
        lived.alex.do("take_words_back", past="1")
    assert access.of_partner(lived.id, lived.blair.caller).head > granted.head
    assert lived.id in reading.news([reading.since_the_first(granted)])
