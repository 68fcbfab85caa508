"""Without JavaScript a page refreshes itself only while there is nothing on it to type or to choose."""

import pytest

from tests.exercises.live.rooms import BALANCE, opened

pytestmark = pytest.mark.django_db(transaction=True)
REFRESH = '<meta http-equiv="refresh"'
LOOK_AGAIN = "does not refresh by itself while there is something to fill in"


def page(client, chair) -> str:
    client.force_login(chair.user)
    found: str = client.get(f"/sessions/{chair.session}/").content.decode()
    return found


def test_who_waits_for_the_other_gets_a_page_that_refreshes_itself(client, writing):
    assert REFRESH in page(client, writing.blair)


def test_who_writes_gets_a_page_that_stays(client, writing):
    assert REFRESH not in page(client, writing.alex)


def test_ratings_are_not_lost_to_a_refresh(client, couple, alex, blair):
    room = opened(couple, alex, blair, BALANCE).write_apart()
    assert 'name="own.emotional"' in page(client, room.alex)
    assert REFRESH not in page(client, room.alex)


def test_a_page_that_asks_to_choose_stays(client, room):
    assert REFRESH not in page(client, room.alex)


def test_each_page_of_two_who_meet_says_how_it_comes_to_what_is_new(client, writing):
    assert LOOK_AGAIN in page(client, writing.alex)
    assert LOOK_AGAIN not in page(client, writing.blair)
    writing.alex.do("end")
    assert LOOK_AGAIN not in page(client, writing.alex)
