"""Without JavaScript a page refreshes itself only while there is nothing on it to type or to choose."""

import pytest

from tests.exercises.live.rooms import BALANCE, opened

pytestmark = pytest.mark.django_db(transaction=True)
REFRESH = '<meta http-equiv="refresh"'


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
