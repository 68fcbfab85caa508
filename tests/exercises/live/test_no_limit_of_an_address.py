"""However much was tried from somebody's address, a live session, help and Exit go on there."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from exercises.live.database_threads import in_database
from tests.exercises.browsing import browser
from tests.exercises.live.sockets import Socket, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _nothing_left(settings):
    """Every try that is counted for an address, a person or an account is one too many."""
    cache.clear()
    used_up = {
        name: f"0/h/{rate.split('/')[-1]}" for name, rate in settings.ACCOUNT_RATE_LIMITS.items() if rate
    }
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | used_up


@pytest.mark.usefixtures("_nothing_left")
def test_no_limit_is_asked_before_a_session_help_or_exit(room):
    client = browser(room.alex.user)
    refused = client.post("/account/login/", {"login": "kim@example.org", "password": "x"}, follow=True)
    assert refused.status_code in (200, 429)
    page = reverse("session", args=[room.id])
    command, before = room.alex.command("pause"), room.sequences()
    posted = {"command": "pause", "id": str(command.id), "visit": str(command.visit)}
    assert client.get(page).status_code == 200
    assert client.post(page, posted).status_code in (200, 302, 303)
    assert room.sequences() > before
    assert client.get(reverse("here", args=[room.id])).status_code == 200
    assert client.get("/help/").status_code == 200
    assert client.get("/exit/").status_code == 303


@pytest.mark.usefixtures("_nothing_left")
async def test_no_limit_is_asked_before_a_socket(room):
    socket = await Socket(room.id, await in_database(cookie_of, room.alex.user)).open()
    assert socket.screen
    await socket.leave()
