"""An exercise that needs a counselor is given only once she has recorded that she spoke with each of the two alone."""

from __future__ import annotations

import json
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.http import Http404
from django.utils import timezone

from couples.accounts import users
from couples.counseling import links
from couples.keys import data_keys
from couples.privacy import erasure, leaving
from exercises import catalog
from exercises.core.text import Refused
from exercises.counselor import linked_couples, screening, spoken_alone
from exercises.counselor.assignments import exported, giving
from exercises.counselor.assignments.giving import NewAssignment
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.models import Screening
from tests.exercises.counselor.at_work import couple_path, link, signed_in
from tests.exercises.live.rooms import NEED

pytestmark = pytest.mark.django_db
MARKED = [one.slug for one in catalog.couple_definitions() if one.with_counselor]
SLUG = MARKED[0]
DAY = date(2026, 11, 3)


def post(casey, linked, **more):
    cache.clear()
    return signed_in(casey).post(f"{couple_path(linked)}assign/", {"exercise": SLUG, "note": "x", **more})


def spoken(*people):
    return {person.pk: DAY for person in people}


@pytest.mark.parametrize("slug", MARKED)
def test_none_of_them_is_given_without_both(linked, couple, casey, alex, blair, slug):
    for alone in (spoken(), spoken(alex), spoken(blair)):
        with pytest.raises(Refused):
            giving.assign(casey, couple, NewAssignment(slug, None, "", alone))
    assert not Assignment.objects.exists()
    assert not Screening.objects.exists()
    giving.assign(casey, couple, NewAssignment(slug, None, "", spoken(alex, blair)))
    assert Assignment.objects.count() == 1


def test_the_form_asks_for_both_days_at_their_fields_and_keeps_what_was_filled_in(linked, casey):
    answer = post(casey, linked, note="kept words", alone_1=DAY.isoformat())
    shown = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "kept words" in shown
    assert DAY.isoformat() in shown
    assert shown.count("This is not given without it.") == 1
    assert not Screening.objects.exists()


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("nonsense", "as year-month-day"),
        ((timezone.localdate() + timedelta(days=2)).isoformat(), "yet to come"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(linked, casey, day, says):
    answer = post(casey, linked, alone_1=day, alone_2=DAY.isoformat())
    assert says in answer.content.decode()
    assert not Assignment.objects.exists()


def test_once_both_are_recorded_it_is_not_asked_again(linked, casey):
    assert post(casey, linked, alone_1=DAY.isoformat(), alone_2=DAY.isoformat()).status_code == 302
    shown = signed_in(casey).get(f"{couple_path(linked)}assign/").content.decode()
    assert "alone_1" not in shown
    assert post(casey, linked, note="another").status_code == 302


def test_it_is_recorded_with_another_exercise_too_and_asked_for_none(linked, casey):
    assert post(casey, linked, exercise=NEED, alone_1=DAY.isoformat()).status_code == 302
    assert Screening.objects.count() == 1
    assert post(casey, linked, exercise=NEED, note="y").status_code == 302


def test_what_was_said_of_other_people_or_by_another_counselor_does_not_count(
    linked, couple, casey, alex, blair
):
    dana = users.create("dana@example.org", "Dana", is_counselor=True)
    other = link(dana, alex, blair)
    screening.record(other, spoken(alex, blair))
    assert not screening.is_complete(linked)
    rows = Screening.objects.filter(counseling=other)
    rows.update(counseling=linked)  # as only somebody who writes to the database could
    assert not screening.is_complete(linked)


def test_a_link_made_anew_asks_anew(linked, casey, alex, blair):
    screening.record(linked, spoken(alex, blair))
    links.end(linked)
    assert not screening.is_complete(link(casey, alex, blair))


def test_it_stands_in_her_export_and_in_no_other(linked, casey, alex, blair):
    screening.record(linked, spoken(alex, blair))
    assert screening.exported(casey) == [{"with": name, "on": DAY} for name in (alex.name, blair.name)]
    for person in (alex, blair):
        assert json.dumps(exported.exported(person)["spoken_alone"]) == "[]"


@pytest.mark.parametrize("who", ["alex", "casey"])
def test_it_goes_with_either_of_whom_it_tells(linked, casey, alex, blair, who):
    screening.record(linked, spoken(alex, blair))
    erasure.erase({"alex": alex, "casey": casey}[who])
    assert not Screening.objects.filter(person=alex).exists()


def test_without_her_key_nothing_counts(linked, casey, alex, blair):
    screening.record(linked, spoken(alex, blair))
    data_keys.destroy(casey.pk)
    assert not screening.is_complete(linked)


def test_a_form_that_asks_with_whom_she_spoke_is_not_there_once_one_of_them_has_left(linked, casey, blair):
    """Also if that happens between the reading of their names and of these days."""
    names = linked_couples.of(casey, linked.pk).names
    leaving.leave(blair)
    with pytest.raises(Http404):
        spoken_alone.unspoken(linked, names)
