"""What one typed and did not send outlives whatever the other does, and is found by its author alone."""

from __future__ import annotations

import pytest
from django.test import Client

from couples.privacy import erasure, leaving
from exercises.live import access
from exercises.live.models import Draft
from exercises.live.store import drafts
from tests.exercises.live.rooms import EVERY, NEED, opened

pytestmark = pytest.mark.django_db
WORDS = "Typed-by-alex and not sent"
ENDS = {
    "ends it": lambda blair: blair.do("end"),
    "has had enough": lambda blair: blair.do("enough"),
    "leaves": lambda blair: leaving.leave(blair.user),
    "is erased": lambda blair: erasure.erase(blair.user),
}


def typed(room):
    """Keep words in a form that no command sends, so that nothing of Alex's own takes them away."""
    assert drafts.save(access.of_partner(room.id, room.alex.caller), 1, "aside", {"words": WORDS})
    return rows()


def rows():
    return list(Draft.objects.order_by("pk").values())


@pytest.mark.parametrize("slug", EVERY)
def test_no_command_of_the_other_takes_them_away(couple, alex, blair, slug):
    room = opened(couple, alex, blair, slug)
    kept = typed(room)
    for command in room.walking(seed=5):
        assert rows() == kept, command.name


@pytest.mark.parametrize("way", ENDS)
def test_however_the_other_ends_it_they_are_on_the_page_of_their_author(couple, alex, blair, way):
    room = opened(couple, alex, blair, NEED).write_apart()
    kept = typed(room)
    ENDS[way](room.blair)
    assert rows() == kept
    assert WORDS in page_of(alex, room)
    if way != "is erased":
        assert WORDS not in page_of(blair, room)


def page_of(user, room) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/sessions/{room.id}/").content.decode()
