"""Sessions apart in the database: beside the room, each exercise once, without presence or a word of the other."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from exercises.core.text import Refused
from exercises.live import start as starting
from exercises.live.models import Lease, Stream
from exercises.live.observer import access as observer_access
from tests.exercises.counselor.at_work import given, page, signed_in
from tests.exercises.live.observing import denied, let_in
from tests.exercises.live.rooms import BALANCE, EVERY, LIMIT, NEED, Chair, Room
from tests.exercises.test_leaving_races import at_once

__all__ = ["let_in"]
pytestmark = pytest.mark.django_db
OPEN, NOTHING = "Your part is open.", "Nothing for you to do there now."


def begun(couple, alex, blair, slug=NEED) -> Room:
    """Alex began it apart, and Blair has not joined."""
    session = starting.start_session(couple, alex.pk, slug, is_due=True, apart=True)
    return Room(session, Chair(session, alex), Chair(session, blair))


@pytest.fixture
def apart(couple, alex, blair) -> Room:
    return begun(couple, alex, blair)


def status(room: Room) -> str:
    return Stream.objects.get(pk=room.id).status


@pytest.mark.parametrize("slug", EVERY)
def test_every_exercise_goes_to_its_end_apart(couple, alex, blair, slug):
    room = begun(couple, alex, blair, slug)
    assert status(room) == "apart"
    room.blair.do("enter")
    room.walk()
    assert status(room) == "over"


def test_it_leaves_the_room_free_and_the_room_leaves_it(couple, alex, blair, apart):
    starting.start_session(couple, alex.pk, LIMIT)
    assert status(begun(couple, blair, alex, BALANCE)) == "apart"
    with pytest.raises(Refused):
        starting.start_session(couple, blair.pk, LIMIT)


@pytest.mark.parametrize("also_apart", [True, False])
def test_the_same_exercise_is_not_begun_beside_itself(couple, blair, apart, also_apart):
    with pytest.raises(Refused) as no:
        starting.start_session(couple, blair.pk, NEED, apart=also_apart)
    assert "open already" in str(no.value.message)
    apart.alex.do("end")
    starting.start_session(couple, blair.pk, NEED, apart=also_apart)
    assert Stream.objects.exclude(status="over").count() == 1


def test_one_that_is_in_the_room_is_not_begun_apart(couple, alex, room):
    with pytest.raises(Refused):
        starting.start_session(couple, alex.pk, NEED, apart=True)


def test_the_database_alone_keeps_the_same_version_once(couple, apart):
    row = Stream.objects.get(pk=apart.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stream.objects.create(
            kind="session", status="apart", couple=couple, definition=row.definition,
            person_a=row.person_a, person_b=row.person_b,
        )  # fmt: skip


def test_there_are_not_more_than_fit(couple, alex, blair, apart, monkeypatch):
    monkeypatch.setattr(starting, "MAX_APART", 2)
    begun(couple, alex, blair, LIMIT)
    with pytest.raises(Refused) as no:
        begun(couple, alex, blair, BALANCE)
    assert no.value.code == "not_your_turn"


def test_a_page_says_what_it_is_before_joining_and_looking_leaves_nothing(apart, blair):
    before = apart.sequences()
    seen = page(blair, f"/sessions/{apart.id}/")
    assert "Joining shows Alex nothing." in seen
    assert "Write it down" in seen
    assert apart.sequences() == before


def test_nobody_is_here_or_not_here(apart, alex, blair):
    apart.blair.do("enter")
    for user in (alex, blair):
        client = Client()
        client.force_login(user)
        said = client.get(f"/sessions/{apart.id}/").content.decode()
        assert client.get(f"/sessions/{apart.id}/here.css").status_code == 200
        assert "here.css" not in said
        assert 'data-presence-line=""' in said
        assert "hasn’t joined" not in said
    assert not Lease.objects.exists()


def test_the_page_does_not_load_itself_again(apart, alex):
    apart.alex.do("hand_in", see="At nine", feel="Tired", need="Rest", ask="Would you write?")
    apart.alex.do("open")
    assert "http-equiv" not in page(alex, f"/sessions/{apart.id}/")


def test_joining_and_what_is_closed_wake_nobody(apart):
    joined = apart.blair.do("enter")
    assert [viewer.value for _stream, viewer in joined.changed] == ["b"]


def test_an_observer_is_not_let_in(let_in, couple, casey, alex, blair):
    apart = begun(couple, alex, blair, LIMIT)
    assert denied(apart, casey)
    assert observer_access.room_of(couple.pk) != apart.id


def test_home_says_what_i_can_do_there_and_nothing_of_the_other(apart, alex, blair):
    assert OPEN in page(alex, "/")
    assert OPEN in page(blair, "/")
    apart.blair.do("enter")
    assert NOTHING in page(blair, "/")
    letter = {"see": "At nine", "feel": "Tired", "need": "Rest", "ask": "Would you write?"}
    before = page(blair, "/")
    apart.alex.do("hand_in", **letter)
    assert page(blair, "/") == before
    apart.alex.do("open")
    assert NOTHING in page(alex, "/")
    assert OPEN in page(blair, "/")


def test_a_form_starts_it(couple, alex, blair):
    client = signed_in(alex)
    assert "Start apart" in client.get(f"/exercises/{NEED}/").content.decode()
    answer = client.post("/sessions/start/", {"slug": NEED, "way": "apart"})
    stream = Stream.objects.get()
    assert (answer.url, stream.status) == (f"/sessions/{stream.pk}/", "apart")
    assert f'href="/sessions/{stream.pk}/"' in page(blair, f"/exercises/{NEED}/")


def test_what_a_counselor_gave_is_done_apart_too(linked, alex, blair):
    one = given(linked)
    signed_in(alex).post(reverse("take_up", args=[one.pk]), {"way": "apart"})
    stream = Stream.objects.get()
    assert (stream.status, stream.assignment_id) == ("apart", one.pk)
    assert "Take it up" not in page(blair, "/")


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_one_moment(couple, alex, blair):
    """The same one apart is begun once; one in the room and another apart are both begun."""
    same = at_once(
        *(lambda who=who: starting.start_session(couple, who.pk, NEED, apart=True) for who in (alex, blair))
    )
    assert sorted(isinstance(one, Refused) for one in same) == [False, True]
    other = at_once(
        lambda: starting.start_session(couple, alex.pk, LIMIT),
        lambda: starting.start_session(couple, blair.pk, BALANCE, apart=True),
    )
    assert not any(isinstance(one, Refused) for one in other)
    assert sorted(Stream.objects.values_list("status", flat=True)) == ["apart", "apart", "room"]
