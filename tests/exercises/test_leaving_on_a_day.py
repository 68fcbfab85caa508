"""Leaving on a chosen day: only the own page shows it, it can be dropped, and it is done once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from couples.pairing import acceptance, membership
from couples.privacy import leaving
from tests.couples.accounts.signing_in import proves_it_again, signed_in, somebody, text_of
from tests.exercises.browsing import browser, text

pytestmark = pytest.mark.django_db
either = pytest.mark.parametrize("who", ["alex", "blair"])


def test_on_a_chosen_day_which_only_the_own_page_shows(room, couple, alex, blair):
    day = timezone.localdate() + timedelta(days=3)
    assert (
        browser(blair).post("/leave/", {"act": "day", "day": day.isoformat()}).headers["Location"]
        == "/leave/"
    )
    assert "You leave on" in text(blair, "/leave/")
    assert "You leave on" not in text(alex, "/leave/")
    assert text(alex, "/").count("leave") == text(blair, "/").count("leave")
    assert leaving.leave_due() == 0
    assert leaving.leave_due(day + timedelta(days=40)) == 1, "a late tick is as good as one in time"
    assert leaving.leave_due(day + timedelta(days=40)) == 0
    assert membership.couple_of(alex) is None


def test_the_day_can_be_dropped_and_the_others_cannot_be_touched(room, couple, alex, blair):
    day = timezone.localdate() + timedelta(days=3)
    leaving.choose_day(blair, day)
    browser(alex).post("/leave/", {"act": "stay"})
    assert leaving.chosen_day(blair) == day
    browser(blair).post("/leave/", {"act": "stay"})
    assert leaving.chosen_day(blair) is None
    assert leaving.leave_due(day) == 0


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused_at_the_field(room, alex, day):
    answer = browser(alex).post("/leave/", {"act": "day", "day": day})
    assert answer.status_code == 422
    assert leaving.chosen_day(alex) is None


def test_both_chose_the_same_day_and_it_is_done_once(room, couple, alex, blair):
    day = timezone.localdate() + timedelta(days=1)
    leaving.choose_day(alex, day)
    leaving.choose_day(blair, day)
    assert leaving.leave_due(day) == 1


def test_who_picks_up_the_device_reads_and_changes_no_day_and_her_page_is_as_without_one(alex):
    kim = somebody()
    acceptance.pair(kim, alex)
    phone, day = signed_in(kim), timezone.localdate() + timedelta(days=9)
    later(phone, 600)
    without = page(phone)
    leaving.choose_day(kim, day)
    assert page(phone) == without
    for sent in ({"act": "stay"}, {"act": "day", "day": (day + timedelta(days=1)).isoformat()}):
        assert phone.post("/leave/", sent).headers["Location"] == "/account/again/?next=%2Fleave%2F"
    assert leaving.chosen_day(kim) == day

    proves_it_again(phone)
    assert "You leave on" in page(phone)
    phone.post("/leave/", {"act": "stay"})
    assert leaving.chosen_day(kim) is None
    later(phone, 600)
    assert phone.post("/leave/", {"act": "now"}).headers["Location"] == "/welcome/"


def page(client) -> str:
    """What the page says; a token in a form is another one each time."""
    return re.sub(r'value="\w{64}"', "", text_of(client.get("/leave/")).split("<main")[1])


def later(client, seconds: int) -> None:
    """As if so much time had gone by since this sign-in proved anything."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()
