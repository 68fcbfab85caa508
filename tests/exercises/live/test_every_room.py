"""Each exercise for two, stored, walked to its end, and read by both afterwards."""

import pytest

from exercises.live.models import Stream
from tests.exercises.live.rooms import WALKED, opened

pytestmark = pytest.mark.django_db


@pytest.mark.by_turns
@pytest.mark.parametrize("slug", WALKED)
def test_two_people_walk_it_to_its_end(slug, couple, alex, blair):
    room = opened(couple, alex, blair, slug)
    room.walk()
    assert Stream.objects.get(kind="session").played_through
    for chair in room.chairs:
        assert chair.look()["over"]
        assert chair.page()
