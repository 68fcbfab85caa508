"""The nights on which the clocks change: a time that comes twice is asked about, one left out refused."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.base import SessionBase as SessionStore
from django.template import Context, Template
from django.test import RequestFactory

from couples.meetings.forms import Suggestion

BERLIN = "Europe/Berlin"
BACK, AHEAD = "2027-10-31", "2027-03-28"


def form(day, time, **more):
    return Suggestion({"day": day, "time": time, "zone": BERLIN, **more})


def test_a_time_that_comes_twice_is_asked_about_at_its_field():
    asked = form(BACK, "02:30")
    assert not asked.is_valid()
    assert list(asked.errors) == ["which"]
    shown = str(asked)
    assert shown.count('type="radio"') == 2
    assert "Which one do you mean?" in shown
    assert 'value="02:30"' in shown


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_either_of_the_two_can_be_meant(which, hour):
    asked = form(BACK, "02:30", which=which)
    assert asked.is_valid()
    assert asked.starts_at() == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "time"), [(BACK, "03:00"), (BACK, "01:59"), (AHEAD, "03:00"), ("2027-07-01", "02:30")]
)
def test_of_no_other_time_it_is_asked(day, time):
    asked, plain = form(day, time, which="1"), form(day, time)
    assert asked.is_valid()
    assert plain.is_valid()
    assert asked.starts_at() == plain.starts_at()
    assert 'type="radio"' not in str(asked)


def test_a_time_that_is_left_out_is_refused_at_its_field():
    asked = form(AHEAD, "02:30")
    assert list(asked.errors) == ["time"]


def test_where_it_is_shown_it_says_which_of_the_two():
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session["zone"] = BERLIN
    said = [
        Template("{% load times %}{% own_time at %}").render(Context({"request": request, "at": at}))
        for at in (datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1, 2))
    ]
    assert "02:30, the first time, before the clocks go back (Europe/Berlin)" in said[0]
    assert "02:30, the second time, after the clocks have gone back (Europe/Berlin)" in said[1]
    assert said[2] == "Sunday, 31 October 2027, 03:30 (Europe/Berlin)"
