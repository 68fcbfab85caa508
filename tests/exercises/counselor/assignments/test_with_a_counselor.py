"""Exercises marked “with a counselor” start only from an assignment; and the assignment of the demo."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from exercises import catalog
from exercises.core.text import Refused
from exercises.counselor.assignments import words
from exercises.counselor.assignments.demo import assign_one
from exercises.counselor.assignments.models import Assignment
from exercises.live import start as starting
from exercises.live.models import Stream
from tests.exercises.counselor.assignments.test_assignments import take_up
from tests.exercises.counselor.at_work import given, page, signed_in
from tests.exercises.live.rooms import BALANCE, NEED

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(tmp_path, monkeypatch):
    """Mark the check-in “with a counselor” in the catalogue."""
    for path in catalog.FOLDER.glob("*.yaml"):
        more = "with_counselor: true\n" if path.stem == BALANCE else ""
        (tmp_path / path.name).write_text(more + path.read_text())
    monkeypatch.setattr(catalog, "FOLDER", tmp_path)
    catalog.all_definitions.cache_clear()
    yield BALANCE
    catalog.all_definitions.cache_clear()


def test_an_exercise_with_a_counselor_begins_only_as_an_assignment(linked, couple, alex, marked):
    with pytest.raises(Refused):
        starting.start_session(couple, alex.pk, marked)
    assert f"/exercises/{marked}/" not in page(alex, "/exercises/?all")
    assert f"/exercises/{NEED}/" in page(alex, "/exercises/?all")
    assert signed_in(alex).get(f"/exercises/{marked}/").status_code == 404
    assert take_up(alex, given(linked, slug=marked)).status_code == 302
    assert Stream.objects.get().definition.body["with_counselor"] is True


def test_a_mark_that_is_not_set_leaves_the_hash_as_it_was():
    for definition in catalog.startable():
        assert "with_counselor" not in catalog.canonical(definition)


def test_the_demo_couple_is_given_one_exercise_once():
    for _time in range(2):
        call_command("demo", "--json", stdout=StringIO())
    one = Assignment.objects.get()
    assert one.counseling.counselor.name == "Casey"
    assert "small thing" in words.of([one])[one.pk].note


def test_a_demo_couple_without_a_counselor_is_given_nothing(couple):
    couple.is_demo = True
    couple.save()
    assign_one(couple)
    assert not Assignment.objects.exists()
