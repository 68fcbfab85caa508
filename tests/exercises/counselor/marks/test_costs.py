"""Her list asks as much for few couples as for many, whatever differs, and no more than twelve questions."""

from __future__ import annotations

from time import perf_counter

import pytest
from django.utils import timezone

from couples.accounts import users
from couples.counseling import scopes
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing import acceptance
from exercises.core.pair import Pair
from exercises.counselor.marks import marking
from exercises.live.models import Stream
from exercises.live.store import differing
from tests.cast import with_second_step
from tests.couples.counseling.consents import both_allow
from tests.exercises.calls import calls_of
from tests.exercises.counselor.at_work import link, signed_in
from tests.exercises.counselor.marks import worlds
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(databases="__all__")
FEW, MANY = (12, 300) if IS_LONG else (2, 6)
MOST_QUESTIONS = 12
MOST_SECONDS = 0.3


def a_couple(counselor, number: int, differs: bool) -> Counseling:
    """Two who completed what she marked; made as a session stores it, because it is made hundreds of times."""
    two = [users.create(f"{slug}{number}@example.net", slug.title()) for slug in ("ada", "ben")]
    couple = acceptance.pair(*two)
    linked = link(counselor, *two)
    both_allow(linked, scopes.BALANCE)
    one, now = worlds.assigned(linked, ["money"]), timezone.now()
    people = {f"person_{voice}": who.pk for voice, who in zip("ab", two, strict=True)}
    session = Stream.objects.create(
        kind="session",
        status="over",
        couple=couple,
        definition=one.definition,
        assignment=one,
        marks=marking.taken_along(one),
        played_through=True,
        completed_at=now,
        readable="balance",
        **people,
    )
    keys = Pair(*(data_keys.data_key(who.pk) for who in two))
    session.differing = differing.sealed(frozenset({3} if differs else ()), session.pk, keys)
    session.save()
    return linked


def looked(counselor) -> tuple[int, int, float]:
    """Return how many questions a second look asks, how many rows say that something differs, and how long it takes."""
    browser = signed_in(counselor)
    browser.get("/counsel/")
    began = perf_counter()
    answer = browser.get("/counsel/")
    took = perf_counter() - began
    with calls_of() as calls:
        browser.get("/counsel/")
    return calls.count["query"], answer.content.decode().count("seen differently</span>"), took


def test_it_costs_no_more_with_more_couples_nor_with_what_differs(casey):
    with_second_step(casey)
    for number in range(FEW):
        a_couple(casey, number, differs=False)
    silent, none, _took = looked(casey)
    for number in range(FEW, MANY):
        a_couple(casey, number, differs=True)
    many, some, took = looked(casey)
    assert (silent, none) == (many, 0)
    assert some == min(MANY - FEW, 25)
    assert many <= MOST_QUESTIONS
    assert not IS_LONG or took < MOST_SECONDS * 3, took  # on a machine that does other things, too
