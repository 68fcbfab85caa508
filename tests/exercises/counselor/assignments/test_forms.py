"""The form by which a counselor assigns an exercise: nothing typed is lost, and what is given can be withdrawn."""

from __future__ import annotations

import pytest

from exercises import catalog
from exercises.counselor.assignments import assignable
from exercises.counselor.assignments.models import Assignment
from tests.exercises.counselor.at_work import NOTE, couple_path, page, signed_in
from tests.exercises.live.rooms import NEED

pytestmark = pytest.mark.django_db


def test_an_assignment_is_given_by_the_form_and_withdrawn_again(linked, alex, casey):
    client = signed_in(casey)
    answer = client.post(f"{couple_path(linked)}assign/", {"exercise": NEED, "due_on": "", "note": NOTE})
    assert answer.url == couple_path(linked)
    assert NOTE in page(casey, couple_path(linked))
    assert NOTE in page(alex, "/")
    one = Assignment.objects.get()
    client.post(f"{couple_path(linked)}assignments/{one.pk}/withdraw/")
    assert NOTE not in page(casey, couple_path(linked))
    assert NOTE not in page(alex, "/")


def test_every_exercise_stands_once_in_its_group_with_a_way_to_look_at_it(linked, casey):
    shown, client = page(casey, f"{couple_path(linked)}assign/"), signed_in(casey)
    every = catalog.couple_definitions()
    assert shown.count("<optgroup") == len(assignable.groups()) > 3
    assert sorted(one.slug for _name, several in assignable.groups() for one in several) == sorted(
        one.slug for one in every
    )
    for one in every:
        assert shown.count(f'<option value="{one.slug}">') == 1
        assert shown.count(f'href="/exercises/{one.slug}/preview/"') == 1
        assert client.get(f"/exercises/{one.slug}/preview/").status_code == 200
    marked = {one.slug for one in every if one.with_counselor}
    (name, last) = assignable.groups()[-1]
    assert (name, {one.slug for one in last}) == ("With a counselor", marked)


WRONG = [
    ({"exercise": ""}, "choose an exercise"),
    ({"exercise": "no-such-exercise"}, "Select a valid choice"),
    ({"due_on": "2020-01-01"}, "today or a later day"),
    ({"due_on": "soon"}, "year-month-day"),
    ({"note": "x" * 601}, "longer than 600 characters"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG)
def test_what_does_not_fit_is_said_at_the_field_and_nothing_is_lost(linked, casey, fields, words):
    filled = {"exercise": NEED, "due_on": "", "note": "My kind <words>", **fields}
    answer = signed_in(casey).post(f"{couple_path(linked)}assign/", filled)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert "Please check the entries below" in shown
    assert "My kind &lt;words&gt;" in shown or "note" in fields
    assert not Assignment.objects.exists()
