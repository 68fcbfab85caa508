"""Here is a lease that runs out by itself. It says nothing finer, and nothing before both have come in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exercises.core.pair import Partner
from exercises.live import access
from exercises.live import start as starting
from exercises.live.models import Lease
from exercises.live.notify.poll import read_fingerprints
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from exercises.live.store import presence
from tests.exercises.live.rooms import NEED, Chair

pytestmark = pytest.mark.django_db


def granted(chair):
    return access.of_partner(chair.session, chair.caller)


def word(chair) -> str | None:
    return partner_screen.show(chair.session, chair.caller, rendering.as_json).presence


def later(seconds: float) -> None:
    """As if so much time had passed."""
    for lease in Lease.objects.all():
        Lease.objects.filter(pk=lease.pk).update(until=lease.until - timedelta(seconds=seconds))


def test_nobody_is_here_until_both_have_joined(couple, alex, blair):
    session = starting.start_session(couple, alex.pk, NEED)
    first, second = Chair(session, alex), Chair(session, blair)
    presence.arrive(granted(first))
    presence.arrive(granted(second))
    assert (word(first), word(second)) == (None, None)
    second.do("enter")
    assert (word(first), word(second)) == ("here", "here")


def test_a_lease_lasts_under_25_seconds_and_is_renewed_by_the_poll(room):
    presence.arrive(granted(room.alex))
    later(20)
    assert word(room.blair) == "here"
    presence.renew({(room.id, room.alex.user.pk)})
    later(24)
    assert word(room.blair) == "here"
    later(2)
    assert word(room.blair) == "not_here"


def test_coming_is_news_and_staying_is_not(room):
    assert presence.arrive(granted(room.alex))
    assert not presence.arrive(granted(room.alex))
    later(26)
    assert presence.arrive(granted(room.alex))


def test_renewing_one_persons_lease_keeps_nobody_else_here(room):
    presence.arrive(granted(room.alex))
    presence.arrive(granted(room.blair))
    later(26)
    presence.renew({(room.id, room.alex.user.pk)})
    assert (word(room.alex), word(room.blair)) == ("not_here", "here")


def test_a_page_without_script_keeps_somebody_here_for_two_minutes(room, alex):
    client = Client()
    client.force_login(alex)
    room.blair.do("resume")
    page = client.get(f"/sessions/{room.id}/").content.decode()
    assert f'<noscript><link rel="stylesheet" href="/sessions/{room.id}/here.css">' in page
    assert client.get(f"/sessions/{room.id}/here.css").content == b""
    later(115)
    assert word(room.blair) == "here"
    later(10)
    assert word(room.blair) == "not_here"


def test_what_is_sent_in_keeps_somebody_here_no_longer_than_a_look(room, alex):
    """Else the other could tell by it that something was handed in."""
    client = Client()
    client.force_login(alex)
    fields = {"command": "ready", "visit": "1", "together": "call", "first": "me"}
    assert client.post(f"/sessions/{room.id}/", fields, follow=True).redirect_chain
    later(26)
    assert word(room.blair) == "not_here"


def test_a_stranger_is_nowhere(room, drew):
    client = Client()
    client.force_login(drew)
    assert client.get(f"/sessions/{room.id}/here.css").status_code == 404


def test_a_page_with_a_script_keeps_somebody_here_no_longer_than_a_lease(room, alex):
    client = Client()
    client.force_login(alex)
    client.get(f"/sessions/{room.id}/")
    later(26)
    assert word(room.blair) == "not_here"


@pytest.mark.parametrize("path", ["/help/", "/example/", "/agreements/", "/"])
def test_looking_at_help_or_another_page_does_not_say_that_somebody_left(room, alex, path):
    presence.arrive(granted(room.alex))
    client = Client()
    client.force_login(alex)
    client.get(path)
    assert word(room.blair) == "here"


def test_nobody_is_here_any_more_when_the_session_is_over(room):
    presence.arrive(granted(room.alex))
    room.alex.do("end")
    assert word(room.blair) is None


def test_a_poll_sees_who_is_here_and_what_may_have_changed(room, alex):
    viewpoint = (room.id, Partner.A)
    watched = [(viewpoint, alex.pk, "no such sign-in")]
    before = read_fingerprints(watched).viewpoints[viewpoint]
    assert read_fingerprints(watched).viewpoints[viewpoint] == before
    room.blair.do("pause")
    assert read_fingerprints(watched).viewpoints[viewpoint] != before
    assert Lease.objects.filter(until__gt=timezone.now()).count() == 0
