"""What was given twice is one card; and what a partner took off their home page, they can put back. Silently."""

from __future__ import annotations

import re

import pytest

from couples.accounts.models import User
from exercises.counselor.assignments import cards, giving, taking
from exercises.counselor.assignments.models import AssignmentDeclined
from exercises.counselor.programmes.delivery import When
from exercises.live.models import Stream
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import couple_path, given, page, signed_in
from tests.exercises.counselor.programmes.at_work import item, of, started
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED
from tests.exercises.private.everything import inside

pytestmark = pytest.mark.django_db
OFF = "/alone/g/"


def shown(couple, user) -> list[tuple[object, list[object]]]:
    """Each card on this person's home page, with what stands in it besides."""
    return [(one["id"], [each["id"] for each in one["besides"]]) for one in cards.for_home(couple, user)]


def not_this(user: User, one) -> None:
    assert signed_in(user).post(f"/counsel/assignments/{one.pk}/not-this/").url == "/"


def put_back(user: User, one) -> None:
    assert inside(user).post(OFF, {"put_back": str(one.pk)}).url == "/"


def off_home(user: User) -> str:
    return str(page(user, OFF))


def test_given_in_a_programme_and_alone_it_is_one_card_that_names_both(linked, couple, alex, blair):
    first = of(started(linked, item(NEED, topic="In the row"), item(LIMIT)))[0]
    alone, other = given(linked, topic="By itself, about Sundays"), given(linked, BALANCE)
    for user in (alex, blair):
        assert shown(couple, user) == [(first.pk, [alone.pk]), (other.pk, [])]
    home = page(alex, "/")
    assert home.count('aria-labelledby="given-') == 2
    card = next(one for one in re.split("<section", home) if f"given-{first.pk}" in one)
    assert "1 of 2" in card
    assert "Casey gave you this exercise once more, by itself." in card
    assert "By itself, about Sundays" in card
    not_this(alex, first)
    assert shown(couple, alex)[0] == (alone.pk, [])
    assert shown(couple, blair)[0] == (first.pk, [alone.pk])
    taking.take_up(couple, blair, first.pk)
    assert shown(couple, blair)[0] == (alone.pk, [])


@pytest.mark.parametrize("ways", [1, 2], ids=["none open", "one open"])
def test_each_of_one_exercise_can_be_taken_up_whatever_was_put_away(linked, couple, alex, blair, ways):
    """What either can do after putting one away they could do before: so nobody can conclude from what they do."""
    several = [given(linked, topic="On Sundays"), given(linked, topic="On money")]
    if ways == 2:
        taking.take_up(couple, alex, given(linked, LIMIT).pk)

    def can() -> set[str]:
        return set(re.findall(r'action="(/counsel/assignments/[^"]+/take-up/)"', page(blair, "/")))

    before = can()
    assert len(before) == len(several)
    not_this(blair, several[0])
    assert can() < before


def test_who_gave_it_is_said_once_also_where_it_is_folded(linked, alex):
    given(linked, NEED)
    given(linked, BALANCE)
    home = page(alex, "/")
    assert home.count("also-given") == 1
    assert home.count("From Casey, for the two of you") == 2


def test_what_only_waits_for_its_day_stands_on_a_line_of_its_own(linked, couple, alex):
    (later,) = of(started(linked, item(NEED, When.DAYS_AFTER, 9)))
    alone = given(linked)
    assert shown(couple, alex) == [(later.pk, []), (alone.pk, [])]


def test_what_was_taken_off_is_put_back_by_that_partner_alone(linked, couple, alex, blair):
    one, other = given(linked, note="Kept for later"), given(linked, LIMIT)
    for each in (one, other):
        not_this(alex, each)
    assert "Kept for later" in off_home(alex)
    assert "Kept for later" not in off_home(blair)
    put_back(blair, one)
    assert shown(couple, alex) == []
    for _time in range(2):
        put_back(alex, one)
    assert shown(couple, alex) == [(one.pk, [])]
    assert "Kept for later" not in off_home(alex)
    assert AssignmentDeclined.objects.get().assignment_id == other.pk
    assert inside(alex).post(OFF, {"put_back": "x"}).status_code == 404


def test_what_is_over_or_has_not_come_does_not_stand_there(linked, couple, alex, blair, casey):
    first, second = of(started(linked, item(NEED, note="In the row"), item(LIMIT, note="Comes later")))
    one, withdrawn = given(linked, BALANCE, note="By itself"), given(linked, BALANCE, note="Withdrawn")
    for each in (first, one, withdrawn):
        not_this(alex, each)
    AssignmentDeclined.objects.create(assignment=second, person=alex)
    giving.withdraw(casey, couple, withdrawn.pk)
    there = off_home(alex)
    assert ("In the row" in there, "By itself" in there) == (True, True)
    assert ("Comes later" in there, "Withdrawn" in there) == (False, False)
    taking.take_up(couple, blair, one.pk)
    assert "By itself" not in off_home(alex)
    put_back(alex, one)
    Stream.objects.update(status="over")
    assert (one.pk, []) in shown(couple, alex)


def test_putting_back_changes_no_byte_elsewhere(linked, alex, blair, casey):
    both_allow(linked)
    one = given(linked)
    not_this(alex, one)
    elsewhere = (blair, "/"), (blair, "/counselors/"), (casey, "/counsel/"), (casey, couple_path(linked))
    before = [page(*each) for each in elsewhere], off_home(blair)
    put_back(alex, one)
    assert ([page(*each) for each in elsewhere], off_home(blair)) == before
