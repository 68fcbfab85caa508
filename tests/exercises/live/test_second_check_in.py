"""A second check-in: when it may begin, and what it remembers of the first."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from exercises.core.text import Refused
from exercises.counselor.assignments import giving, taking
from exercises.live import start as starting
from exercises.live.models import Stream
from exercises.live.screens import partner as partner_screen
from tests.exercises.balance_check_ins import AREAS, sheet
from tests.exercises.live.rooms import BALANCE, opened, opened_by_others

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(days=8)


def check_in(room, *, own: str = "2") -> None:
    """Both hand in and open; the three areas that open are the same each time."""
    for chair in room.chairs:
        chair.do("ready", together="writing", first="me" if chair is room.alex else "you")
    for chair in room.chairs:
        chair.do("hand_in", **{**sheet("1", "3", "4"), "own.emotional": own, "own.money": own})
    for chair in room.chairs:
        chair.do("open")


def end(room) -> None:
    room.alex.do("end")


def first_and_second(couple, alex, blair, travel, **again):
    first = opened(couple, alex, blair, BALANCE, is_due=False)
    check_in(first)
    end(first)
    travel(LATER)
    second = opened(couple, alex, blair, BALANCE, is_due=False)
    check_in(second, **again)
    return first, second


@pytest.fixture
def travel(monkeypatch):
    """Move the clock that commands and starts read."""
    moved = timedelta()
    now, today, local = timezone.now, timezone.localdate, timezone.localtime

    def by(delta: timedelta) -> None:
        nonlocal moved
        moved += delta

    monkeypatch.setattr(timezone, "now", lambda: now() + moved)
    monkeypatch.setattr(timezone, "localdate", lambda value=None: today(value or now() + moved))
    monkeypatch.setattr(timezone, "localtime", lambda value=None, tz=None: local(value or now() + moved))
    return by


def test_within_seven_days_no_second_one_begins_and_the_day_is_named(couple, alex, blair):
    room = opened(couple, alex, blair, BALANCE, is_due=False)
    check_in(room)
    end(room)
    with pytest.raises(Refused) as refused:
        opened(couple, alex, blair, BALANCE, is_due=False)
    assert dict(refused.value.message.params)["next"] == timezone.localdate() + timedelta(days=7)


def test_the_page_of_the_exercise_names_the_day_instead_of_starting_it(couple, alex, blair, travel):
    client = Client()
    client.force_login(alex)
    address = "/exercises/balance-check-in/"
    assert 'action="/sessions/start/"' in client.get(address).content.decode()
    room = opened(couple, alex, blair, BALANCE, is_due=False)
    check_in(room)
    end(room)
    page = client.get(address).content.decode()
    assert 'action="/sessions/start/"' not in page
    assert date_format(timezone.localdate() + timedelta(days=7), "DATE_FORMAT") in page
    travel(LATER)
    assert 'action="/sessions/start/"' in client.get(address).content.decode()


def test_one_that_never_opened_does_not_count(couple, alex, blair):
    end(opened(couple, alex, blair, BALANCE, is_due=False))
    assert opened(couple, alex, blair, BALANCE, is_due=False).alex.offered()


def test_a_second_one_does_not_begin_beside_one_that_is_set_aside(couple, alex, blair):
    room = opened(couple, alex, blair, BALANCE, is_due=False)
    room.alex.do("enough")
    with pytest.raises(Refused) as refused:
        opened(couple, alex, blair, BALANCE, is_due=False)
    assert "set one of these aside" in refused.value.message.msgid
    end(room)
    assert opened(couple, alex, blair, BALANCE, is_due=False).alex.offered()


def test_what_a_counselor_assigned_may_begin_sooner(couple, alex, blair, casey, linked):
    room = opened(couple, alex, blair, BALANCE, is_due=False)
    check_in(room)
    end(room)
    given = giving.assign(casey, couple, giving.NewAssignment("balance-check-in", None, ""))
    assert Stream.objects.get(pk=taking.take_up(couple, alex, given.pk)).assignment_id == given.pk
    with pytest.raises(Refused):
        starting.start_session(couple, alex.pk, "balance-check-in")


def test_then_and_now_stand_beside_each_other(couple, alex, blair, travel):
    _first, second = first_and_second(couple, alex, blair, travel, own="5")
    step = second.alex.look()["step"]
    (area,) = [one for one in step["theirs"]["areas"] if one["key"] == "emotional"]
    assert [one.split(" now;")[0] for one in area["then"]] == [
        "You put “A great deal” for yourself",
        "Blair put “A great deal”",
    ]
    assert "“A little”" in area["then"][0]
    own = {area["title"]: area["then"] for area in step["mine"]["own"]}
    assert "“A little”" in own["Money"][0], "it was kept, so only its author reads it"
    assert len(own) == len(AREAS)


def test_words_taken_back_in_the_first_are_gone_from_the_second(couple, alex, blair, travel):
    first, second = first_and_second(couple, alex, blair, travel, own="5")
    offer = next(one for one in first.alex.look()["commands"] if one["name"] == "take_words_back")
    first.alex.do("take_words_back", past=offer["fields"][0]["choices"][0]["value"])
    for chair, mine in ((second.alex, True), (second.blair, False)):
        step = chair.look()["step"]
        (area,) = [one for one in step["theirs"]["areas"] if one["key"] == "emotional"]
        assert len(area["then"]) == 1
        assert area["then"][0].startswith("Blair put" if mine else "You put")


def test_the_page_of_an_ended_one_shows_it_too(couple, alex, blair, travel):
    _first, second = first_and_second(couple, alex, blair, travel, own="5")
    end(second)
    page = second.alex.page()["theirs"]
    assert "Your own sheet, then and now" in page
    assert "Then and now" in page


def test_another_couple_s_check_in_is_never_the_last_one(couple, alex, blair, travel):
    first = opened(couple, alex, blair, BALANCE, is_due=False)
    check_in(first)
    end(first)
    check_in(opened_by_others(1, BALANCE))
    travel(LATER)
    second = opened(couple, alex, blair, BALANCE, is_due=False)
    _granted, state = partner_screen.access_and_state(second.id, second.alex.caller)
    assert UUID(state.follows.stream) == first.id
