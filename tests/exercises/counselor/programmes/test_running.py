"""A programme that runs: what the two find on their pages, each alone, and what comes of her acts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from couples import refused
from couples.counseling import links
from couples.keys import data_keys
from couples.pairing import membership
from couples.privacy import erasure
from exercises import catalog
from exercises.core.text import Refused
from exercises.counselor import screening
from exercises.counselor.assignments import cards, exported, giving, taking
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.programmes import running
from exercises.counselor.programmes.delivery import When
from exercises.counselor.programmes.models import Programme, ProgrammeTemplate
from exercises.live.models import Stream
from tests.exercises.counselor.at_work import given, page
from tests.exercises.counselor.programmes.at_work import (
    THREE,
    TITLE,
    TOPIC,
    done,
    item,
    of,
    shown,
    started,
    written,
)
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED
from tests.exercises.test_leaving_races import at_once
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def test_both_find_what_comes_next_and_how_many_there_are_and_nothing_of_the_rest(
    linked, couple, alex, blair
):
    first, second, third = of(started(linked))
    for user in (alex, blair):
        assert shown(couple, user) == [(NEED, 1, 3, False)]
        home = page(user, "/")
        assert "From Casey, for the two of you: 1 of 3" in home
        assert TOPIC in home
        assert str(second.pk) not in home
        assert "How it has become" not in home
    done(couple, alex, first)
    assert shown(couple, blair) == [(LIMIT, 2, 3, False)]
    done(couple, blair, second)
    assert shown(couple, alex) == [(BALANCE, 3, 3, True)]
    assert "The next one from Casey comes on" in page(alex, "/")
    Stream.objects.filter(assignment=second).update(completed_at=timezone.now() - WEEK)
    assert shown(couple, blair) == [(BALANCE, 3, 3, False)]
    done(couple, blair, third)
    assert shown(couple, alex) == []


def test_a_day_suggests_and_locks_nothing_but_what_comes_later_is_not_there_yet(linked, couple, alex):
    first, second, third = of(started(linked, item(NEED), item(LIMIT, When.DAYS_AFTER, 30), item(BALANCE)))
    for early in (second, third):
        with pytest.raises(Refused):
            taking.take_up(couple, alex, early.pk)
    done(couple, alex, first)
    with pytest.raises(Refused):
        taking.take_up(couple, alex, third.pk)
    taking.take_up(couple, alex, second.pk)
    assert Stream.objects.filter(assignment=second).exists()


def test_each_puts_aside_alone_and_goes_on_to_what_is_given_too(linked, couple, alex, blair):
    first, _second, _third = of(started(linked, item(NEED), item(LIMIT, When.AT_ONCE), item(BALANCE)))
    taking.decline(couple, alex, first.pk)
    assert shown(couple, alex) == [(LIMIT, 2, 3, False)]
    assert shown(couple, blair) == [(NEED, 1, 3, False)]
    taking.take_up(couple, blair, first.pk, apart=True)
    assert shown(couple, alex) == shown(couple, blair) == [(LIMIT, 2, 3, False)]


def test_skipped_it_is_off_both_pages_and_the_next_one_takes_its_place(linked, couple, alex, blair, casey):
    first, second, _third = of(started(linked))
    for _time in range(2):
        giving.withdraw(casey, couple, first.pk)
    assert shown(couple, alex) == shown(couple, blair) == [(LIMIT, 1, 2, False)]
    giving.withdraw(casey, couple, second.pk)
    assert shown(couple, alex) == [(BALANCE, 1, 1, True)]


def test_moved_the_order_is_another_and_the_same_move_twice_is_one(linked, couple, alex):
    programme = started(linked)
    _first, _second, third = of(programme)
    for _time in range(2):
        running.move(linked, programme.pk, third.pk, 1)
    assert of(programme)[0].pk == third.pk
    running.move(linked, programme.pk, third.pk, 20)
    assert of(programme)[-1].pk == third.pk
    assert shown(couple, alex) == [(NEED, 1, 3, False)]


def test_ended_it_is_off_both_pages_and_what_has_begun_goes_on(linked, couple, alex):
    programme = started(linked, item(NEED), item(LIMIT, When.AT_ONCE))
    first, second = of(programme)
    session = taking.take_up(couple, alex, first.pk)
    for _time in range(2):
        running.end(linked, programme.pk)
    assert shown(couple, alex) == []
    assert Stream.objects.get(pk=session).status == "room"
    with pytest.raises(Refused):
        taking.take_up(couple, alex, second.pk, apart=True)
    running.move(linked, programme.pk, second.pk, 1)
    assert [one.pk for one in of(programme)] == [first.pk, second.pk]


def test_it_stops_with_the_link_and_stays_unread_without_her_key(linked, couple, alex, casey):
    one = of(started(linked))[0]
    data_keys.destroy(casey.pk)
    assert TOPIC not in page(alex, "/")
    links.end(linked)
    assert cards.for_home(couple, alex) == []
    with pytest.raises(Refused):
        taking.take_up(couple, alex, one.pk)


def test_erased_she_leaves_no_programme_that_can_be_read(linked, couple, alex, casey):
    started(linked)
    assert TITLE.encode() not in bytes(Programme.objects.get().sealed)
    assert TITLE.encode() not in bytes(ProgrammeTemplate.objects.get().sealed)
    erasure.erase(casey)
    assert not ProgrammeTemplate.objects.exists()
    assert cards.for_home(couple, alex) == []


def test_what_needs_her_waits_for_both_conversations(linked, couple, alex, blair, casey):
    marked = next(one.slug for one in catalog.couple_definitions() if one.with_counselor)
    template = written(casey, item(NEED), item(marked))
    today = timezone.localdate()
    for alone in ({}, {alex.pk: today}, {blair.pk: today}):
        with pytest.raises(refused.Refused):
            running.start(casey, couple, template, alone, uuid4())
    assert not Assignment.objects.exists()
    assert not any(screening.days(linked).values())
    running.start(casey, couple, template, {alex.pk: today, blair.pk: today}, uuid4())
    assert Assignment.objects.count() == 2


def test_an_exercise_that_is_removed_is_given_as_it_was_and_not_started_anew(
    linked, couple, alex, casey, monkeypatch
):
    programme = started(linked)
    named = catalog.named
    monkeypatch.setattr(catalog, "named", lambda slug: None if slug == NEED else named(slug))
    assert shown(couple, alex) == [(NEED, 1, 3, False)]
    taking.take_up(couple, alex, of(programme)[0].pk)
    assert Stream.objects.filter(assignment__in=of(programme)).exists()
    with pytest.raises(refused.Refused):
        running.start(casey, couple, written(casey), {}, uuid4())


def test_there_are_bounds_and_single_ones_have_their_own(linked, couple, casey, monkeypatch):
    for _number in range(running.MAX_RUNNING):
        started(linked)
    with pytest.raises(refused.Refused):
        started(linked)
    running.end(linked, Programme.objects.first().pk)
    started(linked)
    monkeypatch.setattr(giving, "MAX_ASSIGNMENTS", 1)
    given(linked)
    with pytest.raises(Refused):
        given(linked)


def test_the_two_export_what_came_and_she_all_of_it(linked, couple, alex, casey):
    first, second, _third = of(started(linked))
    title = [one["exercise"] for one in exported.exported(alex)["assignments"]]
    assert len(title) == 1
    assert len(exported.exported(casey)["assignments"]) == 3
    done(couple, alex, first)
    assert len(exported.exported(alex)["assignments"]) == 2
    giving.withdraw(casey, couple, second.pk)
    assert len(exported.exported(alex)["assignments"]) == 1, "what was skipped never was"


RACES = 500 if IS_LONG else 4


@pytest.mark.django_db(transaction=True)
def test_raced_one_item_has_one_session_and_the_form_starts_one_programme(linked, alex, blair, casey):
    couple = membership.couple_of(alex)
    for _number in range(RACES):
        sent, template = uuid4(), written(casey, *THREE[:1])
        cache.clear()
        at_once(*[lambda sent=sent, template=template: running.start(casey, couple, template, {}, sent)] * 2)
        programme = Programme.objects.get(ended_at=None)
        (one,) = of(programme)
        at_once(
            lambda one=one: taking.take_up(couple, alex, one.pk),
            lambda one=one: taking.take_up(couple, blair, one.pk, apart=True),
            lambda programme=programme, one=one: running.move(linked, programme.pk, one.pk, 1),
        )
        assert Stream.objects.filter(assignment=one).count() == 1
        Stream.objects.update(status="over", played_through=True)
        running.end(linked, programme.pk)
        ProgrammeTemplate.objects.all().delete()
