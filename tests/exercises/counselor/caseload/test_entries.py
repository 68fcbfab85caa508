"""What a counselor notes in her list is hers, but for a time that she shows to both."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from couples.counseling import links
from couples.meetings import appointments
from couples.meetings.models import CounselorMeeting
from couples.privacy import export
from tests.exercises.counselor.at_work import page, signed_in

pytestmark = pytest.mark.django_db(databases="__all__")


def noted(casey, linked, **fields) -> int:
    moment = timezone.now() + timedelta(days=3)
    given = {"label": "Thursdays", "day": moment.date(), "time": "18:30", "zone": "Europe/Berlin", **fields}
    return int(signed_in(casey).post(f"/counsel/couples/{linked.pk}/entry/", given).status_code)


def test_what_she_notes_stands_in_her_list_and_nowhere_else(linked, casey, alex, blair):
    homes = [page(alex, "/"), page(blair, "/"), page(alex, "/counselors/")]
    assert noted(casey, linked) == 302
    assert "Thursdays" in page(casey, "/counsel/")
    meeting = CounselorMeeting.objects.get()
    assert meeting.starts_at.hour in (16, 17)
    assert [page(alex, "/"), page(blair, "/"), page(alex, "/counselors/")] == homes
    assert "is_shown" not in str(export.collect(alex))
    assert "is_shown" in str(export.collect(casey))
    assert signed_in(alex).get(f"/counsel/meetings/{meeting.pk}/file/").status_code == 404
    assert signed_in(casey).get(f"/counsel/meetings/{meeting.pk}/file/").status_code == 200


def test_a_time_that_she_shows_stands_on_both_home_pages_with_a_file(linked, casey, alex, blair, drew):
    noted(casey, linked, is_shown="on")
    meeting = CounselorMeeting.objects.get()
    path = f"/counsel/meetings/{meeting.pk}/file/"
    for person in (alex, blair):
        assert path in page(person, "/")
        file = signed_in(person).get(path).content.decode()
        assert "Casey" not in file
        assert "SUMMARY:Appointment" in file
        assert "SEQUENCE:0" in file
    assert "both see it" in page(casey, "/counsel/")
    assert signed_in(drew).get(path).status_code == 404
    noted(casey, linked, is_shown="on", time="19:30")
    assert "SEQUENCE:1" in signed_in(alex).get(path).content.decode()
    links.end(linked)
    assert [signed_in(person).get(path).status_code for person in (alex, casey)] == [404, 404]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"time": ""}, "both the day and the time"),
        ({"day": ""}, "both the day and the time"),
        ({"day": "2020-01-01"}, "a time that is ahead"),
        ({"day": "2999-01-01"}, "a time that is ahead"),
        ({"zone": "Nowhere/At all"}, "valid choice"),
        ({"label": "x" * 61}, "60 characters"),
    ],
)
def test_what_cannot_be_noted_is_said_and_stays_in_the_form(linked, casey, fields, says):
    moment = timezone.now() + timedelta(days=3)
    given = {"label": "Thursdays", "day": moment.date(), "time": "18:30", "zone": "UTC", **fields}
    answer = signed_in(casey).post(f"/counsel/couples/{linked.pk}/entry/", given)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert given["label"] in text
    assert not CounselorMeeting.objects.exists()


def test_it_can_be_taken_out_again_and_one_that_is_over_is_forgotten(linked, casey):
    noted(casey, linked)
    noted(casey, linked, day="", time="", is_shown="on")
    assert not CounselorMeeting.objects.exists()
    noted(casey, linked)
    CounselorMeeting.objects.update(starts_at=timezone.now() - timedelta(minutes=61))
    assert "Set a time" in page(casey, "/counsel/")
    appointments.forget_over()
    assert not CounselorMeeting.objects.exists()
