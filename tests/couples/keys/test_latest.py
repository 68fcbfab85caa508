"""Which state of a record is the latest: an older one does not hold, and a change that was cut off holds either way."""

from uuid import uuid4

import pytest
from django.db import transaction

from couples.keys import latest
from couples.keys.latest import NotLatest

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
ONE, TWO, THREE = b"1", b"2", b"3"


@pytest.fixture
def subject():
    subject = uuid4()
    latest.begin("test", subject, ONE)
    return subject


def holds(subject, value: bytes) -> bool:
    return subject in latest.holding("test", {subject: value})


def change(subject, before: bytes, value: bytes) -> None:
    with transaction.atomic():
        latest.announce("test", subject, before, value)


def test_only_the_latest_state_holds(subject):
    change(subject, ONE, TWO)
    assert holds(subject, TWO)
    assert not holds(subject, ONE)
    with pytest.raises(NotLatest):
        change(subject, ONE, THREE)


def test_a_change_under_way_lets_both_hold(subject):
    with transaction.atomic():
        latest.announce("test", subject, ONE, TWO)
        assert holds(subject, ONE)


def test_a_change_that_was_undone_leaves_the_state_before(subject):
    with transaction.atomic():
        latest.announce("test", subject, ONE, TWO)
        transaction.set_rollback(True)
    assert holds(subject, ONE)
    change(subject, ONE, TWO)
    assert holds(subject, TWO)
    assert not holds(subject, ONE)


def test_a_change_that_was_cut_off_is_settled_by_whoever_looks_next(subject, monkeypatch):
    monkeypatch.setattr(latest, "_settle", lambda *_args: None)
    change(subject, ONE, TWO)
    monkeypatch.undo()
    assert holds(subject, TWO)
    assert not holds(subject, ONE)


def test_a_change_that_was_cut_off_is_settled_by_the_next_change(subject, monkeypatch):
    monkeypatch.setattr(latest, "_settle", lambda *_args: None)
    change(subject, ONE, TWO)
    monkeypatch.undo()
    change(subject, TWO, THREE)
    assert holds(subject, THREE)
    assert not holds(subject, TWO)
    assert not holds(subject, ONE)


def test_nothing_holds_for_a_subject_that_is_unknown_or_forgotten(subject):
    assert not holds(uuid4(), ONE)
    latest.forget("test", subject)
    assert not holds(subject, ONE)


def test_beginning_twice_keeps_the_first_state(subject):
    latest.begin("test", subject, ONE)
    with pytest.raises(NotLatest):
        latest.begin("test", subject, TWO)


def test_two_purposes_do_not_mix(subject):
    assert latest.holding("other", {subject: ONE}) == set()
    latest.put("test", subject, THREE)
    assert holds(subject, THREE)
