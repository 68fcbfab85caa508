"""What the other has to see has a bound, with a sentence. Nothing typed is lost, and the other may still act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from couples.meetings import appointments
from couples.meetings.models import Meeting
from exercises.counselor.assignments import giving
from exercises.counselor.assignments.models import Assignment
from exercises.live import start
from exercises.live.models import Stream
from tests.exercises.counselor.at_work import couple_path, signed_in
from tests.exercises.live.rooms import NEED

pytestmark = pytest.mark.django_db


def starts(user) -> str:
    answer = signed_in(user).post("/sessions/start/", {"slug": NEED}, follow=True)
    Stream.objects.filter(status=Stream.Status.ROOM).update(status=Stream.Status.OVER)
    return str(answer.content.decode())


def test_sessions_that_are_started_one_after_the_other_end(couple, alex, blair):
    for _time in range(start.SESSIONS_AN_HOUR.most):
        starts(alex)
    assert "started many sessions" in starts(alex)
    assert Stream.objects.count() == start.SESSIONS_AN_HOUR.most

    starts(blair)
    start.start_session(couple, alex.pk, NEED, is_due=True)
    assert Stream.objects.count() == start.SESSIONS_AN_HOUR.most + 2


def suggests(user):
    day = (timezone.now() + timedelta(days=3)).date().isoformat()
    answer = signed_in(user).post("/meeting/", {"day": day, "time": "18:34", "zone": "UTC"})
    seen = Meeting.objects.count()
    Meeting.objects.all().delete()
    return answer, seen


def test_times_that_are_suggested_and_canceled_end(couple, alex, blair):
    for _time in range(appointments.SUGGESTIONS_AN_HOUR.most):
        assert suggests(alex)[1] == 1
    answer, seen = suggests(alex)
    assert (answer.status_code, seen) == (422, 0)
    assert "suggested many times" in answer.content.decode()
    assert "18:34" in answer.content.decode()
    assert suggests(blair)[1] == 1


def test_a_counselor_cannot_fill_a_home_page_in_one_go(linked, casey, alex, monkeypatch):
    monkeypatch.setattr(giving, "MAX_ASSIGNMENTS", 99)
    given = {"exercise": NEED, "note": "Ten minutes are plenty."}
    path = f"{couple_path(linked)}assign/"
    for _time in range(giving.ASSIGNMENTS_AN_HOUR.most):
        assert signed_in(casey).post(path, given).status_code == 302
    answer = signed_in(casey).post(path, given)
    assert answer.status_code == 422
    assert "assigned many exercises" in answer.content.decode()
    assert "Ten minutes are plenty." in answer.content.decode()
    assert Assignment.objects.count() == giving.ASSIGNMENTS_AN_HOUR.most
