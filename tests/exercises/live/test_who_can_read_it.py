"""The page of a session says who can read it: once it has been completed, now that it has, or nobody."""

import pytest

from couples.counseling import scopes
from tests.couples.counseling.consents import both_allow

pytestmark = pytest.mark.django_db
ONCE = "When this session has been completed, Casey can read what the two of you opened here"
NOW = "data-reader>Casey can read what the two of you opened here, because you both allow it."


@pytest.fixture
def page(client, linked):
    both_allow(linked, scopes.ANSWERS)

    def shown(chair) -> str:
        client.force_login(chair.user)
        return str(client.get(f"/sessions/{chair.session}/").content.decode())

    return shown


def test_an_open_session_says_who_can_read_it_once_it_has_been_completed(writing, page):
    assert ONCE in page(writing.blair)


def test_a_completed_session_says_who_can_read_it_now(room, page):
    room.walk()
    assert NOW in page(room.blair)
    assert ONCE not in page(room.blair)


def test_nobody_can_read_a_session_that_ended_early(lived, page):
    assert "This session has ended" in page(lived.blair)
    assert "Casey" not in page(lived.blair)
