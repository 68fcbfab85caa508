"""A private act causes no difference in the partner's open connections, over real sockets."""

from __future__ import annotations

import pytest

from exercises.core.pair import Partner
from exercises.live.notify import broadcast
from tests.exercises.live.sockets import HTML, JSON

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"together": "writing"}


@pytest.mark.parametrize("protocol", [HTML, JSON])
async def test_a_draft_does_not_make_the_others_private_acts_visible(sockets, room, alex, protocol):
    typing, beside = await sockets.open(alex, protocol), await sockets.open(alex, protocol)
    for socket in (typing, beside):
        await socket.settle()
    await typing.say(type="draft", visit=1, name="ready", fields=WORDS)
    await typing.until("saved")
    await broadcast.announce(tuple((room.id, partner) for partner in Partner))
    assert (await typing.settle(), await beside.settle()) == ([], [])


async def test_a_draft_is_there_again_after_a_reload(sockets, alex):
    socket = await sockets.open(alex, HTML)
    await socket.say(type="draft", visit=1, name="ready", fields=WORDS)
    await socket.until("saved")
    before, after = socket.screen["parts"]["mine"], (await sockets.open(alex, HTML)).screen["parts"]["mine"]
    assert before != after
    assert "checked" in after
