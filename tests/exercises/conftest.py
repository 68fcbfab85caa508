"""Lends the cast to these tests, and rooms for them to sit in."""

import pytest

from exercises.live.store import streams
from tests.cast import alex, blair, casey, couple, drew, linked
from tests.exercises.live.rooms import NEED, Room, opened
from tests.exercises.live.sockets import Sockets

__all__ = ["alex", "blair", "casey", "couple", "drew", "linked"]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Each test begins as a fresh process does."""
    streams.memory.clear()


@pytest.fixture
def room(couple, alex, blair) -> Room:
    """Both are in a session of Say one thing I need and have not pressed ready."""
    return opened(couple, alex, blair, NEED)


@pytest.fixture
def writing(room: Room) -> Room:
    """The same, where Alex writes and Blair waits, in writing."""
    return room.write_apart()


@pytest.fixture
def lived(writing: Room) -> Room:
    """A session that ended with a yes, so that Blair keeps a copy of Alex's words."""
    writing.open_the_letter()
    writing.blair.do("say_back", words="You were tired, I heard")
    writing.alex.do("thats_it")
    writing.blair.do("go_on")
    writing.blair.do("say_yes")
    writing.alex.do("end")
    return writing


@pytest.fixture
async def sockets(transactional_db, room):
    """Open connections to the room's session."""
    opening = Sockets(room.id)
    async with opening.ending:
        yield opening
