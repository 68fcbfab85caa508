"""What is asked of one couple by one counselor is nothing of another's, whatever id or form it comes with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from couples import hooks, security_log
from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import scopes
from couples.counseling.models import Counseling
from couples.pairing import acceptance
from couples.security_log import Kind
from exercises.core.text import Refused
from exercises.counselor.asking import asked, cards
from exercises.counselor.asking.models import AskedFor
from tests import forging
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.asking.test_asking import card
from tests.exercises.counselor.at_work import link

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def dana() -> User:
    return users.create("dana@example.org", "Dana", is_counselor=True)


@pytest.fixture
def others(casey) -> Counseling:
    """Another couple of Casey’s."""
    ann, ben = (users.create(f"{name}@example.org", name.title()) for name in ("ann", "ben"))
    acceptance.pair(ann, ben)
    return link(casey, ann, ben)


def test_another_couple_of_hers_has_nothing_of_it(linked, others, couple, alex):
    asked.ask(linked, scopes.BALANCE, None)
    (one,) = asked.of_link(linked)
    assert asked.of_link(others) == []
    ann = others.couple.memberships.first().user
    assert cards.for_home(others.couple, ann) == []
    assert card(ann) == ""
    with pytest.raises(LookupError):
        cards.put_away(others.couple, ann, one.id)
    assert cards.for_home(couple, alex)


def test_what_one_counselor_takes_back_leaves_what_another_asks(linked, dana, couple, alex, blair):
    hers = link(dana, alex, blair)
    asked.ask(linked, scopes.BALANCE, None)
    asked.ask(hers, scopes.BALANCE, None)
    (mine,) = asked.of_link(linked)
    cards.put_away(couple, alex, mine.id)
    assert [one.counselor for one in cards.for_home(couple, alex)] == ["Dana"]
    asked.withdraw(linked)
    assert asked.open_of(linked) is None
    assert asked.open_of(hers)
    assert [one.counselor for one in cards.for_home(couple, blair)] == ["Dana"]


def test_a_form_asks_each_couple_once_and_of_long_ago_each_forgets_its_own(linked, others):
    form = uuid4()
    for each in (linked, linked, others):
        asked.ask(each, scopes.BALANCE, None, form)
    assert [len(asked.of_link(each)) for each in (linked, others)] == [1, 1]
    AskedFor.objects.update(asked_at=timezone.now() - asked.AGAIN_AFTER - timedelta(days=1))
    asked.withdraw(linked)
    asked.ask(linked, scopes.ANSWERS, None)
    assert [len(asked.of_link(each)) for each in (linked, others)] == [1, 1]
    assert asked.of_link(others)[0].scope == scopes.BALANCE


def test_what_both_allow_is_refused_and_what_is_asked_is_told_to_both_homes(linked, alex, blair, monkeypatch):
    told: list[set[Any]] = []
    monkeypatch.setattr(hooks, "home_changed", [lambda people: told.append(set(people))])
    asked.ask(linked, scopes.BALANCE, None)
    asked.withdraw(linked)
    assert told == [{alex.pk, blair.pk}] * 2
    both_allow(linked, scopes.ANSWERS)
    with pytest.raises(Refused) as refused:
        asked.ask(linked, scopes.ANSWERS, None)
    assert "allow this already" in str(refused.value.message)


@pytest.mark.parametrize("no_more", ["is_active", "is_counselor"])
def test_who_is_no_counselor_any_more_asks_nothing(linked, couple, casey, alex, no_more):
    asked.ask(linked, scopes.BALANCE, None)
    User.objects.filter(pk=casey.pk).update(**{no_more: False})
    security_log.take()
    assert cards.for_home(couple, alex) == []
    assert not security_log.take()[Kind.MAC_BROKEN]


@pytest.mark.forges
def test_of_a_counselor_about_whom_something_does_not_hold_nothing_stands_there(linked, couple, casey, alex):
    asked.ask(linked, scopes.BALANCE, None)
    security_log.take()
    assert len(cards.for_home(couple, alex)) == 1
    assert not security_log.take()[Kind.MAC_BROKEN]
    forging.run("UPDATE couples_user SET password = %s WHERE id = %s", "another", casey.pk)
    assert cards.for_home(couple, alex) == []
    assert security_log.take()[Kind.MAC_BROKEN]
